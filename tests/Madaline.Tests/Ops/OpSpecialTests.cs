using Madaline.Tests.Reference;

namespace Madaline.Tests.Ops;

/// <summary>NaN, infinities and zeros of both signs, in every place of a lane and past its end.</summary>
public sealed class OpSpecialTests
{
    public static TheoryData<string> Elementwise => OpTable.Names(row => row.IsElementwise);

    [Theory]
    [MemberData(nameof(Elementwise))]
    public void Special_numbers_agree_with_the_reference(string op)
    {
        OpRow row = OpTable.Row(op);
        foreach (DType dtype in (DType[])[DType.Float32, DType.Float64])
        {
            Tensor expected = row.Run(Pairs(row, dtype, ReferenceDevice.Instance)), actual = row.Run(Pairs(row, dtype, Device.Cpu));
            Agree.Check(row, expected, actual, $"{row} {dtype}");
        }
    }

    /// <summary>
    /// Every special number beside every other; an odd number of them, so that lanes are full and a tail is left.
    /// </summary>
    private static Tensor[] Pairs(OpRow row, DType dtype, Device device)
    {
        double[] specials = row.Specials;
        int n = specials.Length;
        double[] left = [.. Enumerable.Range(0, n * n).Select(i => specials[i / n])];
        double[] right = [.. Enumerable.Range(0, n * n).Select(i => specials[i % n])];
        Tensor[] both = [Tensor.From<double>(left).To(dtype).To(device), Tensor.From<double>(right).To(dtype).To(device)];
        return both[..row.Shapes[0].Length];
    }
}
