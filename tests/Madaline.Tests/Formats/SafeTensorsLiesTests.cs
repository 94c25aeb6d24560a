using System.Buffers.Binary;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Tests.Fuzzing;

namespace Madaline.Tests.Formats;

/// <summary>Headers that lie are refused before anything is allocated for them.</summary>
[Collection(ThreadsCollection.Name)]
public sealed class SafeTensorsLiesTests
{
    public static TheoryData<string, string> Lies => new()
    {
        { """{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "expected 12 bytes" },
        { """{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,16]}}""", "expected 8 bytes" },
        { """{"x":{"dtype":"F32","shape":[4],"data_offsets":[-8,8]}}""", "data_offsets" },
        { """{"x":{"dtype":"F32","shape":[4],"data_offsets":[16,0]}}""", "lies at 16 to 0" },
        { """{"x":{"dtype":"F32","shape":[4],"data_offsets":[0,16,20]}}""", "two data_offsets" },
        { """{"x":{"dtype":"F32","shape":[4],"data_offsets":[0]}}""", "two data_offsets" },
        { """{"x":{"dtype":"F32","shape":[4],"data_offsets":[0.5,16]}}""", "integers" },
        { """{"x":{"dtype":"F32","shape":[4],"data_offsets":[0,99999999999999999999]}}""", "integers" },
        { """{"x":{"dtype":"F32","shape":[4],"data_offsets":[9223372036854775800,9223372036854775807]}}""", "lies at" },
        { """{"x":{"dtype":"F32","shape":[-4],"data_offsets":[0,16]}}""", "integers" },
        { """{"x":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,16]}}""", "elements" },
        { """{"x":{"dtype":"F32","shape":[65536,65536,0],"data_offsets":[0,0]}}""", "elements" },
        { """{"x":{"dtype":"F32","shape":[4294967296],"data_offsets":[0,16]}}""", "integers" },
        { """{"x":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,4],"data_offsets":[0,16]}}""", "at most 16" },
        { """{"x":{"dtype":"C64","shape":[2],"data_offsets":[0,16]}}""", "dtype C64" },
        { """{"x":{"dtype":7,"shape":[4],"data_offsets":[0,16]}}""", "dtype" },
        { """{"x":{"shape":[4],"data_offsets":[0,16]}}""", "lacks" },
        { """{"x":{"dtype":"F32","data_offsets":[0,16]}}""", "lacks" },
        { """{"x":{"dtype":"F32","shape":[4]}}""", "lacks" },
        { """{"x":{"dtype":"F32","dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "once" },
        { """{"x":{"dtype":"F32","shape":[4],"data_offsets":[0,16],"code":"import os"}}""", "code" },
        { """{"x":[]}""", "StartObject" },
        { """{"x":{"dtype":"F32","shape":4,"data_offsets":[0,16]}}""", "shape" },
        { """{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"x":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", "twice" },
        { """{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},"y":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", "expected 12" },
        { """{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"y":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", "expected 4" },
        { """{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""" + "  ", "end of the file" },
        { """{"__metadata__":{"a":"1","a":"2"},"x":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "a twice" },
        { """{"__metadata__":{"a":1},"x":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "__metadata__.a" },
        { """{"__metadata__":[],"x":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "__metadata__" },
        { """{"x":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}""", "not as expected" },
        { """{"x":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}} {}""", "not as expected" },
        { """{"\uD800":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "not as expected" },
        { "[]", "StartObject" },
        { "12", "StartObject" },
        { "  ", "not as expected" },
        { "{}", "end of the file" },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public void A_lie_in_the_header_is_refused(string header, string reason)
    {
        var error = SafeTensorsBytes.Refused(SafeTensorsBytes.Of(header, new byte[16]));
        Assert.Contains(reason, error.Reason);
        Assert.StartsWith("test.safetensors, byte 8: ", error.Message);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(9)]
    public void A_file_of_a_few_bytes_is_refused(int length) =>
        Assert.Contains("too short", SafeTensorsBytes.Refused(new byte[length]).Reason);

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    [InlineData(1 << 30)]
    [InlineData(93)]
    public void A_header_longer_than_the_file_is_refused(long length)
    {
        byte[] file = SafeTensorsBytes.Of(new string(' ', 84));
        BinaryPrimitives.WriteInt64LittleEndian(file, length);
        Assert.Contains("at most 84", SafeTensorsBytes.Refused(file).Reason);
    }

    [Fact]
    public void A_truth_value_of_two_is_refused() =>
        Assert.Contains("neither 0 nor 1", SafeTensorsBytes.Refused(SafeTensorsBytes.One("BOOL", "[3]", [0, 2, 1])).Reason);

    [Fact]
    public void A_cut_file_is_refused_wherever_it_is_cut()
    {
        byte[] file = SafeTensorsBytes.Write(null, ("x", Tensor.Ones([5])), ("y", Tensor.Ones([2, 3], DType.Int64)));
        for (int length = 0; length < file.Length; length++)
            SafeTensorsBytes.Refused(file[..length]);
        SafeTensorsBytes.Refused([.. file, 0]);
    }

    [Theory]
    [InlineData(600)]
    [InlineData(30_000)]
    public void Floods_of_empty_tensors_stay_within_the_bound(int count)
    {
        string entries = string.Join(",", Enumerable.Range(0, count).Select(i => $"\"{i}\":" + """{"dtype":"U8","shape":[0],"data_offsets":[0,0]}"""));
        byte[] file = SafeTensorsBytes.Of("{" + entries + "}");
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(count, SafeTensorsBytes.Read(file).Tensors.Count);
        Assert.InRange(
            GC.GetAllocatedBytesForCurrentThread() - before, 0, (2L * file.Length) + (1 << 20) + (1536L * count));
    }

    [Fact]
    public void Large_files_stay_within_twice_their_size()
    {
        foreach (string dtype in (string[])["F32", "F16", "BOOL", "F64"])
        {
            byte[] file = SafeTensorsBytes.One(dtype, $"[{(8 << 20) / (dtype == "BOOL" ? 1 : int.Parse(dtype[1..]) / 8)}]", new byte[8 << 20]);
            (long heap, long lent) = (GC.GetAllocatedBytesForCurrentThread(), BufferPool.LentBytes);
            var read = SafeTensorsBytes.Read(file);
            long taken = Math.Max(GC.GetAllocatedBytesForCurrentThread() - heap, BufferPool.LentBytes - lent);
            Assert.InRange(taken, 1, (2L * file.Length) + (1 << 20));
            read.Tensors["x"].Dispose();
        }
    }

    [Fact]
    public void Two_thousand_damaged_files_are_read_or_refused_within_the_bound()
    {
        byte[][] seeds =
        [
            SafeTensorsBytes.Write(new Dictionary<string, string> { ["format"] = "pt" }, ("0.weight", Tensor.Ones([3, 4])), ("0.bias", Tensor.Zeros([3]))),
            SafeTensorsBytes.Write(null, ("mask", Tensor.Ones([6], DType.Bool)), ("n", Tensor.Ones(Shape.Scalar, DType.Int64)), ("e", Tensor.Zeros([0, 2]))),
            SafeTensorsBytes.One("F16", "[2,3]", new byte[12]),
            SafeTensorsBytes.One("BF16", "[6]", new byte[12]),
            SafeTensorsBytes.Of("{}"),
        ];
        var (read, refused) = Fuzz.Run(seeds, 3_000, Size, (length, _) => (2 * length) + (1 << 20) + (1536 * length / 50));
        Assert.True(read > 50 && refused > 1_000, $"{read} read, {refused} refused");

        static long Size(byte[] file) => SafeTensorsBytes.Read(file).Tensors.Values.Sum(x => (long)x.Elements);
    }
}
