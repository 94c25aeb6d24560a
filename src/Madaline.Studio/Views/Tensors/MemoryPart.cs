using System.Text.Json;
using Madaline.Studio.Formulas;

namespace Madaline.Studio.Views.Tensors;

/// <summary>One value of a chain: how it lies in memory, and what was stretched to make it.</summary>
internal static class MemoryPart
{
    /// <summary>Writes the value that is looked at.</summary>
    public static void Write(
        TensorChain chain, ViewArguments arguments, Utf8JsonWriter json, List<IReadOnlyList<float>> numbers)
    {
        int value = arguments.Integer("value", chain.Values.Count, chain.Values.Count - 1);
        Tensor x = chain.Values[value];
        int cell = arguments.Integer("cell", x.Elements), memory = chain.MemoryOf(value);
        json.WriteNumber("value", value);
        json.WriteNumber("cell", cell);
        int[] reads = TensorChain.Reads(x);
        float[] cells = chain.Cells(value);
        json.WriteNumber("memory", memory);
        json.WriteNumber("cells", cells.Length);
        json.WriteNumber("elements", x.Elements);
        numbers.Add(x.Detach().ToArray<float>());
        numbers.Add([.. reads.Select(number => (float)number)]);
        numbers.Add(cells);
        if (reads.Length > 0)
            WriteIndex(json, x, cell, reads[cell]);
        if (value > 0 && chain.Steps[value - 1].Block is { Partner: { } name, Name: not "matmul" })
            WriteStretched(json, chain.Values[value - 1], name, x, value, numbers);
    }

    /// <summary>Writes what a tensor is: sizes, strides, and whose memory it has.</summary>
    public static void WriteLayout(Utf8JsonWriter json, TensorChain chain, int value)
    {
        Tensor x = chain.Values[value];
        json.WriteString("name", $"x{Subscript(value)}");
        json.WriteString("code", value == 0 ? "start" : $"x{Subscript(value - 1)}{chain.Steps[value - 1].Code}");
        Write(json, "shape", x.Shape);
        Write(json, "strides", x.Stride());
        json.WriteNumber("offset", x.StorageOffset);
        json.WriteBoolean("contiguous", x.IsContiguous);
        json.WriteString("kind", value == 0 ? "given" : ReferenceEquals(x, chain.Values[value - 1]) ? "the same tensor"
            : x.SharesMemoryWith(chain.Values[value - 1]) ? "a view" : "new memory");
    }

    /// <summary>Writes integers as a list.</summary>
    public static void Write(Utf8JsonWriter json, string name, IEnumerable<int> values)
    {
        json.WriteStartArray(name);
        foreach (int value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    /// <summary>Digits below the line.</summary>
    public static string Subscript(int value) => string.Concat($"{value}".Select(digit => "₀₁₂₃₄₅₆₇₈₉"[digit - '0']));

    /// <summary>Offset plus each index times its stride.</summary>
    private static void WriteIndex(Utf8JsonWriter json, Tensor x, int cell, int read)
    {
        int[] position = TensorChain.Position(x.Shape, cell), strides = x.Stride();
        List<Formula> parts = [Formula.Integer(x.StorageOffset)];
        for (int d = 0; d < position.Length; d++)
        {
            parts.Add(LongSum.Plus(Formula.Row(
                Formula.Integer(position[d]), Formula.Sign("·"), Formula.Integer(strides[d]))));
        }

        parts.Add(Formula.Behind("=", Formula.Integer(read)));
        json.WriteFormulas("index", parts);
        Write(json, "position", position);
    }

    /// <summary>Both operands in the result's shape, and which of their elements are only read again.</summary>
    private static void WriteStretched(Utf8JsonWriter json, Tensor left, string name, Tensor result, int value,
        List<IReadOnlyList<float>> numbers)
    {
        Tensor right = TensorBlock.Partners[name];
        json.WriteStartArray("stretched");
        foreach (var (label, x) in new[] { ($"x{Subscript(value - 1)}", left.Detach()), (name, right) })
        {
            Tensor wide = x.Expand(result.Shape.AsSpan());
            json.WriteStartObject();
            json.WriteString("name", label);
            Write(json, "shape", x.Shape);
            Write(json, "strides", wide.Stride());
            json.WriteBoolean("grows", !x.Shape.Equals(result.Shape));
            json.WriteEndObject();
            numbers.Add(wide.ToArray<float>());
            int[] strides = wide.Stride();
            numbers.Add([.. Enumerable.Range(0, wide.Elements).Select(i =>
                TensorChain.Position(wide.Shape, i).Zip(strides).Any(at => at is (> 0, 0)) ? 1f : 0f)]);
        }

        json.WriteEndArray();
    }
}
