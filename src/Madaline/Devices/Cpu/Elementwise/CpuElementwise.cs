using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Elementwise;

/// <summary>Elementwise primitives: which kernel runs an expression on a dtype.</summary>
internal static class CpuElementwise
{
    public static void Unary<TOp>(TOp op, in UnaryOperands o) where TOp : struct, IUnaryOp =>
        Run(new UnaryExpression<TOp>(op), o.X.DType, o.X, o.Y, o.X);

    public static void UnaryGradient<TOp>(TOp op, in UnaryGradientOperands o) where TOp : struct, IUnaryOp
    {
        Tensor x = o.X ?? o.Y ?? o.Dy, y = o.Y ?? x;
        Floating(new UnaryGradientExpression<TOp>(op), o.Dy, x, y, o.Dx);
    }

    public static void Binary<TOp>(TOp op, in BinaryOperands o) where TOp : struct, IBinaryOp =>
        Run(new BinaryExpression<TOp>(op), o.A.DType, o.A, o.B, o.Y);

    public static void BinaryGradient<TOp>(TOp op, bool right, in BinaryGradientOperands o)
        where TOp : struct, IBinaryOp =>
        Floating(new BinaryGradientExpression<TOp>(op, right), o.Dy, o.A ?? o.Dy, o.B ?? o.Dy, o.D);

    public static void Compare<TOp>(TOp op, in BinaryOperands o) where TOp : struct, IComparison =>
        Run(new ComparisonExpression<TOp>(op), o.A.DType, o.A, o.B, o.Y);

    public static void Select(in SelectOperands o)
    {
        switch (o.Y.DType.Size())
        {
            case 8: StridedLoop.Run(default(SelectKernel<double, F64x4>), o.Mask, o.A, o.B, o.Y); break;
            case 4: StridedLoop.Run(default(SelectKernel<float, F32x8>), o.Mask, o.A, o.B, o.Y); break;
            default: StridedLoop.Run(default(SelectKernel<byte>), o.Mask, o.A, o.B, o.Y); break;
        }
    }

    /// <summary>One operand and the result, or two and the result.</summary>
    private static void Run<TExpression>(TExpression f, DType dtype, Tensor t0, Tensor t1, Tensor t2)
        where TExpression : struct, IRowExpression
    {
        switch (dtype)
        {
            case DType.Float32: Run(new LaneKernel<TExpression, float, F32x8>(f)); break;
            case DType.Float64: Run(new LaneKernel<TExpression, double, F64x4>(f)); break;
            case DType.Int64: Run(new IntegerKernel<TExpression, long>(f, false)); break;
            case DType.Int32: Run(new IntegerKernel<TExpression, int>(f, false)); break;
            default: Run(new IntegerKernel<TExpression, byte>(f, dtype == DType.Bool)); break;
        }

        void Run<TKernel>(TKernel kernel) where TKernel : struct, IRowKernel =>
            StridedLoop.Run(kernel, TExpression.Operands + 1, t0, t1, t2, t0);
    }

    private static void Floating<TExpression>(TExpression f, Tensor dy, Tensor a, Tensor b, Tensor d)
        where TExpression : struct, IRowExpression
    {
        if (d.DType == DType.Float32)
            StridedLoop.Run(new LaneKernel<TExpression, float, F32x8>(f), dy, a, b, d);
        else
            StridedLoop.Run(new LaneKernel<TExpression, double, F64x4>(f), dy, a, b, d);
    }
}
