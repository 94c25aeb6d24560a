using System.Text.Json;

namespace Madaline.Studio.Views.Tensors;

/// <summary>
/// A small tensor goes through operations chosen as blocks: how each result lies in memory, the tape with gradients,
/// and devices.
/// </summary>
internal sealed class TensorsView() : View("tensors", framesPerSecond: 20)
{
    /// <inheritdoc/>
    public override void Look(
        Moment moment, ViewArguments arguments, Utf8JsonWriter json, List<IReadOnlyList<float>> numbers)
    {
        string part = arguments.Text("part") is "tape" or "devices" ? arguments.Text("part") : "memory";
        json.WriteString("part", part);
        if (part == "devices")
        {
            DevicePart.Write(json);
            return;
        }

        var chain = TensorChain.Of(arguments);
        WriteChain(json, chain);
        if (part == "tape")
            TapePart.Write(chain, arguments, json, numbers);
        else
            MemoryPart.Write(chain, arguments, json, numbers);
    }

    private static void WriteChain(Utf8JsonWriter json, TensorChain chain)
    {
        json.WriteString("start", chain.Start);
        json.WriteStartArray("starts");
        foreach (var (name, tensor) in TensorBlock.Starts)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("shape", tensor.Shape.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("blocks");
        foreach (TensorBlock block in TensorBlock.All)
        {
            json.WriteStartObject();
            json.WriteString("name", block.Name);
            json.WriteString("hint", block.Hint);
            json.WriteString("usual", string.Join(", ", block.Usual));
            json.WriteString("code", block.Code("…"));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("chain", string.Join(';', chain.Steps.Select(step => step.Text)));
        json.WriteNumber("most", TensorChain.MostSteps);
        json.WriteStartArray("values");
        for (int i = 0; i < chain.Values.Count; i++)
        {
            json.WriteStartObject();
            MemoryPart.WriteLayout(json, chain, i);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (chain.Problem is { } problem)
        {
            json.WriteString("refused", problem);
            json.WriteString("refusedCode", $"x{MemoryPart.Subscript(chain.Values.Count - 1)}"
                + chain.Steps[chain.Values.Count - 1].Code);
        }

        json.WriteNumber("steps", chain.Steps.Count);
    }
}
