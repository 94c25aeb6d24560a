using Madaline.Devices;
using Madaline.Numerics;

namespace Madaline.Tests.Expressions;

/// <summary>An expression of the library: over any lane, and as the processor runs it.</summary>
internal interface IExpression
{
    string Name { get; }

    int Inputs { get; }

    int Outputs => 1;

    /// <summary>Whether it runs on integers, too.</summary>
    bool KeepsIntegers => false;

    bool GivesMask => false;

    void Apply<T>(ReadOnlySpan<T> x, Span<T> y) where T : struct, ILane<T>;

    /// <summary>The same by the device's kernels.</summary>
    void Run(Device device, Tensor[] x, Tensor[] y);
}

internal sealed class UnaryExpression<TOp>(string name, TOp op) : IExpression where TOp : struct, IUnaryOp
{
    public string Name => name;

    public int Inputs => 1;

    public bool KeepsIntegers => TOp.KeepsIntegers;

    public void Apply<T>(ReadOnlySpan<T> x, Span<T> y) where T : struct, ILane<T> => y[0] = op.Forward(x[0]);

    public void Run(Device device, Tensor[] x, Tensor[] y) => device.Unary(op, x[0], y[0]);
}

internal sealed class UnaryGradientExpression<TOp>(string name, TOp op) : IExpression where TOp : struct, IUnaryOp
{
    public string Name => name;

    public int Inputs => 3;

    public void Apply<T>(ReadOnlySpan<T> x, Span<T> y) where T : struct, ILane<T>
    {
        T derivative = op.Derivative(x[1], x[2]);
        y[0] = TOp.Divides ? Lane.Quotient(x[0], derivative) : x[0] * derivative;
    }

    public void Run(Device device, Tensor[] x, Tensor[] y) => device.UnaryGradient(op, x[0], x[1], x[2], y[0]);
}

internal sealed class BinaryExpression<TOp>(string name, TOp op) : IExpression where TOp : struct, IBinaryOp
{
    public string Name => name;

    public int Inputs => 2;

    public bool KeepsIntegers => TOp.KeepsIntegers;

    public void Apply<T>(ReadOnlySpan<T> x, Span<T> y) where T : struct, ILane<T> => y[0] = op.Forward(x[0], x[1]);

    public void Run(Device device, Tensor[] x, Tensor[] y) => device.Binary(op, x[0], x[1], y[0]);
}

internal sealed class BinaryGradientExpression<TOp>(string name, TOp op, bool right) : IExpression
    where TOp : struct, IBinaryOp
{
    public string Name => name;

    public int Inputs => 3;

    public void Apply<T>(ReadOnlySpan<T> x, Span<T> y) where T : struct, ILane<T> =>
        y[0] = right ? x[0] * op.RightDerivative(x[1], x[2])
            : TOp.LeftDivides ? Lane.Quotient(x[0], op.LeftDerivative(x[1], x[2]))
            : x[0] * op.LeftDerivative(x[1], x[2]);

    public void Run(Device device, Tensor[] x, Tensor[] y) =>
        device.BinaryGradient(op, right, x[0], x[1], x[2], y[0]);
}

internal sealed class ComparisonExpression<TOp>(string name, TOp op) : IExpression where TOp : struct, IComparison
{
    public string Name => name;

    public int Inputs => 2;

    public bool KeepsIntegers => true;

    public bool GivesMask => true;

    public void Apply<T>(ReadOnlySpan<T> x, Span<T> y) where T : struct, ILane<T> => y[0] = op.Mask(x[0], x[1]);

    public void Run(Device device, Tensor[] x, Tensor[] y) => device.Compare(op, x[0], x[1], y[0]);
}

/// <summary>Two numbers combined after the start.</summary>
internal sealed class ReductionExpression<TOp>(string name, TOp op) : IExpression where TOp : struct, IReduction
{
    public string Name => name;

    public int Inputs => 2;

    public bool KeepsIntegers => true;

    public void Apply<T>(ReadOnlySpan<T> x, Span<T> y) where T : struct, ILane<T> =>
        y[0] = op.Combine(op.Combine(T.Broadcast(TOp.Start), x[0]), x[1]);

    public void Run(Device device, Tensor[] x, Tensor[] y) =>
        device.Reduce(op, Tensor.Stack([x[0], x[1]], 0), y[0].Unsqueeze(0));
}

/// <summary>The parameter, its gradient and the states in; the parameter and the states out.</summary>
internal sealed class UpdateExpression<TRule>(string name, TRule rule) : IExpression where TRule : struct, IUpdateRule
{
    public string Name => name;

    public int Inputs => 2 + TRule.States;

    public int Outputs => 1 + TRule.States;

    public void Apply<T>(ReadOnlySpan<T> x, Span<T> y) where T : struct, ILane<T>
    {
        T parameter = x[0], first = parameter, second = parameter, third = parameter;
        if (TRule.States > 0)
            first = x[2];
        if (TRule.States > 1)
            second = x[3];
        if (TRule.States > 2)
            third = x[4];
        rule.Apply(ref parameter, x[1], ref first, ref second, ref third);
        ReadOnlySpan<T> results = [parameter, first, second, third];
        results[..y.Length].CopyTo(y);
    }

    public void Run(Device device, Tensor[] x, Tensor[] y)
    {
        y[0].CopyFrom(x[0]);
        for (int i = 0; i < TRule.States; i++)
            y[1 + i].CopyFrom(x[2 + i]);
        device.Update(rule, new(y[0], x[1], y.ElementAtOrDefault(1), y.ElementAtOrDefault(2), y.ElementAtOrDefault(3)));
    }
}
