using Madaline.Data;

namespace Madaline.Datasets.Sets;

/// <summary><c>heating</c>: the energy that houses need in a day, drawn with noise of a known size.</summary>
internal sealed class HeatingSet : DrawnSet
{
    private static readonly TableEncoder Encoder = new(
    [
        .. Heating.FeatureNames.Select(name => new NumberColumn(name)),
        new ClassColumn(Heating.TargetName),
    ]);

    public HeatingSet() : base("heating",
        "The energy that houses need in a day, drawn: a number to predict, with noise of 3 kWh.",
        CountUpTo("count", 1 << 22), CountUpTo("test-count", 1 << 22))
    {
        (SampleShape, TargetName) = ([Heating.FeatureNames.Count], Heating.TargetName);
        (TrainCount, TestCount) = (8000, 2000);
    }

    private protected override TensorDataset Draw(string part, int count, ulong seed)
    {
        var (features, energy) = Heating.Generate(count, seed, part);
        return new TensorDataset(Tensor.Wrap(features, [count, Heating.FeatureNames.Count]),
            Tensor.Wrap(energy, [count, 1]))
        {
            Name = Name,
            FeatureNames = Heating.FeatureNames,
            TargetName = TargetName,
            Encoder = Encoder,
        };
    }
}
