using System.Text.Json;
using Madaline.Formats;

namespace Madaline.Recipes;

/// <summary>Reads recipes from JSON strictly: every key must be known, every value of its kind and range.</summary>
internal sealed class RecipeReader
{
    private const int MaxParts = 1000, MaxDepth = 4;

    private static readonly string[] Keys =
    [
        "name", "description", "network", "dataset", "holdout", "transforms", "layers", "loss", "optimizer",
        "schedule", "sampler", "epochs", "batch", "seed", "clip-norm", "clip-value", "patience",
    ];

    private readonly RecipeArguments _values;
    private int _depth, _parts;

    /// <param name="file">What to call the recipe in errors.</param>
    public RecipeReader(string file) => _values = new RecipeArguments(file, ReadNested);

    public Recipe Read(JsonElement root)
    {
        RequireObject(root, "recipe");
        RequireKeys(root, "recipe", Keys);
        string? network = root.TryGetProperty("network", out var own) ? _values.Text(own, "network") : null;
        bool isOwn = network is not null;
        return new Recipe
        {
            Name = _values.Text(Required(root, "name"), "name"),
            Description = root.TryGetProperty("description", out var text) ? _values.Text(text, "description") : "",
            Network = network,
            Dataset = isOwn && !root.TryGetProperty("dataset", out _) ? new Spec(Recipe.Own)
                : ReadDataset(Required(root, "dataset"), "dataset"),
            Holdout = ReadHoldout(root),
            Transforms = root.TryGetProperty("transforms", out var transforms) ? ReadTransforms(transforms) : [],
            Layers = isOwn && !root.TryGetProperty("layers", out _) ? []
                : ReadLayers(Required(root, "layers")),
            Loss = ReadSpec(Required(root, "loss"), "loss", RecipeCatalog.Losses),
            Optimizer = isOwn && !root.TryGetProperty("optimizer", out _) ? new Spec(Recipe.Own)
                : ReadSpec(Required(root, "optimizer"), "optimizer", RecipeCatalog.Optimizers),
            Schedule = root.TryGetProperty("schedule", out var schedule)
                ? ReadSpec(schedule, "schedule", RecipeCatalog.Schedules)
                : null,
            Sampler = root.TryGetProperty("sampler", out var sampler)
                ? ReadSpec(sampler, "sampler", RecipeCatalog.Samplers)
                : null,
            Epochs = Integer(root, "epochs", 1, 1, 1_000_000),
            Batch = Integer(root, "batch", 32, 1, 1 << 24),
            Seed = ReadSeed(root),
            ClipNorm = Optional(root, "clip-norm", Argument.MinPositive, Argument.Largest),
            ClipValue = Optional(root, "clip-value", Argument.MinPositive, Argument.Largest),
            Patience = root.TryGetProperty("patience", out _) ? Integer(root, "patience", 1, 1, 1_000_000) : null,
        };
    }

    /// <summary>Reads a recipe's list of layers alone.</summary>
    public IReadOnlyList<Spec> ReadLayers(JsonElement list) => ReadList(list, "layers", RecipeCatalog.Layers);

    private Spec[] ReadNested(JsonElement list, string path)
    {
        if (_depth == MaxDepth)
            throw _values.Wrong(path, $"is a list in a list in a list …; expected at most {MaxDepth} of them");
        _depth++;
        Spec[] parts = ReadList(list, path, RecipeCatalog.Layers);
        _depth--;
        return parts;
    }

    private Spec[] ReadList<T>(JsonElement list, string path, Catalog<T> types) where T : CatalogEntry
    {
        if (list.ValueKind != JsonValueKind.Array || (_parts += list.GetArrayLength()) > MaxParts)
            throw _values.Wrong(path, $"is {RecipeArguments.Shown(list)}; expected a list, and at most {MaxParts} "
                + "objects in all of them");
        var specs = new List<Spec>();
        foreach (var element in list.EnumerateArray())
            specs.Add(ReadSpec(element, $"{path}[{specs.Count}]", types));
        return [.. specs];
    }

    private Spec[] ReadTransforms(JsonElement list)
    {
        Spec[] specs = ReadList(list, "transforms", RecipeCatalog.Transforms);
        for (int i = 0; i < specs.Length; i++)
        {
            try
            {
                RecipeCatalog.Transforms[specs[i].Type].Build(specs[i], 1);
            }
            catch (ArgumentException e)
            {
                throw _values.Wrong($"transforms[{i}]",
                    $"({specs[i].Type}) cannot be: {TransformSteps.Explain(e, specs[i].Type)}");
            }
        }

        return specs;
    }

