using System.Text.Json;

namespace Madaline.Recipes;

/// <summary>Writes recipes as JSON, leaving out what is at its default.</summary>
internal static class RecipeWriter
{
    public static void Write(Utf8JsonWriter json, Recipe recipe)
    {
        json.WriteStartObject();
        json.WriteString("name", recipe.Name);
        if (recipe.Description.Length > 0)
            json.WriteString("description", recipe.Description);
        if (recipe.Network is not null)
            json.WriteString("network", recipe.Network);
        WriteUnlessOwn(json, "dataset", recipe.Dataset);
        if (recipe.Holdout is { } holdout)
            json.WriteNumber("holdout", holdout);
        WriteList(json, "transforms", recipe.Transforms);
        if (!recipe.NeedsProgram)
            WriteList(json, "layers", recipe.Layers);
        WriteSpec(json, "loss", recipe.Loss);
        WriteUnlessOwn(json, "optimizer", recipe.Optimizer);
        if (recipe.Schedule is { } schedule)
            WriteSpec(json, "schedule", schedule);
        if (recipe.Sampler is { } sampler)
            WriteSpec(json, "sampler", sampler);
        if (recipe.Network is null)
            WriteCourse(json, recipe);
        if (recipe.ClipNorm is { } norm)
            json.WriteNumber("clip-norm", norm);
        if (recipe.ClipValue is { } value)
            json.WriteNumber("clip-value", value);
        if (recipe.Patience is { } patience)
            json.WriteNumber("patience", patience);
        json.WriteEndObject();
    }

    /// <summary>How long a training by the recipe goes on, which nobody has said of a program's.</summary>
    private static void WriteCourse(Utf8JsonWriter json, Recipe recipe)
    {
        json.WriteNumber("epochs", recipe.Epochs);
        json.WriteNumber("batch", recipe.Batch);
        json.WriteNumber("seed", recipe.Seed);
    }

    private static void WriteUnlessOwn(Utf8JsonWriter json, string name, Spec spec)
    {
        if (spec.Type != Recipe.Own)
            WriteSpec(json, name, spec);
    }

    /// <summary>Writes the list of layers alone.</summary>
    public static void WriteLayers(Utf8JsonWriter json, Recipe recipe) =>
        WriteArray(json, [.. recipe.Layers], layer => WriteSpec(json, null, layer));

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<Spec> specs)
    {
        json.WriteStartArray(name);
        foreach (Spec spec in specs)
            WriteSpec(json, null, spec);
        json.WriteEndArray();
    }

    private static void WriteSpec(Utf8JsonWriter json, string? name, Spec spec)
    {
        if (name is not null)
            json.WritePropertyName(name);
        json.WriteStartObject();
        json.WriteString("type", spec.Type);
        foreach (var (key, value) in spec.Arguments)
        {
            json.WritePropertyName(key);
            WriteValue(json, value);
        }

        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case double number: json.WriteNumberValue(number); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case double[] numbers: WriteArray(json, numbers, json.WriteNumberValue); break;
            case string[] texts: WriteArray(json, texts, json.WriteStringValue); break;
            case Spec[] parts: WriteArray(json, parts, part => WriteSpec(json, null, part)); break;
            default: json.WriteStringValue((string)value); break;
        }
    }

    private static void WriteArray<T>(Utf8JsonWriter json, T[] values, Action<T> write)
    {
        json.WriteStartArray();
        Array.ForEach(values, write);
        json.WriteEndArray();
    }
}
