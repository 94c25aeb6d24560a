using Madaline.Devices;

namespace Madaline;

/// <summary>Element by element, by an expression that the device compiles or prints.</summary>
public abstract partial class Device
{
    /// <summary>y = op(x).</summary>
    internal void Unary<TOp>(TOp op, Tensor x, Tensor y) where TOp : struct, IUnaryOp
    {
        var operands = new UnaryOperands(x, y);
        Begin(TOp.Name, operands);
        try
        {
            UnaryCore(op, operands);
        }
        catch (DivideByZeroException)
        {
            throw DivisionByZero.In(TOp.Name);
        }

        End(TOp.Name, operands);
    }

    /// <summary>dx = dy · op′; x or y is null where the op does not need it.</summary>
    internal void UnaryGradient<TOp>(TOp op, Tensor dy, Tensor? x, Tensor? y, Tensor dx) where TOp : struct, IUnaryOp
    {
        var operands = new UnaryGradientOperands(dy, x, y, dx);
        Begin(TOp.Name, operands, Gradient);
        UnaryGradientCore(op, operands);
        End(TOp.Name, operands, Gradient);
    }

    /// <summary>y = op(a, b); a and b have y's shape (strides may be 0).</summary>
    internal void Binary<TOp>(TOp op, Tensor a, Tensor b, Tensor y) where TOp : struct, IBinaryOp
    {
        var operands = new BinaryOperands(a, b, y);
        Begin(TOp.Name, operands);
        try
        {
            BinaryCore(op, operands);
        }
        catch (DivideByZeroException)
        {
            throw DivisionByZero.In(TOp.Name);
        }

        End(TOp.Name, operands);
    }

    /// <summary>
    /// d = dy · ∂op/∂a, or ∂op/∂b with <paramref name="right"/>; a or b is null where that does not read it.
    /// </summary>
    internal void BinaryGradient<TOp>(TOp op, bool right, Tensor dy, Tensor? a, Tensor? b, Tensor d)
        where TOp : struct, IBinaryOp
    {
        var operands = new BinaryGradientOperands(dy, a, b, d);
        Begin(TOp.Name, operands, Gradient);
        BinaryGradientCore(op, right, operands);
        End(TOp.Name, operands, Gradient);
    }

    /// <summary>y (Bool) = op(a, b).</summary>
    internal void Compare<TOp>(TOp op, Tensor a, Tensor b, Tensor y) where TOp : struct, IComparison
    {
        var operands = new BinaryOperands(a, b, y);
        Begin(TOp.Name, operands);
        CompareCore(op, operands);
        End(TOp.Name, operands);
    }

    /// <summary>y = mask ? a : b, with a Bool mask.</summary>
    internal void Select(Tensor mask, Tensor a, Tensor b, Tensor y)
    {
        var operands = new SelectOperands(mask, a, b, y);
        Begin("select", operands);
        SelectCore(operands);
        End("select", operands);
    }

    /// <summary><see cref="Unary"/>, by the device; an integer division by zero may be left to the entry.</summary>
    private protected abstract void UnaryCore<TOp>(TOp op, in UnaryOperands o) where TOp : struct, IUnaryOp;

    /// <summary><see cref="UnaryGradient"/>, by the device.</summary>
    private protected abstract void UnaryGradientCore<TOp>(TOp op, in UnaryGradientOperands o)
        where TOp : struct, IUnaryOp;

    /// <summary><see cref="Binary"/>, by the device; an integer division by zero may be left to the entry.</summary>
    private protected abstract void BinaryCore<TOp>(TOp op, in BinaryOperands o) where TOp : struct, IBinaryOp;

    /// <summary><see cref="BinaryGradient"/>, by the device.</summary>
    private protected abstract void BinaryGradientCore<TOp>(TOp op, bool right, in BinaryGradientOperands o)
        where TOp : struct, IBinaryOp;

    /// <summary><see cref="Compare"/>, by the device.</summary>
    private protected abstract void CompareCore<TOp>(TOp op, in BinaryOperands o) where TOp : struct, IComparison;

    /// <summary><see cref="Select"/>, by the device.</summary>
    private protected abstract void SelectCore(in SelectOperands o);
}
