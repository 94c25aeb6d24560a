using Madaline.Tests.Deferred;
using Madaline.Tests.Reference;

namespace Madaline.Tests.Ops;

/// <summary>
/// Gradients of every op: the processor and the deferred device against the reference, and the kernels of both against
/// central differences.
/// </summary>
public sealed class OpGradientTests
{
    public static TheoryData<string> Differentiable => OpTable.Names(row => row.HasGradient);

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void Gradients_agree_with_the_reference(string op)
    {
        OpRow row = OpTable.Row(op);
        foreach (Shape[] shapes in row.Shapes)
        {
            foreach (DType dtype in (DType[])[DType.Float32, DType.Float64])
            {
                foreach (OperandLayout layout in Enum.GetValues<OperandLayout>())
                    Compare(row, shapes, dtype, layout);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void Gradients_agree_with_central_differences(string op) => CheckOn(Device.Cpu, OpTable.Row(op));

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void Gradients_on_the_reference_agree_with_central_differences(string op) =>
        CheckOn(ReferenceDevice.Instance, OpTable.Row(op));

    private static void CheckOn(Device device, OpRow row)
    {
        int checkedShapes = 0;
        foreach (Shape[] shapes in row.Shapes)
        {
            if (shapes.Sum(s => s.Elements) > row.MostGradientElements)
                continue;
            GradCheck.Run(Smooth(row), Operands.Make(row, shapes, DType.Float64, device, _ => OperandLayout.Plain));
            checkedShapes++;
        }

        Assert.True(checkedShapes >= (row.Shapes.Length >= 5 ? 5 : 1), $"{row}: only {checkedShapes} shapes are small enough");
    }

    /// <summary>A result in single precision has no central differences of step 1e-6.</summary>
    private static Func<Tensor[], Tensor> Smooth(OpRow row) => row.Name == "to" ? x => x[0].To(DType.Float64) * 2 : row.Run;

    private static void Compare(OpRow row, Shape[] shapes, DType dtype, OperandLayout layout)
    {
        Tensor[] expected = Gradients(row, shapes, dtype, layout, ReferenceDevice.Instance);

        // Order and liveness, which the deferred device is about, are the same in every dtype.
        Device[] devices = dtype == DType.Float64 ? [Device.Cpu, new DeferredDevice()] : [Device.Cpu];
        foreach (Device device in devices)
        {
            Tensor[] actual = Gradients(row, shapes, dtype, layout, device);
            string what = $"{row} {dtype} {layout} {string.Join<Shape>(' ', shapes)} on {device}";
            for (int i = 0; i < actual.Length; i++)
                Agree.Check(row, expected[i], actual[i], $"{what}, gradient {i}");
        }
    }

    private static Tensor[] Gradients(OpRow row, Shape[] shapes, DType dtype, OperandLayout layout, Device device)
    {
        Tensor[] leaves = Operands.Make(row, shapes, dtype, device, _ => layout);
        foreach (Tensor leaf in leaves)
            leaf.RequiresGrad = true;
        Tensor y = row.Run(leaves);
        Assert.True(y.RequiresGrad, $"{row}: nothing was recorded");
        y.Backward(Operands.Gradient(y));
        return [.. leaves.Select(x => x.Grad ?? Tensor.ZerosLike(x))];
    }
}
