using Madaline.Data;
using Madaline.Recipes;

namespace Madaline.Datasets.Sets;

/// <summary>A set that the library draws from a seed.</summary>
/// <param name="name">The set's name.</param>
/// <param name="summary">What it holds.</param>
/// <param name="counts">Which parts' numbers of samples may be given.</param>
internal abstract class DrawnSet(string name, string summary, params IReadOnlyList<Argument> counts)
    : DatasetEntry(name, summary, [.. counts, new("seed", "integer", 0, 1L << 53)])
{
    private protected const ulong DefaultSeed = 1;

    public sealed override DatasetOrigin Origin => DatasetOrigin.BuiltIn;

    public sealed override string? Locate(DataRoot root) => "built in";

    private protected static Argument CountUpTo(string name, int max) => new(name, "integer", 1, max);

    private protected sealed override SampleCounts? CountSamples(DataRoot root) => new(TrainCount, TestCount);

    private protected sealed override DatasetPair Read(DatasetOptions options, CancellationToken cancellationToken)
    {
        ulong seed = options.Seed ?? DefaultSeed;
        int count = options.Count ?? TrainCount, testCount = options.SkipTest ? 0 : options.TestCount ?? TestCount;
        return new DatasetPair(Draw("train", count, seed, options),
            testCount > 0 ? Draw("test", testCount, seed, options) : null,
            $"{Name}: {count}{(TestCount > 0 ? $" training and {testCount} test samples" : " samples")} drawn from "
            + $"seed {seed}.");
    }

    /// <summary>Draws the first samples of a part, as the options say beside their number and seed.</summary>
    private protected virtual TensorDataset Draw(string part, int count, ulong seed, DatasetOptions options) =>
        Draw(part, count, seed);

    /// <summary>Draws the first samples of a part.</summary>
    private protected abstract TensorDataset Draw(string part, int count, ulong seed);
}
