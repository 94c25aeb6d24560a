using Madaline.Ops;
using Madaline.Tests.Deferred;
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
            Tensor expected = row.Run(Operands.Specials(row, dtype, ReferenceDevice.Instance));
            foreach (Device device in (Device[])[Device.Cpu, new DeferredDevice()])
            {
                Tensor actual = row.Run(Operands.Specials(row, dtype, device));
                Agree.Check(row, expected, actual, $"{row} {dtype} on {device}");
            }
        }
    }
}
