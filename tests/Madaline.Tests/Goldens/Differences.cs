namespace Madaline.Tests.Goldens;

/// <summary>Where the library means to differ from PyTorch; docs/from-pytorch.md tells users the same.</summary>
internal static class Differences
{
    /// <summary>Numbers of ops.json that are not compared, by <c>op/case: what</c>.</summary>
    private static readonly Dictionary<string, (int[] Elements, string Reason)> Numbers = new()
    {
        ["log1p/special: output 0"] = ([16], "log(1 + 3e38) is 88.6, not infinite"),
        ["logsumexp/extreme: gradient 0"] = ([0, 1, 3, 4], "ours is the softmax, theirs loses digits to the sum"),
        ["amax/nan: gradient 0"] = ([.. Enumerable.Range(0, 9)], "goes to the NaNs, as that of max in both"),
        ["amin/nan: gradient 0"] = ([.. Enumerable.Range(0, 9)], "goes to the NaNs, as that of min in both"),
    };

    /// <summary>Result types of promotion.json that differ, by <c>op/kind/left/right</c>.</summary>
    private static readonly Dictionary<string, string> Types = new()
    {
        ["pow/tensor-number/Bool/bool"] = "powers of truth values are refused in every form, not in all but one",
        ["pow/zerodim-number/Bool/bool"] = "powers of truth values are refused in every form, not in all but one",
    };

    public static int[] ElementsOf(string name, string what) =>
        Numbers.TryGetValue($"{name}: {what}", out var found) ? found.Elements : [];

    public static bool IsTypeMeant(string name) => Types.ContainsKey(name);
}
