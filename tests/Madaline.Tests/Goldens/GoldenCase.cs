using System.Text.Json;

namespace Madaline.Tests.Goldens;

/// <summary>One case: what went into PyTorch and what came out.</summary>
internal sealed class GoldenCase(JsonElement json)
{
    public JsonElement Json => json;

    public string Op => json.GetProperty("op").GetString()!;

    /// <summary>What differences and tolerances are listed under: <c>op/case</c>.</summary>
    public string Name => $"{Op}/{json.GetProperty("case").GetString()}";

    public bool Throws => json.TryGetProperty("throws", out _);

    public GoldenArguments Arguments => new(json.GetProperty("args"));

    public Tensor[] Inputs => Tensors("inputs");

    /// <summary>The expected results, whether one or several.</summary>
    public Tensor[] Outputs => json.TryGetProperty("output", out var one)
        ? [GoldenValue.ToTensor(one)]
        : Tensors("outputs");

    /// <summary>What arrives at the outputs in backward; none where the op has no gradient.</summary>
    public Tensor[] OutputGradients => !json.TryGetProperty("dy", out var dy) ? []
        : dy.ValueKind == JsonValueKind.Array ? Tensors("dy") : [GoldenValue.ToTensor(dy)];

    /// <summary>The expected gradient of each input, null where there is none.</summary>
    public Tensor?[] InputGradients =>
        [.. json.GetProperty("grads").EnumerateArray().Select(ToTensorOrNone)];

    public string Text(string property) => json.GetProperty(property).GetString()!;

    private static Tensor? ToTensorOrNone(JsonElement x) =>
        x.ValueKind == JsonValueKind.Null ? null : GoldenValue.ToTensor(x);

    private Tensor[] Tensors(string property) =>
        [.. json.GetProperty(property).EnumerateArray().Select(GoldenValue.ToTensor)];
}

/// <summary>The named arguments of a call.</summary>
internal sealed class GoldenArguments(JsonElement json)
{
    public GoldenArguments(string text) : this(JsonDocument.Parse(text).RootElement)
    {
    }

    public bool Has(string name) => json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>A number as Python has it: whole without a point, floating with one.</summary>
    public Scalar Number(string name) => GoldenValue.ToScalar(json.GetProperty(name));

    public Scalar? NumberOrNone(string name) => Has(name) ? Number(name) : null;

    public double Double(string name, double otherwise = double.NaN) => Has(name) ? Number(name).Double : otherwise;

    public int Int(string name, int otherwise = 0) => Has(name) ? json.GetProperty(name).GetInt32() : otherwise;

    public double[] Doubles(string name) => [.. json.GetProperty(name).EnumerateArray().Select(GoldenValue.ToDouble)];

    /// <summary>A list of integers, or the only one; none where the argument is null.</summary>
    public int[] Ints(string name) => !Has(name) ? []
        : IsList(name) ? [.. json.GetProperty(name).EnumerateArray().Select(x => x.GetInt32())] : [Int(name)];

    public bool IsList(string name) => json.GetProperty(name).ValueKind == JsonValueKind.Array;

    public bool Flag(string name) => Has(name) && json.GetProperty(name).GetBoolean();

    public string Text(string name) => json.GetProperty(name).GetString()!;

    public DType DType(string name) => Enum.Parse<DType>(Text(name));
}
