using System.Text.Json;
using Madaline.Images;
using Madaline.Studio.Views;

namespace Madaline.Studio.Pictures;

/// <summary>Kernels of 3 × 3 to begin with.</summary>
internal static class LabKernels
{
    /// <summary>All of them, by the name that a person reads.</summary>
    public static IReadOnlyDictionary<string, double[]> All { get; } = Make();

    /// <summary>The kernel that a page asks for: its own numbers, or one of these.</summary>
    public static (string Name, double[] Values) Of(ViewArguments arguments)
    {
        if (arguments.Numbers("kernel", 9, 100) is { } own)
            return (All.FirstOrDefault(entry => entry.Value.SequenceEqual(own)).Key ?? "own", own);
        string name = arguments.Text("preset");
        return All.TryGetValue(name, out var values) ? (name, values) : ("sharpen", All["sharpen"]);
    }

    /// <summary>Writes which one is used, and which there are.</summary>
    public static void Write(Utf8JsonWriter json, string name)
    {
        json.WriteString("kernelName", name);
        json.WriteStartArray("kernels");
        foreach (string preset in All.Keys)
            json.WriteStringValue(preset);
        json.WriteEndArray();
    }

    private static OrderedDictionary<string, double[]> Make()
    {
        var all = new OrderedDictionary<string, double[]>
        {
            ["sharpen"] = Of(Filters.Sharpen),
            ["blur"] = [.. Enumerable.Repeat(1 / 9.0, 9)],
            ["as it is"] = [0, 0, 0, 0, 1, 0, 0, 0, 0],
            ["Sobel across"] = Of(Filters.SobelX),
            ["Sobel down"] = Of(Filters.SobelY),
            ["Laplace"] = Of(Filters.Laplacian),
            ["emboss"] = Of(Filters.Emboss),
        };
        foreach (Compass direction in Enum.GetValues<Compass>())
            all.Add($"Kirsch {direction}", Of(Filters.Kirsch(direction)));
        return all;
    }

    private static double[] Of(Tensor filter) => filter.Flatten().To(DType.Float64).ToArray<double>();
}
