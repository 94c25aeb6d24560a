using System.Globalization;
using System.Text.Json;
using Madaline.Formats;

namespace Madaline.Training;

/// <summary>Reads recipes from JSON strictly: every key must be known, every value of its kind and range.</summary>
internal sealed class RecipeReader(string file)
{
    private const int MaxLayers = 1000;

    private static readonly string[] Keys =
    [
        "name", "description", "dataset", "holdout", "transforms", "layers", "loss", "optimizer", "schedule", "epochs",
        "batch", "seed",
        "clip-norm", "clip-value", "patience",
    ];

    public Recipe Read(JsonElement root)
    {
        RequireObject(root, "recipe");
        RequireKeys(root, "recipe", Keys);
        return new Recipe
        {
            Name = Text(Required(root, "name"), "name"),
            Description = root.TryGetProperty("description", out var text) ? Text(text, "description") : "",
            Dataset = ReadSpec(Required(root, "dataset"), "dataset", RecipeCatalog.Datasets),
            Holdout = Optional(root, "holdout", double.Epsilon, int.MaxValue),
            Transforms = ReadTransforms(root),
            Layers = ReadList(root, "layers", RecipeCatalog.Layers, required: true),
            Loss = ReadSpec(Required(root, "loss"), "loss", RecipeCatalog.Losses),
            Optimizer = ReadSpec(Required(root, "optimizer"), "optimizer", RecipeCatalog.Optimizers),
            Schedule = root.TryGetProperty("schedule", out var schedule)
                ? ReadSpec(schedule, "schedule", RecipeCatalog.Schedules)
                : null,
            Epochs = Whole(root, "epochs", 1, 1, 1_000_000),
            Batch = Whole(root, "batch", 32, 1, 1 << 24),
            Seed = ReadSeed(root),
            ClipNorm = Optional(root, "clip-norm", double.Epsilon, double.MaxValue),
            ClipValue = Optional(root, "clip-value", double.Epsilon, double.MaxValue),
            Patience = root.TryGetProperty("patience", out _) ? Whole(root, "patience", 1, 1, 1_000_000) : null,
        };
    }

