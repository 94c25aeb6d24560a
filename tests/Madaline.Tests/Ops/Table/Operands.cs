namespace Madaline.Tests.Ops;

/// <summary>How an operand lies in memory.</summary>
internal enum OperandLayout
{
    Plain,
    Transposed,
    Stepped,
    Expanded,
    Offset,
}

/// <summary>Makes operands: the same numbers on every device, in any layout.</summary>
internal static class Operands
{
    public static Tensor[] Make(OpRow row, Shape[] shapes, DType dtype, Device device, Func<int, OperandLayout> layout)
    {
        using var scope = new NoGrad();
        var operands = new Tensor[shapes.Length];
        for (int i = 0; i < shapes.Length; i++)
        {
            var rng = new Rng((ulong)(100 + i));
            operands[i] = Arranged(shapes[i], layout(i), whole => Numbers(row, i, whole, dtype, rng).To(device)).Detach();
        }

        return operands;
    }

    /// <summary>
    /// Every special number beside every other; an odd number of them, so that lanes are full and a tail is left.
    /// </summary>
    public static Tensor[] Specials(OpRow row, DType dtype, Device device)
    {
        double[] specials = row.Specials;
        int n = specials.Length;
        double[] left = [.. Enumerable.Range(0, n * n).Select(i => specials[i / n])];
        double[] right = [.. Enumerable.Range(0, n * n).Select(i => specials[i % n])];
        Tensor[] both = [Tensor.From<double>(left).To(dtype).To(device), Tensor.From<double>(right).To(dtype).To(device)];
        return both[..row.Shapes[0].Length];
    }

    /// <summary>A gradient to start from, of a result's shape.</summary>
    public static Tensor Gradient(Tensor y) => Tensor.Uniform(y.Shape, -1, 1, DType.Float64, new Rng(77)).To(y.DType).To(y.Device);

    private static Tensor Numbers(OpRow row, int operand, Shape shape, DType dtype, Rng rng)
    {
        var (low, high) = row.DomainOf(operand);
        var values = new double[shape.Elements];
        for (int i = 0; i < values.Length; i++)
        {
            double value = rng.NextUniform(low, high);
            if (row.Step > 0)
                value = Math.Round(value / row.Step) * row.Step;
            values[i] = dtype switch
            {
                DType.Float32 or DType.Float64 => value,
                DType.Bool => value > 0 ? 1 : 0,
                DType.UInt8 => Math.Round(Math.Abs(value * 3)) + operand,
                _ => Nonzero(Math.Round(value * 3), operand),
            };
        }

        return Tensor.From<double>(values, shape).To(dtype);
    }

    /// <summary>Second operands may be divisors.</summary>
    private static double Nonzero(double value, int operand) => operand > 0 && value == 0 ? 2 : value;

    private static Tensor Arranged(Shape shape, OperandLayout layout, Func<Shape, Tensor> numbers)
    {
        int[] sizes = shape.ToArray();
        switch (layout)
        {
            case OperandLayout.Transposed when sizes.Length > 1:
                int[] order = [.. Enumerable.Range(0, sizes.Length).Reverse()];
                return numbers(order.Select(d => sizes[d]).ToArray()).Permute(order);
            case OperandLayout.Stepped when sizes.Length > 0:
                return numbers((int[])[.. sizes[..^1], (2 * sizes[^1]) + 3]).Slice(-1, 1, (2 * sizes[^1]) + 1, 2);
            case OperandLayout.Expanded when sizes.Length > 0:
                return numbers((int[])[1, .. sizes[1..]]).Expand(sizes);
            case OperandLayout.Offset when sizes.Length > 0:
                return numbers((int[])[sizes[0] + 3, .. sizes[1..]]).Narrow(0, 2, sizes[0]);
            default:
                return numbers(shape);
        }
    }
}
