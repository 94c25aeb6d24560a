using Madaline.Tests.Deferred;
using Madaline.Tests.Reference;

namespace Madaline.Tests.Ops;

/// <summary>
/// Values of every op on the processor and the deferred device against the reference device, in every layout.
/// </summary>
public sealed class OpValueTests
{
    public static TheoryData<string> All => OpTable.Names(_ => true);

    public static TheoryData<string> OfIntegers => OpTable.Names(row => row.Integers);

    [Theory]
    [MemberData(nameof(All))]
    public void Values_in_single_precision_agree_with_the_reference(string op) => Compare(OpTable.Row(op), DType.Float32);

    [Theory]
    [MemberData(nameof(All))]
    public void Values_in_double_precision_agree_with_the_reference(string op) => Compare(OpTable.Row(op), DType.Float64);

    [Theory]
    [MemberData(nameof(OfIntegers))]
    public void Whole_numbers_agree_with_the_reference(string op)
    {
        Compare(OpTable.Row(op), DType.Int64);
        Compare(OpTable.Row(op), DType.Int32);
        Compare(OpTable.Row(op), DType.UInt8);
    }

    private static void Compare(OpRow row, DType dtype)
    {
        foreach (Shape[] shapes in row.Shapes)
        {
            foreach (OperandLayout layout in Enum.GetValues<OperandLayout>())
            {
                Compare(row, shapes, dtype, _ => layout, $"{row} {dtype} {layout}");
                if (shapes.Length > 1)
                    Compare(row, shapes, dtype, i => i == 0 ? OperandLayout.Plain : layout, $"{row} {dtype} plain and {layout}");
            }
        }
    }

    private static void Compare(OpRow row, Shape[] shapes, DType dtype, Func<int, OperandLayout> layout, string what)
    {
        // Order and liveness, which the deferred device is about, are the same in every dtype of a kind.
        Device[] devices = dtype is DType.Float32 or DType.Int64 ? [Device.Cpu, new DeferredDevice()] : [Device.Cpu];
        Tensor expected = row.Run(Operands.Make(row, shapes, dtype, ReferenceDevice.Instance, layout));
        Assert.Same(ReferenceDevice.Instance, expected.Device);
        foreach (Device device in devices)
        {
            Tensor actual = row.Run(Operands.Make(row, shapes, dtype, device, layout));
            Assert.Same(device, actual.Device);
            Agree.Check(row, expected, actual, $"{what} {string.Join<Shape>(' ', shapes)} on {device}");
        }
    }
}
