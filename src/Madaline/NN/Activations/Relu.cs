namespace Madaline.NN;

/// <summary>Rectifier: <c>y = max(x, 0)</c>.</summary>
/// <remarks>Shape: […] → […].</remarks>
public sealed class Relu : Module
{
    internal override bool KeepsNothing => true;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => x.Relu();
}
