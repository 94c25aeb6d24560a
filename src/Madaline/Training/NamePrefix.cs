namespace Madaline.Training;

/// <summary>Names grouped by what they start with, as in <c>optimizer.0.exp_avg</c>.</summary>
internal static class NamePrefix
{
    /// <summary>The entries whose names start with a prefix, by the rest of their names.</summary>
    public static Dictionary<string, T> Under<T>(IReadOnlyDictionary<string, T> entries, string prefix) => entries
        .Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
        .ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value);
}
