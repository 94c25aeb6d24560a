using System.Text.Json;

namespace Madaline.Formats;

/// <summary>The JSON header of a safetensors file, checked entry by entry before anything is allocated for it.</summary>
internal static class SafeTensorsHeader
{
    private const int MaxTensors = 100_000;

    internal sealed record Entry(string Name, DType DType, string? HalfKind, Shape Shape, long Start, long End);

    public static string NameOf(DType dtype) => dtype switch
    {
        DType.Float32 => "F32",
        DType.Float64 => "F64",
        DType.Int64 => "I64",
        DType.Int32 => "I32",
        DType.UInt8 => "U8",
        _ => "BOOL",
    };

    public static List<Entry> Parse(byte[] header, string file, long dataLength, out Dictionary<string, string> metadata)
    {
        metadata = [];
        try
        {
            using var document = JsonDocument.Parse(header, new JsonDocumentOptions { MaxDepth = 8 });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new DataFormatException(file, 8L, "the header is no JSON object");
            var entries = new List<Entry>();
            var names = new HashSet<string>();
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Name == "__metadata__")
                {
                    foreach (var text in property.Value.EnumerateObject())
                        metadata[text.Name] = text.Value.GetString() ?? "";
                    continue;
                }

                if (entries.Count == MaxTensors || !names.Add(property.Name))
                    throw new DataFormatException(file, 8L, $"tensor {property.Name} appears twice, or there are more than {MaxTensors}");
                entries.Add(ParseEntry(property, file, dataLength));
            }

            RequireDisjoint(entries, file);
            return entries;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException
            or IndexOutOfRangeException or (FormatException and not DataFormatException))
        {
            throw new DataFormatException(file, 8L, $"the header is not as expected: {e.Message}", e);
        }
    }

    private static Entry ParseEntry(JsonProperty property, string file, long dataLength)
    {
        string kind = property.Value.GetProperty("dtype").GetString() ?? "";
        var (dtype, bytes, half) = kind switch
        {
            "F32" => (DType.Float32, 4, (string?)null),
            "F64" => (DType.Float64, 8, null),
            "I64" => (DType.Int64, 8, null),
            "I32" => (DType.Int32, 4, null),
            "U8" => (DType.UInt8, 1, null),
            "BOOL" => (DType.Bool, 1, null),
            "F16" or "BF16" => (DType.Float32, 2, kind),
            _ => throw new DataFormatException(file, 8L, $"tensor {property.Name} has dtype {kind}; expected F32, F64, F16, BF16, I64, I32, U8 or BOOL"),
        };
        var sizes = new List<int>();
        long elements = 1;
        foreach (var size in property.Value.GetProperty("shape").EnumerateArray())
        {
            if (!size.TryGetInt32(out int value) || value < 0 || sizes.Count == 16)
                throw new DataFormatException(file, 8L, $"tensor {property.Name} has a size of {size}; expected whole numbers of at least 0, at most 16 of them");
            sizes.Add(value);
            elements = value == 0 ? 0 : Math.Min(elements * value, long.MaxValue / int.MaxValue);
        }

        var offsets = property.Value.GetProperty("data_offsets");
        long start = offsets[0].GetInt64(), end = offsets[1].GetInt64();
        if (start < 0 || end < start || end > dataLength || end - start != elements * bytes || elements > int.MaxValue)
        {
            throw new DataFormatException(file, 8L, $"tensor {property.Name} lies at {start} to {end}; expected {elements * bytes} bytes "
                + $"within the {dataLength} bytes of data");
        }

        return new Entry(property.Name, dtype, half, sizes.ToArray(), start, end);
    }

    private static void RequireDisjoint(List<Entry> entries, string file)
    {
        long end = 0;
        foreach (var entry in entries.Where(e => e.End > e.Start).OrderBy(e => e.Start))
        {
            if (entry.Start < end)
                throw new DataFormatException(file, 8L, $"tensor {entry.Name} starts at {entry.Start}, inside the one before it, which ends at {end}");
            end = entry.End;
        }
    }
}