    private List<Spec> ReadList(
        JsonElement root, string key, IReadOnlyDictionary<string, RecipeCatalog.Argument[]> types, bool required)
    {
        if (!root.TryGetProperty(key, out var list) && !required)
            return [];
        list = Required(root, key);
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MaxLayers)
            throw Wrong(key, $"is {Shown(list)}; expected a list of at most {MaxLayers} objects");
        var specs = new List<Spec>();
        foreach (var element in list.EnumerateArray())
            specs.Add(ReadSpec(element, $"{key}[{specs.Count}]", types));
        return specs;
    }

    private List<Spec> ReadTransforms(JsonElement root)
    {
        var specs = ReadList(root, "transforms", RecipeCatalog.Transforms, required: false);
        for (int i = 0; i < specs.Count; i++)
        {
            try
            {
                TransformSteps.Build(specs[i], classes: 1);
            }
            catch (ArgumentException e)
            {
                throw Wrong($"transforms[{i}]", $"({specs[i].Type}) cannot be: {TransformSteps.Explain(e)}");
            }
        }

        return specs;
    }

    private Spec ReadSpec(JsonElement element, string path, IReadOnlyDictionary<string, RecipeCatalog.Argument[]> types)
    {
        if (element.ValueKind == JsonValueKind.String)
            return Complete(new Spec(KnownType(Text(element, path), path, types)), path, types);
        RequireObject(element, path);
        string type = KnownType(Text(Required(element, "type", path), $"{path}.type"), path, types);
        RequireKeys(element, path, [.. types[type].Select(a => a.Name), "type"]);
        var arguments = new Dictionary<string, object>();
        foreach (var argument in types[type])
        {
            if (element.TryGetProperty(argument.Name, out var value))
                arguments[argument.Name] = ReadArgument(value, $"{path}.{argument.Name}", argument);
        }

        return Complete(new Spec(type, arguments), path, types);
    }

    private Spec Complete(Spec spec, string path, IReadOnlyDictionary<string, RecipeCatalog.Argument[]> types)
    {
        foreach (var argument in types[spec.Type])
        {
            if (argument.Required && !spec.Arguments.ContainsKey(argument.Name))
                throw Wrong(path, $"({spec.Type}) needs \"{argument.Name}\"");
        }

        return spec;
    }

    private string KnownType(string type, string path, IReadOnlyDictionary<string, RecipeCatalog.Argument[]> types) =>
        types.ContainsKey(type) ? type : throw Wrong(path, $"has the unknown type \"{Cut(type)}\"; "
            + $"expected one of {string.Join(", ", types.Keys)}");

    private object ReadArgument(JsonElement value, string path, RecipeCatalog.Argument argument) => argument.Kind switch
    {
        "flag" => value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw Wrong(path, $"is {Shown(value)}; expected true or false"),
        "text" => Text(value, path),
        "list" => ReadNumbers(value, path),
        "number|list" when value.ValueKind == JsonValueKind.Array => ReadNumberList(value, path, argument),
        "size" when value.ValueKind == JsonValueKind.Array => ReadSize(value, path, argument),
        "whole|classes" when value.ValueKind == JsonValueKind.String =>
            Text(value, path) == "classes" ? "classes" : throw Wrong(path, $"is {Shown(value)}; "
                + $"expected a whole number or \"classes\""),
        "number" or "number|list" => Number(value, path, argument.Min, argument.Max),
        _ => WholeNumber(value, path, argument.Min, argument.Max),
    };

    private double[] ReadNumbers(JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > MaxLayers)
            throw Wrong(path, $"is {Shown(value)}; expected a list of whole numbers");
        var numbers = new List<double>();
        foreach (var element in value.EnumerateArray())
            numbers.Add(WholeNumber(element, $"{path}[{numbers.Count}]", 1, int.MaxValue));
        return [.. numbers];
    }

    private double[] ReadNumberList(JsonElement value, string path, RecipeCatalog.Argument argument)
    {
        if (value.GetArrayLength() is 0 or > MaxLayers)
            throw Wrong(path, $"is {Shown(value)}; expected a number, or a list of 1 to {MaxLayers} numbers");
        return [.. value.EnumerateArray().Select((element, i) => Number(element, $"{path}[{i}]", argument.Min, argument.Max))];
    }

    private double[] ReadSize(JsonElement value, string path, RecipeCatalog.Argument argument)
    {
        if (value.GetArrayLength() != 2)
            throw Wrong(path, $"is {Shown(value)}; expected a whole number, or two: [height, width]");
        return [.. value.EnumerateArray().Select((element, i) => WholeNumber(element, $"{path}[{i}]", argument.Min,
            argument.Max))];
    }

    private double Number(JsonElement value, string path, double min, double max)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out double number) || !(number >= min
            && number <= max))
        {
            string range = min == double.Epsilon ? "above 0" : min == double.MinValue ? "" : $"at least {Round(min)}";
            string top = max switch
            {
                double.MaxValue or int.MaxValue => "",
                RecipeCatalog.BelowOne => " and below 1",
                _ => $" and at most {Round(max)}",
            };
            throw Wrong(path, $"is {Shown(value)}; expected a number {range}{top}".TrimEnd());
        }

        return number;
    }

    private double WholeNumber(JsonElement value, string path, double min, double max)
    {
        double number = Number(value, path, min, max);
        return number == Math.Floor(number) ? number : throw Wrong(path, $"is {Shown(value)}; expected a whole number");
    }

    private int Whole(JsonElement root, string key, int otherwise, int min, int max) =>
        root.TryGetProperty(key, out var value) ? (int)WholeNumber(value, key, min, max) : otherwise;

    private double? Optional(JsonElement root, string key, double min, double max) =>
        root.TryGetProperty(key, out var value) ? Number(value, key, min, max) : null;

    private ulong ReadSeed(JsonElement root)
    {
        if (!root.TryGetProperty("seed", out var value))
            return 1;
        return value.ValueKind == JsonValueKind.Number && value.TryGetUInt64(out ulong seed) ? seed
            : throw Wrong("seed", $"is {Shown(value)}; expected a whole number from 0 to 2⁶⁴ − 1");
    }

    private string Text(JsonElement value, string path) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong(path, $"is {Shown(value)}; "
            + $"expected a text");

    private JsonElement Required(JsonElement element, string key, string path = "recipe") =>
        element.TryGetProperty(key, out var value) ? value : throw Wrong(path, $"lacks \"{key}\"");

    private void RequireObject(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw Wrong(path, $"is {Shown(element)}; expected an object in braces");
    }

    private void RequireKeys(JsonElement element, string path, IReadOnlyCollection<string> known)
    {
        var seen = new HashSet<string>();
        foreach (var property in element.EnumerateObject())
        {
            if (!known.Contains(property.Name))
                throw Wrong(path, $"has the unknown key \"{Cut(property.Name)}\"; expected {string.Join(", ", known)}");
            if (!seen.Add(property.Name))
                throw Wrong(path, $"has the key \"{property.Name}\" twice");
        }
    }

    private DataFormatException Wrong(string path, string problem) => new(file, -1L, $"{path} {problem}");

    private static string Shown(JsonElement value) => Cut(value.GetRawText());

    private static string Cut(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static string Round(double number) => number.ToString("G6", CultureInfo.InvariantCulture);
}
