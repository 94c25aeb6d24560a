namespace Madaline.Devices;

/// <summary>Which targets of a cross-entropy count, and whether the sum is divided by how many do.</summary>
/// <param name="Ignored">A target of this value does not count.</param>
/// <param name="Averages">Divide by the number of those that do.</param>
internal readonly record struct CrossEntropyRule(long Ignored, bool Averages);
