using System.Buffers.Binary;
using System.Text;
using Madaline.Formats;

namespace Madaline.Tests.Formats;

/// <summary>Safetensors files built by hand from the format's description.</summary>
internal static class SafeTensorsBytes
{
    /// <summary>Header length, header, data.</summary>
    public static byte[] Of(string header, params byte[] data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        var prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, json.Length);
        return [.. prefix, .. json, .. data];
    }

    /// <summary>One tensor under the name x.</summary>
    public static byte[] One(string dtype, string shape, byte[] data) =>
        Of($$$"""{"x":{"dtype":"{{{dtype}}}","shape":{{{shape}}},"data_offsets":[0,{{{data.Length}}}]}}""", data);

    public static SafeTensorsFile Read(byte[] file) => SafeTensors.Read(new MemoryStream(file), "test.safetensors");

    public static byte[] Write(IReadOnlyDictionary<string, string>? metadata, params (string Name, Tensor Tensor)[] tensors)
    {
        using var stream = new MemoryStream();
        SafeTensors.Write(stream, tensors.Select(t => KeyValuePair.Create(t.Name, t.Tensor)), metadata);
        return stream.ToArray();
    }

    public static DataFormatException Refused(byte[] file) => Assert.Throws<DataFormatException>(() => Read(file));
}
