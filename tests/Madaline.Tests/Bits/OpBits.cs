using Madaline.Tests.Ops;

namespace Madaline.Tests.Bits;

/// <summary>What an op of the table gives, as sums over the bits of its results and gradients.</summary>
internal static class OpBits
{
    private static readonly OperandLayout[] Layouts = [OperandLayout.Plain, OperandLayout.Transposed, OperandLayout.Stepped];

    /// <summary>Over all of the row's shapes, in several layouts, of every type that it takes.</summary>
    public static string Small(OpRow row)
    {
        var sums = new List<string> { $"float32 {Small(row, [DType.Float32])}", $"float64 {Small(row, [DType.Float64])}" };
        if (row.Integers)
            sums.Add($"wholes {Small(row, [DType.Int64, DType.Int32, DType.UInt8])}");
        if (row.IsElementwise)
            sums.Add($"specials {Special(row)}");
        return string.Join(", ", sums);
    }

    /// <summary>Over operands that several threads share.</summary>
    public static string Large(OpRow row) =>
        $"plain {Large(row, OperandLayout.Plain)}, transposed {Large(row, OperandLayout.Transposed)}";

    public static string Large(OpRow row, OperandLayout layout) =>
        BitSum.Of(Results(row, Operands.Make(row, LargeShapes.Of(row), DType.Float32, Device.Cpu, _ => layout)));

    private static string Small(OpRow row, DType[] dtypes) => BitSum.Of(
        from dtype in dtypes
        from shapes in row.Shapes
        from layout in Layouts
        from result in Results(row, Operands.Make(row, shapes, dtype, Device.Cpu, _ => layout))
        select result);

    private static string Special(OpRow row) => BitSum.Of(
        from dtype in (DType[])[DType.Float32, DType.Float64]
        from result in Results(row, Operands.Specials(row, dtype, Device.Cpu))
        select result);

    /// <summary>The result, and the gradients of those operands that have one.</summary>
    private static Tensor[] Results(OpRow row, Tensor[] operands)
    {
        bool hasGradient = row.HasGradient && operands[0].DType.IsFloating();
        foreach (Tensor x in operands)
            x.RequiresGrad = hasGradient;
        Tensor y = row.Run(operands);
        if (hasGradient)
            y.Backward(Operands.Gradient(y));
        return [y, .. operands.Select(x => x.Grad).OfType<Tensor>()];
    }
}
