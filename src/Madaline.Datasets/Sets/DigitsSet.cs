using Madaline.Data;

namespace Madaline.Datasets.Sets;

/// <summary><c>digits</c>: handwritten digits that the library draws itself.</summary>
internal sealed class DigitsSet : DrawnSet
{
    /// <summary>About 1.6 GB of pixels.</summary>
    private const int MaxCount = 1 << 21;

    public DigitsSet()
        : base("digits", "Handwritten digits drawn by the library itself, 28 × 28 grey pixels.",
            CountUpTo("count", MaxCount), CountUpTo("test-count", MaxCount))
    {
        (SampleShape, ClassNames) = ([1, Digits.Side, Digits.Side], IdxImageFiles.Mnist.ClassNames);
        (TrainCount, TestCount) = (10_000, 2_000);
    }

    private protected override TensorDataset Draw(string part, int count, ulong seed)
    {
        var (images, labels) = Digits.Generate(count, seed, part);
        Tensor inputs = Tensor.Wrap(images, [count, 1, Digits.Side, Digits.Side]);
        return new TensorDataset(inputs, Tensor.Wrap(labels).To(DType.Int64), ClassNames) { Name = Name };
    }
}
