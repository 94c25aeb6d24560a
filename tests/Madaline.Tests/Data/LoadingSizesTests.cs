using Madaline.Data;
using Madaline.Formats;
using Madaline.Tests.Formats;

namespace Madaline.Tests.Data;

/// <summary>What readers, loaders and transforms would make of more than 2³¹ elements is refused with its sizes.</summary>
public sealed class LoadingSizesTests
{
    private const int Side = 65_536;

    private static readonly Dictionary<string, (Action Load, string Says)> Rows = new()
    {
        ["safetensors"] = (() => SafeTensorsBytes.Read(SafeTensorsBytes.One("U8", $"[{Side}, {Side}]", new byte[16])),
            $"tensor x is [{Side}, {Side}]; expected at most {int.MaxValue} elements"),
        ["safetensors that wraps to 0"] = (
            () => SafeTensorsBytes.Read(SafeTensorsBytes.One("U8", $"[{Side}, {Side}, {Side}, {Side}]", [])),
            $"expected at most {int.MaxValue} elements"),
        ["idx"] = (() => ReadIdx("00000802" + "00010000" + "00010000"), "impossible"),
        ["idx that wraps to 0"] = (() => ReadIdx("00000804" + "00010000" + "00010000" + "00010000" + "00010000"), "impossible"),
        ["batch"] = (() => Line().Gather(new int[Side]), "index_select: too many elements"),
        ["batch of numbers"] = (() => Line().With(new ToFloat()).Gather(new int[Side]), "too many elements"),
        ["loader"] = (
            () => _ = new DataLoader(new Subset(Line(), new int[Side]), new LoaderOptions { BatchSize = Side }).First(),
            "index_select: too many elements"),
        ["resize"] = (() => new Resize((Side, Side)).Apply(Picture()), "resize: too many elements"),
        ["resize of samples"] = (() => new Resize((Side, Side)).OutputShape([1, 2, 2]), "too many elements"),
        ["random crop"] = (() => new RandomCrop(padding: int.MaxValue).Apply(Picture()), "random-crop: too many elements"),
        ["flat"] = (() => new Flat().OutputShape([Side, Side]), "too many elements"),
        ["mixup"] = (() => new MixUp(int.MaxValue).Apply(Two(), new Rng(1)), "too many elements"),
    };

    public static TheoryData<string> Names => [.. Rows.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_beyond_a_tensor_is_refused(string name)
    {
        var error = Assert.ThrowsAny<Exception>(Rows[name].Load);
        Assert.True(error is TensorException or DataFormatException, error.ToString());
        Assert.Contains(Rows[name].Says, error.Message, StringComparison.Ordinal);
    }

    private static void ReadIdx(string hex) => Idx.Read(new MemoryStream(Convert.FromHexString(hex)), "idx");

    /// <summary>One sample of 65,536 bytes in one channel.</summary>
    private static TensorDataset Line() =>
        new(Tensor.Zeros([1, 1, Side], DType.UInt8), Tensor.Zeros([1], DType.Int64));

    private static Tensor Picture() => Tensor.Zeros([1, 1, 2, 2], DType.UInt8);

    private static Batch Two() => new(Tensor.Zeros([2, 3]), Tensor.From([0L, 1]));
}
