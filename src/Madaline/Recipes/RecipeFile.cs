using System.Reflection;
using System.Text;
using System.Text.Json;
using Madaline.Formats;

namespace Madaline.Recipes;

/// <summary>Recipes as JSON: the embedded ones, and files of the user's own.</summary>
public static class RecipeFile
{
    private const int MaxBytes = 1 << 16;
    private const string Prefix = "recipes/";

    /// <summary>Names of the embedded recipes, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. typeof(RecipeFile).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix,
            StringComparison.Ordinal)).Select(n => n[Prefix.Length..]).Order()];

    /// <summary>The JSON text of an embedded recipe: something to start from.</summary>
    /// <exception cref="ArgumentException">There is no such recipe; the message lists those there are.</exception>
    public static string Text(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + name)
            ?? throw new ArgumentException($"recipe: there is no recipe {RecipeArguments.Cut(name)}."
                + $"{NearestName.Hint(name, Names)} Known are {string.Join(", ", Names)}; or give the path of a .json "
                + "file.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>An embedded recipe, or the one in a file when the name ends in .json.</summary>
    /// <exception cref="ArgumentException">There is no such recipe.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataFormatException">The file is no valid recipe; the message says where and why.</exception>
    public static Recipe Load(string nameOrPath)
    {
        if (!nameOrPath.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            return Parse(Encoding.UTF8.GetBytes(Text(nameOrPath)), nameOrPath);
        return Read(nameOrPath);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="DataFormatException">The file is no valid recipe.</exception>
    public static Recipe Read(string path)
    {
        if (!Path.Exists(path))
            throw new FileNotFoundException($"recipe: there is no file {path}. "
                + "RecipeFile.Text gives one to start from.", path);
        return Parse(InputFile.ReadAll(path, MaxBytes, "a recipe"), path);
    }

    /// <summary>Reads JSON bytes.</summary>
    /// <param name="json">UTF-8, at most 64 KiB; comments and trailing commas are allowed.</param>
    /// <param name="name">What to call them in errors.</param>
    /// <exception cref="DataFormatException">They are no valid recipe.</exception>
    public static Recipe Parse(ReadOnlyMemory<byte> json, string name) =>
        Parse(json, name, (reader, root) => reader.Read(root));

    /// <summary>A recipe with other layers, read as strictly as a whole recipe.</summary>
    /// <param name="recipe">The recipe; its name is what errors call it.</param>
    /// <param name="layers">A list of layers as JSON: what stands behind <c>"layers":</c> in a recipe.</param>
    /// <exception cref="DataFormatException">It is no valid list of layers; the message is that of a recipe that held
    /// it.</exception>
    public static Recipe WithLayers(Recipe recipe, string layers)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(layers);
        return recipe with
        {
            Layers = Parse(Encoding.UTF8.GetBytes(layers), recipe.Name, (reader, root) => reader.ReadLayers(root)),
        };
    }

    /// <summary>A recipe's list of layers as JSON text, which <see cref="WithLayers"/> reads.</summary>
    /// <param name="recipe">The recipe.</param>
    public static string FormatLayers(Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return Format(indented: false, json => RecipeWriter.WriteLayers(json, recipe));
    }

    private static T Parse<T>(ReadOnlyMemory<byte> json, string name, Func<RecipeReader, JsonElement, T> read)
    {
        if (json.Length > MaxBytes)
            throw new DataFormatException(name, -1L, $"a recipe has at most {MaxBytes} bytes; "
                + $"this one has {json.Length}");
        if (json.Span.StartsWith("\uFEFF"u8))
            json = json[3..];
        try
        {
            var options = new JsonDocumentOptions
            {
                CommentHandling = JsonCommentHandling.Skip,
                AllowTrailingCommas = true,
                MaxDepth = 64
            };
            using var document = JsonDocument.Parse(json, options);
            return read(new RecipeReader(name), document.RootElement);
        }
        catch (JsonException e)
        {
            throw new DataFormatException(name, (int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1,
                $"not valid JSON: {e.Message.Split(" LineNumber:", 2)[0]}", e);
        }
        catch (InvalidOperationException e) when (e is not TensorException)
        {
            throw new DataFormatException(name, -1L, $"holds text that is no valid UTF-16: {e.Message}", e);
        }
    }

    /// <summary>A recipe as JSON text.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="indented">On many lines, the last one ended; otherwise on one, not ended.</param>
    public static string Format(Recipe recipe, bool indented = true) =>
        Format(indented, json => RecipeWriter.Write(json, recipe));

    private static string Format(bool indented, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions
        {
            Indented = indented,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping
        }))
            write(json);
        return Encoding.UTF8.GetString(buffer.ToArray()) + (indented ? "\n" : "");
    }
}
