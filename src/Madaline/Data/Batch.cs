namespace Madaline.Data;

/// <summary>Samples side by side, with what a network should say about each.</summary>
/// <param name="Inputs">Shape: [n, …].</param>
/// <param name="Targets">Shape: [n] for classes (Int64), or [n, …].</param>
public readonly record struct Batch(Tensor Inputs, Tensor Targets)
{
    /// <summary>Number of samples.</summary>
    public int Count => Inputs.Shape[0];

    /// <summary>The same samples on a device; this batch itself when it is there already.</summary>
    public Batch To(Device device) => new(Inputs.To(device), Targets.To(device));

    /// <summary>What it holds, in a line.</summary>
    public override string ToString() =>
        $"Batch: inputs {Inputs.DType} {Inputs.Shape}, targets {Targets.DType} {Targets.Shape}";
}
