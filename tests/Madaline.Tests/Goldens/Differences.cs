namespace Madaline.Tests.Goldens;

/// <summary>Where the library means to differ from PyTorch; docs/from-pytorch.md tells users the same.</summary>
internal static class Differences
{
    /// <summary>Cases of ops.json, by <c>op/case</c> (a star ends a prefix), each with its reason.</summary>
    private static readonly (string Name, string Reason)[] Meant =
    [
    ];

    /// <summary>Cases that PyTorch computes with a larger error than its own defaults allow for.</summary>
    private static readonly Dictionary<string, (Tolerance Tolerance, string Reason)> Loose = new()
    {
    };

    public static bool IsMeant(string name) =>
        Meant.Any(x => x.Name.EndsWith('*') ? name.StartsWith(x.Name[..^1], StringComparison.Ordinal) : x.Name == name);

    public static Tolerance? ToleranceOf(string name) => Loose.TryGetValue(name, out var found) ? found.Tolerance : null;
}
