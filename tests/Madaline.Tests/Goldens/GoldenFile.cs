using System.Text.Json;

namespace Madaline.Tests.Goldens;

/// <summary>A committed file of values that PyTorch computed; its form is told in tests/goldens/README.md.</summary>
internal sealed class GoldenFile
{
    private GoldenFile(JsonElement root)
    {
        Header = root;
        Cases = [.. root.GetProperty("cases").EnumerateArray().Select(x => new GoldenCase(x))];
    }

    /// <summary>The whole file: what its cases share stands beside them.</summary>
    public JsonElement Header { get; }

    public IReadOnlyList<GoldenCase> Cases { get; }

    /// <summary>Reads <c>goldens/NAME.json</c> beside the test program.</summary>
    public static GoldenFile Load(string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "goldens", name + ".json");
        return new(JsonDocument.Parse(File.ReadAllBytes(path)).RootElement);
    }
}