    private Spec ReadSpec<T>(JsonElement element, string path, Catalog<T> types) where T : CatalogEntry
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            T named = KnownType(element, path, types);
            return Complete(new Spec(named.Name), path, named);
        }

        RequireObject(element, path);
        T type = KnownType(Required(element, "type", path), path, types);
        RequireKeys(element, path, [.. type.Arguments.Select(a => a.Name), "type"]);
        var arguments = new Dictionary<string, object>();
        foreach (var argument in type.Arguments)
        {
            if (element.TryGetProperty(argument.Name, out var value))
                arguments[argument.Name] = _values.Read(value, $"{path}.{argument.Name}", argument);
        }

        return Complete(new Spec(type.Name, arguments), path, type);
    }

    /// <summary>A data set: its own catalog knows what it takes, here every value need only be of some kind.</summary>
    private Spec ReadDataset(JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.String)
            return new Spec(_values.Text(element, path));
        RequireObject(element, path);
        RequireKeys(element, path, [.. element.EnumerateObject().Select(property => property.Name)]);
        var arguments = new Dictionary<string, object>();
        foreach (var property in element.EnumerateObject().Where(property => property.Name != "type"))
            arguments[property.Name] = _values.ReadAny(property.Value, $"{path}.{RecipeArguments.Cut(property.Name)}");
        return new Spec(_values.Text(Required(element, "type", path), $"{path}.type"), arguments);
    }

    private Spec Complete(Spec spec, string path, CatalogEntry type)
    {
        foreach (var argument in type.Arguments)
        {
            if (argument.Required && !spec.Arguments.ContainsKey(argument.Name))
                throw _values.Wrong(path, $"({spec.Type}) needs \"{argument.Name}\"");
        }

        return spec;
    }

    private T KnownType<T>(JsonElement name, string path, Catalog<T> types) where T : CatalogEntry
    {
        string type = _values.Text(name, $"{path}.type");
        return types.Find(type) ?? throw _values.Wrong(path, "has the unknown type "
            + $"\"{RecipeArguments.Cut(type)}\".{NearestName.Hint(type, types.Names)} Expected one of "
            + string.Join(", ", types.Names));
    }

    private int Integer(JsonElement root, string key, int otherwise, int min, int max) =>
        root.TryGetProperty(key, out var value) ? (int)_values.Integer(value, key, min, max) : otherwise;

    private double? Optional(JsonElement root, string key, double min, double max) =>
        root.TryGetProperty(key, out var value) ? _values.Number(value, key, min, max) : null;

    private double? ReadHoldout(JsonElement root)
    {
        if (Optional(root, "holdout", Argument.MinPositive, int.MaxValue) is not { } holdout)
            return null;
        return holdout < 1 || holdout == Math.Floor(holdout) ? holdout
            : throw _values.Wrong("holdout", $"is {RecipeArguments.Shown(root.GetProperty("holdout"))}; expected a "
                + "fraction above 0 and below 1, or an integer of samples");
    }

    private ulong ReadSeed(JsonElement root)
    {
        if (!root.TryGetProperty("seed", out var value))
            return 1;
        return value.ValueKind == JsonValueKind.Number && value.TryGetUInt64(out ulong seed) ? seed
            : throw _values.Wrong("seed", $"is {RecipeArguments.Shown(value)}; "
                + "expected an integer from 0 to 2⁶⁴ − 1");
    }

    private JsonElement Required(JsonElement element, string key, string path = "recipe") =>
        element.TryGetProperty(key, out var value) ? value : throw _values.Wrong(path, $"lacks \"{key}\"");

    private void RequireObject(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw _values.Wrong(path, $"is {RecipeArguments.Shown(element)}; expected an object in braces");
    }

    private void RequireKeys(JsonElement element, string path, IReadOnlyCollection<string> known)
    {
        var seen = new HashSet<string>();
        foreach (var property in element.EnumerateObject())
        {
            if (!known.Contains(property.Name))
                throw _values.Wrong(path, $"has the unknown key \"{RecipeArguments.Cut(property.Name)}\"."
                    + $"{NearestName.Hint(property.Name, known)} Expected {string.Join(", ", known)}");
            if (!seen.Add(property.Name))
                throw _values.Wrong(path, $"has the key \"{property.Name}\" twice");
        }
    }
}
