namespace Madaline.Recipes;

/// <summary>What a type of a catalog takes: the argument's name, kind and range.</summary>
/// <param name="Name">The key in the JSON.</param>
/// <param name="Kind">
/// number, integer, flag, text, texts, size (an integer or [height, width]), numbers, list (of integers from 1),
/// layers, or a word of its own; several with | between them.
/// </param>
/// <param name="Min">The smallest number.</param>
/// <param name="Max">The largest number.</param>
/// <param name="Required">Whether it must be given.</param>
public sealed record Argument(
    string Name, string Kind, double Min = -Argument.Largest, double Max = Argument.Largest, bool Required = false)
{
    /// <summary>
    /// The ends of what a number may be where nothing narrower holds: beyond, Float32 makes 0 or infinity of it.
    /// </summary>
    internal const double MinPositive = 1e-30, Largest = 1e30;

    /// <summary>The largest number below 1.</summary>
    internal const double BelowOne = 1 - 1.1102230246251565e-16;

    /// <summary>What it says, in a few words; empty where its name says all.</summary>
    public string Meaning { get; init; } = "";

    /// <summary>What holds when it is left out: its JSON, or a few words; empty where nothing does.</summary>
    public string Otherwise { get; init; } = "";

    /// <summary>All that may be given for it, as JSON, where that is a word of a few; else nothing.</summary>
    public IReadOnlyList<string> Choices => Kind == "flag" ? ["true", "false"]
        : Kind.Split('|') is var kinds && kinds.All(RecipeArguments.IsWord) ? [.. kinds.Select(word => $"\"{word}\"")]
        : [];

    /// <summary>What may be given for it, in words: <c>a number at least 0 and at most 1</c>.</summary>
    public string Expected
    {
        get
        {
            string kinds = string.Join(" or ", Kind.Split('|').Select(RecipeArguments.WordsFor));
            return Min == -Largest && Max == Largest ? kinds : $"{kinds}, {RecipeArguments.Range(Min, Max)}";
        }
    }
}
