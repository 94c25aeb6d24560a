using Madaline.Data;

namespace Madaline.Datasets.Sets;

/// <summary><c>shapes</c>: ten shapes that the library draws itself.</summary>
internal sealed class ShapesSet : DrawnSet
{
    /// <summary>About 1.6 GB of pixels.</summary>
    private const int MaxCount = 1 << 19;

    public ShapesSet()
        : base("shapes", "Ten shapes drawn by the library itself on mottled ground, 32 × 32 colour pixels.",
            CountUpTo("count", MaxCount), CountUpTo("test-count", MaxCount))
    {
        (SampleShape, ClassNames) = ([Shapes.Channels, Shapes.Side, Shapes.Side], Shapes.ClassNames);
        (TrainCount, TestCount) = (10_000, 2_000);
    }

    private protected override TensorDataset Draw(string part, int count, ulong seed)
    {
        var (images, labels) = Shapes.Generate(count, seed, part);
        Tensor inputs = Tensor.Wrap(images, [count, Shapes.Channels, Shapes.Side, Shapes.Side]);
        return new TensorDataset(inputs, Tensor.Wrap(labels).To(DType.Int64), ClassNames) { Name = Name };
    }
}
