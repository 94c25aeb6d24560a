using Madaline.Devices;
using Madaline.Numerics;

namespace Madaline.Tests.Reference;

internal sealed partial class ReferenceDevice
{
    private protected override void UnaryCore<TOp>(TOp op, in UnaryOperands o)
    {
        var (x, y) = o;
        int[] from = Walk.Places(x), to = Walk.Places(y);
        for (int i = 0; i < to.Length; i++)
        {
            if (y.DType.IsFloating())
                Memory(y).Set(to[i], op.Forward(Lane(x, from[i])).Value);
            else
                Memory(y).Set(to[i], Integer(op, y.DType, Memory(x).Integer(from[i])));
        }
    }

    private protected override void UnaryGradientCore<TOp>(TOp op, in UnaryGradientOperands o)
    {
        var (dy, x, y, dx) = o;
        int[] from = Walk.Places(dy), to = Walk.Places(dx);
        int[]? inputs = x is null ? null : Walk.Places(x), outputs = y is null ? null : Walk.Places(y);
        for (int i = 0; i < to.Length; i++)
        {
            // What the op did not ask to save is not a number here, and so would the gradient be.
            ReferenceLane input = inputs is null ? new(double.NaN) : Lane(x!, inputs[i]);
            ReferenceLane output = outputs is null ? new(double.NaN) : Lane(y!, outputs[i]);
            double slope = Lane(dy, from[i]).Value, derivative = op.Derivative(input, output).Value;
            Memory(dx).Set(to[i], TOp.Divides ? slope / derivative : slope * derivative);
        }
    }

    private protected override void AccumulateCore(Tensor a, Tensor b, Tensor y) => Binary(default(Accumulation), a, b, y);

    private protected override void BinaryCore<TOp>(TOp op, in BinaryOperands o)
    {
        var (a, b, y) = o;
        int[] left = Walk.Places(a), right = Walk.Places(b), to = Walk.Places(y);
        for (int i = 0; i < to.Length; i++)
        {
            if (y.DType.IsFloating())
                Memory(y).Set(to[i], op.Forward(Lane(a, left[i]), Lane(b, right[i])).Value);
            else
                Memory(y).Set(to[i], Integer(op, y.DType, Memory(a).Integer(left[i]), Memory(b).Integer(right[i])));
        }
    }

    private protected override void BinaryGradientCore<TOp>(TOp op, bool right, in BinaryGradientOperands o)
    {
        var (dy, a, b, d) = o;
        int[] gradients = Walk.Places(dy), to = Walk.Places(d);
        int[]? lefts = a is null ? null : Walk.Places(a), rights = b is null ? null : Walk.Places(b);
        for (int i = 0; i < to.Length; i++)
        {
            // What the derivative does not read is not a number here, and so would the gradient be.
            ReferenceLane x = lefts is null ? new(double.NaN) : Lane(a!, lefts[i]);
            ReferenceLane y = rights is null ? new(double.NaN) : Lane(b!, rights[i]);
            double slope = Lane(dy, gradients[i]).Value;
            double derivative = (right ? op.RightDerivative(x, y) : op.LeftDerivative(x, y)).Value;
            Memory(d).Set(to[i], !right && TOp.LeftDivides ? slope / derivative : slope * derivative);
        }
    }

    private protected override void CompareCore<TOp>(TOp op, in BinaryOperands o)
    {
        var (a, b, y) = o;
        int[] left = Walk.Places(a), right = Walk.Places(b), to = Walk.Places(y);
        for (int i = 0; i < to.Length; i++)
        {
            long found = a.DType.IsFloating()
                ? BitConverter.DoubleToInt64Bits(op.Mask(Lane(a, left[i]), Lane(b, right[i])).Value)
                : Holds(op, a.DType, Memory(a).Integer(left[i]), Memory(b).Integer(right[i]));
            Memory(y).Set(to[i], found != 0 ? 1L : 0);
        }
    }

    private protected override void SelectCore(in SelectOperands o)
    {
        var (mask, a, b, y) = o;
        int[] masks = Walk.Places(mask), left = Walk.Places(a), right = Walk.Places(b), to = Walk.Places(y);
        for (int i = 0; i < to.Length; i++)
        {
            if (Memory(mask).Integer(masks[i]) != 0)
                CopyElement(a, left[i], y, to[i]);
            else
                CopyElement(b, right[i], y, to[i]);
        }
    }

    private static long Integer<TOp>(TOp op, DType dtype, long x) where TOp : struct, IUnaryOp => dtype switch
    {
        DType.Int64 => op.Forward(new ReferenceInteger<long>(x)).Value,
        DType.Int32 => op.Forward(new ReferenceInteger<int>(x)).Value,
        _ => op.Forward(new ReferenceInteger<byte>(x)).Value,
    };

    private static long Integer<TOp>(TOp op, DType dtype, long x, long y) where TOp : struct, IBinaryOp => dtype switch
    {
        DType.Int64 => op.Forward(new ReferenceInteger<long>(x), new ReferenceInteger<long>(y)).Value,
        DType.Int32 => op.Forward(new ReferenceInteger<int>(x), new ReferenceInteger<int>(y)).Value,
        DType.Bool => op.Forward(new ReferenceInteger<byte>(x), new ReferenceInteger<byte>(y)).Value != 0 ? 1 : 0,
        _ => op.Forward(new ReferenceInteger<byte>(x), new ReferenceInteger<byte>(y)).Value,
    };

    private static long Holds<TOp>(TOp op, DType dtype, long x, long y) where TOp : struct, IComparison => dtype switch
    {
        DType.Int64 => op.Mask(new ReferenceInteger<long>(x), new ReferenceInteger<long>(y)).Value,
        DType.Int32 => op.Mask(new ReferenceInteger<int>(x), new ReferenceInteger<int>(y)).Value,
        _ => op.Mask(new ReferenceInteger<byte>(x), new ReferenceInteger<byte>(y)).Value,
    };
}
