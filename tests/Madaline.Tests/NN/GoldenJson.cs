using System.Text.Json;

namespace Madaline.Tests.NN;

/// <summary>Reads the golden files that real PyTorch made (tests/goldens/README.md), and compares with them.</summary>
internal static class GoldenJson
{
    /// <summary>The cases of a file.</summary>
    public static JsonElement[] Cases(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "goldens", file)));
        return [.. document.RootElement.GetProperty("cases").Clone().EnumerateArray()];
    }

    /// <summary>The cases of a file by a kind and a name, for a theory.</summary>
    public static TheoryData<string, string> Names(string file, string kind, params string[] only)
    {
        var names = new TheoryData<string, string>();
        foreach (var one in Cases(file))
        {
            string of = one.GetProperty(kind).GetString()!;
            if (only.Length == 0 || only.Contains(of))
                names.Add(of, one.GetProperty("case").GetString()!);
        }

        return names;
    }

    public static Tensor Tensor(JsonElement element)
    {
        int[] shape = [.. element.GetProperty("shape").EnumerateArray().Select(e => e.GetInt32())];
        var data = element.GetProperty("data").EnumerateArray();
        return Enum.Parse<DType>(element.GetProperty("dtype").GetString()!) switch
        {
            DType.Float32 => Madaline.Tensor.From<float>([.. data.Select(e => (float)Number(e))], shape),
            DType.Float64 => Madaline.Tensor.From<double>([.. data.Select(Number)], shape),
            DType.Bool => Madaline.Tensor.From<bool>([.. data.Select(e => e.GetBoolean())], shape),
            var dtype => Madaline.Tensor.From<long>([.. data.Select(e => e.GetInt64())], shape).To(dtype),
        };
    }

    /// <summary>The tensor of a property, or null when it is absent or null.</summary>
    public static Tensor? Optional(JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.Object ? Tensor(value) : null;

    public static double Number(JsonElement element) => element.ValueKind == JsonValueKind.String
        ? element.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            var text => throw new FormatException(text),
        }
        : element.GetDouble();

    /// <summary>Same shape, same dtype, and numbers within torch.testing's default tolerances.</summary>
    public static void AssertClose(Tensor expected, Tensor? actual, string what, double more = 0)
    {
        Assert.True(actual is not null, $"{what}: there is none");
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.Equal(expected.DType, actual.DType);
        bool single = expected.DType == DType.Float32;
        double[] wanted = expected.To(DType.Float64).ToArray<double>(), found = actual.To(DType.Float64).ToArray<double>();
        for (int i = 0; i < wanted.Length; i++)
        {
            double tolerance = more + (single ? 1e-5 : 1e-7) + ((single ? 1.3e-6 : 1e-7) * Math.Abs(wanted[i]));
            bool close = wanted[i].Equals(found[i]) || Math.Abs(wanted[i] - found[i]) <= tolerance;
            Assert.True(close, $"{what}, element {i}: {found[i]:R}; expected {wanted[i]:R}");
        }
    }
}
