namespace Madaline.Data;

/// <summary>Every sample as one row of numbers.</summary>
/// <remarks>Shape: [n, …] → [n, d], with d the product of the sizes.</remarks>
public sealed class Flat : Transform
{
    /// <inheritdoc/>
    public override Tensor Apply(Tensor inputs, Rng? rng = null) =>
        inputs.Reshape(inputs.Shape[0], OutputShape(inputs.Shape.ToArray()[1..]).Elements);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape inputShape) => [inputShape.Elements];
}
