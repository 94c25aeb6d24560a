using System.Text.Json;

namespace Madaline.Studio.Views.Tensors;

/// <summary>Devices: which there are, what moving a tensor does, and what the engine says to a mixture.</summary>
internal static class DevicePart
{
    private static readonly string[] Names = ["cpu", "cuda", "mps", "opencl"];

    /// <summary>Writes it, each line as the engine does it now.</summary>
    public static void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("devices");
        foreach (string name in Names)
        {
            bool isThere = Device.IsAvailable(name, out string reason);
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteBoolean("usable", isThere);
            json.WriteString("reason", reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Tensor x = TensorBlock.Starts["2x2"], there = x.To(Device.Meta);
        json.WriteStartArray("lines");
        Line(json, "x.Device", () => x.Device.Name);
        Line(json, "x.To(\"cpu\")", () => ReferenceEquals(x.To("cpu"), x)
            ? "the same tensor: it is there already, and nothing is copied" : "a copy");
        Line(json, "x.To(\"cuda\")", () => x.To("cuda").Device.Name);
        Line(json, "y = x.To(Device.Meta)", () => $"a copy on {there.Device.Name}, shape {there.Shape}");
        Line(json, "y.MatMul(y).Shape", () => $"{there.MatMul(there).Shape}");
        Line(json, "x + y", () => $"{x + there}");
        Line(json, "x.MatMul(y)", () => $"{x.MatMul(there)}");
        Line(json, "y.ToArray<float>()", () => $"{there.ToArray<float>().Length} numbers");
        json.WriteEndArray();
    }

    private static void Line(Utf8JsonWriter json, string code, Func<string> run)
    {
        json.WriteStartObject();
        json.WriteString("code", code);
        try
        {
            json.WriteString("says", run());
        }
        catch (Exception e) when (e is TensorException or DeviceNotAvailableException)
        {
            json.WriteString("error", e.Message);
        }

        json.WriteEndObject();
    }
}
