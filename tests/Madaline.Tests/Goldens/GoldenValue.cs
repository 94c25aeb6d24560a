using System.Globalization;
using System.Text.Json;

namespace Madaline.Tests.Goldens;

/// <summary>Tensors and numbers out of their JSON.</summary>
internal static class GoldenValue
{
    public static Tensor ToTensor(JsonElement json) => ToTensor(json, Enum.Parse<DType>(json.GetProperty("dtype").GetString()!));

    /// <summary>The numbers as another type than the file names: decimal numbers as doubles, say.</summary>
    public static Tensor ToTensor(JsonElement json, DType dtype)
    {
        int[] shape = [.. json.GetProperty("shape").EnumerateArray().Select(x => x.GetInt32())];
        JsonElement[] data = [.. json.GetProperty("data").EnumerateArray()];
        return dtype switch
        {
            DType.Bool => Tensor.From(Array.ConvertAll(data, x => x.GetBoolean()), shape),
            DType.UInt8 => Tensor.From(Array.ConvertAll(data, x => x.GetByte()), shape),
            DType.Int32 => Tensor.From(Array.ConvertAll(data, x => x.GetInt32()), shape),
            DType.Int64 => Tensor.From(Array.ConvertAll(data, x => x.GetInt64()), shape),
            DType.Float32 => Tensor.From(Array.ConvertAll(data, x => (float)ToDouble(x)), shape),
            _ => Tensor.From(Array.ConvertAll(data, ToDouble), shape),
        };
    }

    /// <summary>A number, or one of the names NaN, Infinity and -Infinity.</summary>
    public static double ToDouble(JsonElement json) => json.ValueKind == JsonValueKind.String
        ? double.Parse(json.GetString()!, CultureInfo.InvariantCulture)
        : json.GetDouble();

    public static Scalar ToScalar(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when json.TryGetInt64(out long whole) && !json.GetRawText().Contains('.') => whole,
        _ => ToDouble(json),
    };
}
