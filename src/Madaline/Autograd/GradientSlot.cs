namespace Madaline.Autograd;

/// <summary>A leaf's gradient with all that is known of it.</summary>
/// <param name="Gradient">The gradient, or the memory for the next.</param>
/// <param name="IsSeen">Whether user code may hold it.</param>
/// <param name="IsForgotten">Whether it is memory for the next one only.</param>
/// <param name="Additions">How many were added to the first.</param>
internal readonly record struct GradientSlot(Tensor? Gradient, bool IsSeen, bool IsForgotten, int Additions);
