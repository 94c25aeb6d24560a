using System.Text.Json;

namespace Madaline.Formats;

/// <summary>
/// The JSON header of a safetensors file, checked entry by entry before anything is allocated for it.
/// </summary>
internal sealed class SafeTensorsHeader
{
    public const string MetadataKey = "__metadata__";

    private readonly string _file;
    private readonly long _dataLength;
    private readonly HashSet<string> _names = [];

    private SafeTensorsHeader(string file, long dataLength) => (_file, _dataLength) = (file, dataLength);

    internal sealed record Entry(string Name, DType DType, string? HalfKind, Shape Shape, long Start, long End);

    /// <summary>The tensors in the header's order.</summary>
    public List<Entry> Entries { get; } = [];

    /// <summary>The header's free text.</summary>
    public Dictionary<string, string> Metadata { get; } = [];

    public static string NameOf(DType dtype) => dtype switch
    {
        DType.Float32 => "F32",
        DType.Float64 => "F64",
        DType.Int64 => "I64",
        DType.Int32 => "I32",
        DType.UInt8 => "U8",
        _ => "BOOL",
    };

    /// <summary>Reads and checks a header.</summary>
    /// <param name="json">Its bytes.</param>
    /// <param name="file">What to call the file in errors.</param>
    /// <param name="dataLength">Bytes behind the header, all of which the tensors must cover.</param>
    public static SafeTensorsHeader Parse(ReadOnlySpan<byte> json, string file, long dataLength)
    {
        var header = new SafeTensorsHeader(file, dataLength);
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 8 });
            header.Read(ref reader);
            header.RequireCovered();
            return header;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw header.Wrong($"the header is not as expected: {e.Message}", e);
        }
    }

    private void Read(ref Utf8JsonReader reader)
    {
        Enter(ref reader, JsonTokenType.StartObject, "the header");
        while (Advance(ref reader) == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (!_names.Add(name))
                throw Wrong($"the name {Shown(name)} appears twice");
            if (name == MetadataKey)
                ReadMetadata(ref reader);
            else
                Entries.Add(ReadEntry(ref reader, name));
        }

        reader.Read();
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        Enter(ref reader, JsonTokenType.StartObject, MetadataKey);
        while (Advance(ref reader) == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            Enter(ref reader, JsonTokenType.String, $"{MetadataKey}.{Shown(key)}");
            if (!Metadata.TryAdd(key, reader.GetString()!))
                throw Wrong($"the metadata has {Shown(key)} twice");
        }
    }

    private Entry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        Enter(ref reader, JsonTokenType.StartObject, $"tensor {Shown(name)}");
        string? kind = null;
        int[]? shape = null;
        long[]? offsets = null;
        while (Advance(ref reader) == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            if (key == "dtype" && kind is null)
            {
                Enter(ref reader, JsonTokenType.String, $"the dtype of tensor {Shown(name)}");
                kind = reader.GetString()!;
            }
            else if (key == "shape" && shape is null)
            {
                long[] sizes = ReadNumbers(ref reader, $"the shape of tensor {Shown(name)}", int.MaxValue);
                shape = Array.ConvertAll(sizes, size => (int)size);
            }
            else if (key == "data_offsets" && offsets is null)
                offsets = ReadNumbers(ref reader, $"the data_offsets of tensor {Shown(name)}", long.MaxValue);
            else
                throw Wrong($"tensor {Shown(name)} has {Shown(key)}; expected dtype, shape and data_offsets, each "
                    + "once");
        }

        if (kind is null || shape is null || offsets is not [long start, long end])
            throw Wrong($"tensor {Shown(name)} lacks its dtype, its shape or its two data_offsets");
        return Checked(name, kind, shape, start, end);
    }

    private Entry Checked(string name, string kind, int[] shape, long start, long end)
    {
        var (dtype, bytes, half) = kind switch
        {
            "F32" => (DType.Float32, 4, (string?)null),
            "F64" => (DType.Float64, 8, null),
            "I64" => (DType.Int64, 8, null),
            "I32" => (DType.Int32, 4, null),
            "U8" => (DType.UInt8, 1, null),
            "BOOL" => (DType.Bool, 1, null),
            "F16" or "BF16" => (DType.Float32, 2, kind),
            _ => throw Wrong($"tensor {Shown(name)} has dtype {Shown(kind)}; expected F32, F64, F16, BF16, I64, I32, "
                + "U8 or BOOL"),
        };
        long elements = 1, stride = 1;
        foreach (int size in shape)
        {
            (elements, stride) = (elements * size, stride * Math.Max(1, size));
            if (stride > int.MaxValue)
                throw Wrong($"tensor {Shown(name)} is [{string.Join(", ", shape)}]; expected at most {int.MaxValue} "
                    + "elements");
        }

        if (end < start || end > _dataLength || end - start != elements * bytes)
        {
            throw Wrong($"tensor {Shown(name)} lies at {start} to {end}; expected {elements * bytes} bytes "
                + $"within the {_dataLength} bytes of data");
        }

        return new Entry(name, dtype, half, shape, start, end);
    }

    /// <summary>A list of at most 16 integers from 0.</summary>
    private long[] ReadNumbers(ref Utf8JsonReader reader, string what, long max)
    {
        Enter(ref reader, JsonTokenType.StartArray, what);
        Span<long> numbers = stackalloc long[16];
        int count = 0;
        while (Advance(ref reader) != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number)
                || number < 0 || number > max || count == numbers.Length)
                throw Wrong($"{what} holds something else than integers from 0 to {max}, at most "
                    + $"{numbers.Length} of them");
            numbers[count++] = number;
        }

        return numbers[..count].ToArray();
    }

    private static string Shown(string text) => PlainText.Cut(text);

    private void Enter(ref Utf8JsonReader reader, JsonTokenType wanted, string what)
    {
        if (Advance(ref reader) != wanted)
            throw Wrong($"{what} is {reader.TokenType}; expected {wanted}");
    }

    private static JsonTokenType Advance(ref Utf8JsonReader reader) =>
        reader.Read() ? reader.TokenType : JsonTokenType.None;

    /// <summary>Tensors lie side by side without gaps, overlaps or bytes left over, as the format demands.</summary>
    private void RequireCovered()
    {
        long end = 0;
        foreach (var entry in Entries.OrderBy(e => e.Start).ThenBy(e => e.End))
        {
            if (entry.Start != end)
                throw Wrong($"tensor {Shown(entry.Name)} starts at {entry.Start}; "
                    + $"expected {end}, where the one before it ends");
            end = entry.End;
        }

        if (end != _dataLength)
            throw Wrong($"the tensors end at {end}; expected {_dataLength}, the end of the file");
    }

    private DataFormatException Wrong(string reason, Exception? inner = null) => new(_file, 8L, reason, inner);
}
