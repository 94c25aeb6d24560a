using Madaline.Data;

namespace Madaline.Datasets.Sets;

/// <summary><c>wheat-sample</c>: kernels of wheat drawn with the means and covariances of the real ones.</summary>
internal sealed class WheatSampleSet : DrawnSet
{
    public WheatSampleSet()
        : base("wheat-sample", "Wheat kernels drawn with the means and covariances of the real ones.",
            CountUpTo("count", 1 << 24))
    {
        (SampleShape, ClassNames) = ([WheatSample.FeatureCount], WheatSample.ClassNames);
        TrainCount = WheatSample.DefaultCount;
    }

    private protected override TensorDataset Draw(string part, int count, ulong seed)
    {
        var (features, labels) = WheatSample.Generate(count, seed);
        return new TensorDataset(Tensor.Wrap(features, [count, WheatSample.FeatureCount]),
            Tensor.Wrap(labels).To(DType.Int64), ClassNames)
        {
            Name = Name,
            FeatureNames = WheatSample.FeatureNames,
            Encoder = WheatSchema.Encoder,
        };
    }
}
