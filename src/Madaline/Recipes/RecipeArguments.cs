using System.Globalization;
using System.Text.Json;
using Madaline.Formats;

namespace Madaline.Recipes;

/// <summary>Reads values of a recipe strictly: each of its kind and in its range, or refused by its path.</summary>
/// <param name="file">What to call the recipe in errors.</param>
/// <param name="readParts">Reads a list of layers, given its path.</param>
internal sealed class RecipeArguments(string file, Func<JsonElement, string, Spec[]> readParts)
{
    private const int MaxNumbers = 1000;

    private static readonly Dictionary<string, string> Words = new()
    {
        ["flag"] = "true or false",
        ["text"] = "a text",
        ["number"] = "a number",
        ["integer"] = "an integer",
        ["size"] = "an integer or [height, width]",
        ["numbers"] = "a list of numbers",
        ["list"] = "a list of integers",
        ["texts"] = "a list of texts",
        ["layers"] = "a list of layers",
    };

    /// <summary>Reads a value as the first of an argument's kinds that its JSON could be.</summary>
    public object Read(JsonElement value, string path, Argument argument)
    {
        string[] kinds = argument.Kind.Split('|');
        foreach (string kind in kinds)
        {
            if (Fits(value, kind))
                return ReadAs(kind, value, path, argument.Min, argument.Max);
        }

        string expected = string.Join(" or ", kinds.Select(WordsFor));
        throw Wrong(path, $"is {Shown(value)}; expected {expected}");
    }

    /// <summary>Reads a value of any kind but layers, as its JSON says.</summary>
    public object ReadAny(JsonElement value, string path) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
        JsonValueKind.Number => Number(value, path, -Argument.Largest, Argument.Largest),
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array when value.GetArrayLength() > 0 && value[0].ValueKind == JsonValueKind.Number =>
            ReadNumbers(value, path, (element, place) => Number(element, place, -Argument.Largest, Argument.Largest)),
        JsonValueKind.Array => ReadTexts(value, path),
        _ => throw Wrong(path, $"is {Shown(value)}; expected a number, a text, true, false, or a list"),
    };

    /// <summary>A number in a range.</summary>
    public double Number(JsonElement value, string path, double min, double max)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out double number)
            || !(number >= min && number <= max))
        {
            throw Wrong(path, $"is {Shown(value)}; expected a number {Range(min, max)}".TrimEnd());
        }

        return number;
    }

    /// <summary>An integer in a range.</summary>
    public double Integer(JsonElement value, string path, double min, double max)
    {
        double number = Number(value, path, min, max);
        return number == Math.Floor(number) ? number : throw Wrong(path, $"is {Shown(value)}; expected an integer");
    }

    /// <summary>A text.</summary>
    public string Text(JsonElement value, string path) => value.ValueKind == JsonValueKind.String ? value.GetString()!
        : throw Wrong(path, $"is {Shown(value)}; expected a text");

    /// <summary>What is wrong at a place.</summary>
    public DataFormatException Wrong(string path, string problem) => new(file, -1L, $"{path} {problem}");

    /// <summary>What errors call a kind of argument.</summary>
    public static string WordsFor(string kind) => Words.GetValueOrDefault(kind, $"\"{kind}\"");

    /// <summary>Whether a kind of argument is a word that stands for itself.</summary>
    public static bool IsWord(string kind) => !Words.ContainsKey(kind);

    /// <summary>The beginning of a value.</summary>
    public static string Shown(JsonElement value) => Cut(value.GetRawText());

    /// <summary>The beginning of a text.</summary>
    public static string Cut(string text) => PlainText.Cut(text);

    private static bool Fits(JsonElement value, string kind) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => kind == "flag",
        JsonValueKind.Number => kind is "number" or "integer" or "size",
        JsonValueKind.Array => kind is "size" or "numbers" or "list" or "texts" or "layers",
        JsonValueKind.String => kind == "text" || (!Words.ContainsKey(kind) && value.ValueEquals(kind)),
        _ => false,
    };

    private object ReadAs(string kind, JsonElement value, string path, double min, double max) => kind switch
    {
        "flag" => value.GetBoolean(),
        "number" => Number(value, path, min, max),
        "integer" => Integer(value, path, min, max),
        "size" when value.ValueKind == JsonValueKind.Number => Integer(value, path, min, max),
        "size" when value.GetArrayLength() != 2 =>
            throw Wrong(path, $"is {Shown(value)}; expected {Words["size"]}"),
        "size" => ReadNumbers(value, path, (element, place) => Integer(element, place, min, max)),
        "numbers" when value.GetArrayLength() == 0 => throw Wrong(path, "is []; expected at least one number"),
        "numbers" => ReadNumbers(value, path, (element, place) => Number(element, place, min, max)),
        "list" => ReadNumbers(value, path, (element, place) => Integer(element, place, 1, int.MaxValue)),
        "texts" => ReadTexts(value, path),
        "layers" => readParts(value, path),
        _ => value.GetString()!,
    };

    private double[] ReadNumbers(JsonElement value, string path, Func<JsonElement, string, double> read)
    {
        if (value.GetArrayLength() > MaxNumbers)
            throw Wrong(path, $"is {Shown(value)}; expected at most {MaxNumbers} numbers");
        var numbers = new List<double>();
        foreach (var element in value.EnumerateArray())
            numbers.Add(read(element, $"{path}[{numbers.Count}]"));
        return [.. numbers];
    }

    private string[] ReadTexts(JsonElement value, string path)
    {
        if (value.GetArrayLength() > MaxNumbers)
            throw Wrong(path, $"is {Shown(value)}; expected at most {MaxNumbers} texts");
        return [.. value.EnumerateArray().Select((element, i) => Text(element, $"{path}[{i}]"))];
    }

    /// <summary>A range in words; ends that no one meets are left out.</summary>
    public static string Range(double min, double max)
    {
        string least = min switch
        {
            Argument.MinPositive => "above 0",
            -Argument.Largest => "from -1E+30",
            _ => $"at least {Round(min)}",
        };
        return max == Argument.BelowOne ? $"{least} and below 1" : $"{least} and at most {Round(max)}";
    }

    private static string Round(double number) => number == Math.Floor(number) && Math.Abs(number) < 1e18
        ? number.ToString("F0", CultureInfo.InvariantCulture) : number.ToString("G6", CultureInfo.InvariantCulture);
}
