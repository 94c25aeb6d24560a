namespace Madaline.Data;

/// <summary>Notices training data of a single class.</summary>
internal static class LoaderHints
{
    private const int FewestSamples = 20;

    /// <summary>Looks at the classes of a set; the second one that is met ends the search.</summary>
    public static void Look(Dataset data)
    {
        if (data.Count < FewestSamples || !Hints.IsDue(HintKind.OneClass))
            return;
        Tensor targets = data.Targets;
        if (targets is not { Rank: 1, DType: DType.Int64, IsContiguous: true }
            || !ReferenceEquals(targets.Device, Device.Cpu))
            return;
        ReadOnlySpan<long> classes = targets.AsSpan<long>();
        long first = classes[0];
        if (classes.ContainsAnyExcept(first))
            return;
        string name = (ulong)first < (ulong)data.ClassNames.Count ? $" (\"{data.ClassNames[(int)first]}\")" : "";
        Hints.Give(HintKind.OneClass, $"all {classes.Length:N0} training samples are of class {first}{name}: a network "
            + "learns to answer nothing else. Shuffle before you split, or check the column or folders that the "
            + "classes come from.");
    }
}
