using Madaline.Data;

namespace Madaline.Training;

/// <summary>Notices validation data that were trained on: a network is judged then by what it knows by heart.</summary>
internal static class ValidationHints
{
    private const double Much = 0.1;
    private const long MostBytes = 1L << 28;

    /// <summary>Compares the raw samples, where both sets are in memory.</summary>
    public static void Look(Dataset training, Dataset validation)
    {
        if (!Hints.IsDue(HintKind.ValidationInTraining) || validation.Count == 0)
            return;
        var (train, trained) = Raw(training);
        var (check, checks) = Raw(validation);
        if (train is null || check is null)
            return;
        double share = ReferenceEquals(train, check) ? ShareOfPlaces(train, trained, checks)
            : ShareOfSamples(train, trained, check, checks);
        if (share < Much)
            return;
        Hints.Give(HintKind.ValidationInTraining, $"{share:P0} of the {validation.Count:N0} validation samples are "
            + "among those trained on, so that their loss and accuracy say nothing of new samples. Split the data "
            + "first (Splits.Stratified), and give each part its own set.");
    }

    /// <summary>The set in memory below transforms and subsets, and which of its samples; null for all.</summary>
    private static (TensorDataset? Set, int[]? Places) Raw(Dataset data) => data switch
    {
        TensorDataset set => (set, null),
        TransformedDataset transformed => Raw(transformed.Source),
        Subset subset when Raw(subset.Source) is { Set: { } set, Places: null } => (set, subset.Indices.ToArray()),
        _ => (null, null),
    };

    private static double ShareOfPlaces(TensorDataset set, int[]? trained, int[]? checks)
    {
        if (trained is null)
            return 1;
        var known = new HashSet<int>(trained);
        return checks is null ? (double)known.Count / set.Count
            : (double)checks.Count(known.Contains) / Math.Max(1, checks.Length);
    }

    /// <summary>Tables repeat rows of themselves: what a set repeats within itself does not count.</summary>
    private static double ShareOfSamples(TensorDataset train, int[]? trained, TensorDataset check, int[]? checks)
    {
        if (!train.InputShape.Equals(check.InputShape) || train.Inputs.DType != check.Inputs.DType
            || Bytes(train) + Bytes(check) > MostBytes)
            return 0;
        Tensor known = trained is null ? train.Inputs : train.Take(trained).Inputs;
        Tensor asked = checks is null ? check.Inputs : check.Take(checks).Inputs;
        var fingerprints = SampleFingerprints.Of(known);
        double share = (double)fingerprints.CountIn(asked) / asked.Shape[0];
        return share > 2 * fingerprints.RepeatedShare ? share : 0;
    }

    private static long Bytes(TensorDataset set) => (long)set.Inputs.Elements * set.Inputs.DType.Size();
}
