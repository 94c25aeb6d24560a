using Madaline.Formats;

namespace Madaline.Tests.Formats;

/// <summary>As many tensors and as long names as the format allows.</summary>
public sealed class SafeTensorsManyTests
{
    [Theory]
    [InlineData(700)]
    [InlineData(5_000)]
    public void Its_own_files_of_many_tensors_are_read_back(int count)
    {
        var tensors = Enumerable.Range(0, count).Select(
            i => ($"layers.{i}.weight", i % 7 == 0 ? Tensor.Zeros([0, 3]) : Tensor.Full([1 + (i % 3)], i))).ToArray();
        var read = SafeTensorsBytes.Read(SafeTensorsBytes.Write(null, tensors)).Tensors;
        Assert.Equal(tensors.Select(t => t.Item1), read.Keys);
        foreach (var (name, tensor) in tensors)
            Assert.Equal(tensor.ToArray<float>(), read[name].ToArray<float>());
    }

    [Fact]
    public void Scalars_of_one_byte_take_no_more_than_their_headers_say()
    {
        var tensors = Enumerable.Range(0, 3_000).Select(i => ($"{i}", Tensor.Full(Shape.Scalar, i % 2, DType.Bool)));
        Assert.Equal(3_000, SafeTensorsBytes.Read(SafeTensorsBytes.Write(null, [.. tensors])).Tensors.Count);
    }

    [Fact]
    public void A_name_may_be_long()
    {
        string name = new('n', 1 << 20);
        byte[] file = SafeTensorsBytes.Write(null, (name, Tensor.Ones([2])), (name + "2", Tensor.Ones([3])));
        Assert.Equal([name, name + "2"], SafeTensorsBytes.Read(file).Tensors.Keys);
    }

    [Fact]
    public void An_error_does_not_repeat_a_long_name()
    {
        string name = new('n', 10 << 20);
        foreach (string rest in (string[])
            ["\"dtype\":\"F32\",\"shape\":[9],\"data_offsets\":[0,16]", "\"shape\":[4],\"data_offsets\":[0,16]",
            $"\"dtype\":\"{name}\",\"shape\":[4],\"data_offsets\":[0,16]", $"\"{name}\":1"])
        {
            byte[] file = SafeTensorsBytes.Of("{\"" + name + "\":{" + rest + "}}", new byte[16]);
            DataFormatException error = SafeTensorsBytes.Refused(file);
            Assert.InRange(error.Message.Length, 40, 400);
            Assert.Contains("nnn…", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_header_beyond_a_hundred_million_bytes_is_none()
    {
        using var stream = new SparseStream(200_000_000, [0, 0xE1, 0xF5, 0x06, 0, 0, 0, 0, .. new byte[500], (byte)'{']);
        var error = Assert.Throws<DataFormatException>(() => SafeTensors.Read(stream, "large"));
        Assert.Contains("116777216 bytes; expected at most 100000000", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Some bytes, then zeros up to a length, in no memory.</summary>
    private sealed class SparseStream(long length, byte[] first) : MemoryStream(first)
    {
        public override long Length => length;
    }
}
