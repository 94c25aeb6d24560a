using System.Buffers.Binary;
using System.Text;
using Madaline.Formats;

namespace Madaline.Tests.Formats;

public sealed class SafeTensorsTests
{
    public static TheoryData<DType> DTypes => [.. Enum.GetValues<DType>()];

    [Theory]
    [MemberData(nameof(DTypes))]
    public void Every_dtype_comes_back_as_it_went(DType dtype)
    {
        Tensor x = Tensor.From([0.0, 1, 2, 3, 0, 250]).Reshape(2, 3).To(dtype);
        Tensor y = SafeTensorsBytes.Read(SafeTensorsBytes.Write(null, ("x", x))).Tensors["x"];
        Assert.Equal((dtype, x.Shape), (y.DType, y.Shape));
        Assert.Equal(x.To(DType.Float64).ToArray<double>(), y.To(DType.Float64).ToArray<double>());
    }

    [Theory]
    [MemberData(nameof(DTypes))]
    public void Empty_and_zero_dimensional_tensors_come_back(DType dtype)
    {
        Tensor empty = Tensor.Zeros([3, 0, 2], dtype), scalar = Tensor.Ones(Shape.Scalar, dtype);
        var file = SafeTensorsBytes.Read(SafeTensorsBytes.Write(null, ("empty", empty), ("scalar", scalar), ("none", Tensor.Zeros([0], dtype))));
        Assert.Equal([3, 0, 2], file.Tensors["empty"].Shape);
        Assert.Equal(0, file.Tensors["scalar"].Rank);
        Assert.Equal(1.0, file.Tensors["scalar"].To(DType.Float64).Item<double>());
        Assert.Equal([0], file.Tensors["none"].Shape);
    }

    [Fact]
    public void Special_numbers_keep_every_bit()
    {
        float[] values = [float.NaN, float.NegativeInfinity, -0f, float.Epsilon, float.MaxValue, BitConverter.UInt32BitsToSingle(0x7FC0_1234)];
        Tensor y = SafeTensorsBytes.Read(SafeTensorsBytes.Write(null, ("x", Tensor.From(values)))).Tensors["x"];
        Assert.Equal(values.Select(BitConverter.SingleToUInt32Bits), y.ToArray<float>().Select(BitConverter.SingleToUInt32Bits));
    }

    [Fact]
    public void Strided_views_and_tensors_above_a_piece_are_written_row_major()
    {
        Tensor large = Tensor.Arange(200_003).To(DType.Float64), turned = Tensor.Arange(600).Reshape(20, 30).T;
        var file = SafeTensorsBytes.Read(SafeTensorsBytes.Write(null, ("large", large), ("turned", turned)));
        Assert.Equal(large.ToArray<double>(), file.Tensors["large"].ToArray<double>());
        Assert.Equal(turned.Contiguous().ToArray<long>(), file.Tensors["turned"].ToArray<long>());
    }

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        byte[] file = SafeTensorsBytes.Write(new Dictionary<string, string> { ["format"] = "pt" }, ("w", Tensor.From([1f, -2f])), ("n", Tensor.From([7L])));
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        Assert.Equal(0, length % 8);
        Assert.Equal(
            """{"__metadata__":{"format":"pt"},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"n":{"dtype":"I64","shape":[1],"data_offsets":[8,16]}}""",
            Encoding.UTF8.GetString(file, 8, length).TrimEnd(' '));
        Assert.Equal("0000803F000000C00700000000000000", Convert.ToHexString(file.AsSpan(8 + length)));
    }

    [Fact]
    public void A_file_built_by_hand_is_read_whatever_the_order_of_its_header()
    {
        byte[] file = SafeTensorsBytes.Of(
            """ { "b" : {"shape":[],"data_offsets":[4,12],"dtype":"F64"}, "a":{"dtype":"U8","shape":[2,2],"data_offsets":[0,4]} }  """,
            [1, 2, 3, 4, .. BitConverter.GetBytes(2.5)]);
        var read = SafeTensorsBytes.Read(file);
        Assert.Equal(["b", "a"], read.Tensors.Keys);
        Assert.Equal(2.5, read.Tensors["b"].Item<double>());
        Assert.Equal<byte>([1, 2, 3, 4], read.Tensors["a"].ToArray<byte>());
        Assert.Empty(read.Metadata);
    }

    [Fact]
    public void Half_precision_becomes_Float32_exactly()
    {
        Half[] halves = [(Half)1.5, Half.NaN, Half.NegativeInfinity, Half.Epsilon, Half.MaxValue, (Half)(-0.0)];
        byte[] bytes = [.. halves.SelectMany(BitConverter.GetBytes)];
        Tensor x = SafeTensorsBytes.Read(SafeTensorsBytes.One("F16", "[6]", bytes)).Tensors["x"];
        Assert.Equal(DType.Float32, x.DType);
        Assert.Equal(halves.Select(h => (float)h), x.ToArray<float>());
    }

    [Fact]
    public void Brain_floats_are_the_upper_half_of_a_Float32()
    {
        Tensor x = SafeTensorsBytes.Read(SafeTensorsBytes.One("BF16", "[2,2]", [0x80, 0x3F, 0x49, 0x40, 0x80, 0xFF, 0x01, 0x00])).Tensors["x"];
        Assert.Equal([1f, 3.140625f, float.NegativeInfinity, BitConverter.UInt32BitsToSingle(0x1_0000)], x.ToArray<float>());
    }

    [Fact]
    public void Many_halves_are_widened_across_pieces()
    {
        float[] values = [.. Enumerable.Range(0, 70_001).Select(i => (float)(i % 2048))];
        byte[] bytes = [.. values.SelectMany(v => BitConverter.GetBytes((Half)v))];
        Assert.Equal(values, SafeTensorsBytes.Read(SafeTensorsBytes.One("F16", $"[{values.Length}]", bytes)).Tensors["x"].ToArray<float>());
    }

    [Fact]
    public void Metadata_and_names_may_hold_any_text()
    {
        var metadata = new Dictionary<string, string> { ["say \"ü\"\n"] = "日本 \\ \u0001", [""] = "" };
        var file = SafeTensorsBytes.Read(SafeTensorsBytes.Write(metadata, ("päth.\"0\"", Tensor.Ones([1]))));
        Assert.Equal(metadata, file.Metadata);
        Assert.Equal(["päth.\"0\""], file.Tensors.Keys);
    }

    [Fact]
    public void A_file_on_disk_is_replaced_whole()
    {
        string folder = Directory.CreateTempSubdirectory("madaline").FullName;
        string path = Path.Combine(folder, "sub", "x.safetensors");
        SafeTensors.Write(path, [new("x", Tensor.Ones([4]))]);
        Assert.Throws<InvalidOperationException>(() => SafeTensors.Write(path, Broken()));
        Assert.Equal([1f, 1, 1, 1], SafeTensors.Read(path).Tensors["x"].ToArray<float>());
        Assert.Single(Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!));
        Directory.Delete(folder, recursive: true);

        static IEnumerable<KeyValuePair<string, Tensor>> Broken()
        {
            yield return new("x", Tensor.Zeros([4]));
            throw new InvalidOperationException("in the middle");
        }
    }
}
