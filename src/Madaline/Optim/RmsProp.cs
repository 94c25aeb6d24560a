using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Numerics;

namespace Madaline.Optim;

/// <summary>RMSprop: <c>v ← α·v + (1 − α)·g², θ ← θ − lr · g / (√v + ε)</c>.</summary>
/// <remarks>
/// Centered, v has the square of the average gradient taken off it; with momentum <c>b ← μ·b + g / (√v + ε), θ ← θ −
/// lr·b</c>. Weight decay adds λ·θ to the gradient. As PyTorch's <c>RMSprop</c>, except that rounding cannot make the
/// centered v negative, and so √v never NaN. State: <c>square_avg</c>, <c>momentum_buffer</c>, <c>grad_avg</c>.
/// Source: Tieleman and Hinton 2012, lecture 6.5; centered: Graves 2013, arXiv:1308.0850.
/// </remarks>
public sealed class RmsProp : Optimizer
{
    private static readonly string[] _stateNames = ["square_avg", "momentum_buffer", "grad_avg"];
    private readonly (string, double)[] _settings;
    private readonly double _alpha, _eps;
    private readonly bool _centered;

    /// <summary>For one list of parameters.</summary>
    /// <param name="parameters">Leaves that require gradients.</param>
    /// <param name="lr">Learning rate, at least 0.</param>
    /// <param name="alpha">Memory of the squared gradient, in [0, 1].</param>
    /// <param name="eps">Keeps the division finite; at least 0.</param>
    /// <param name="weightDecay">λ, at least 0.</param>
    /// <param name="momentum">μ, at least 0; 0 for none.</param>
    /// <param name="centered">Divides by the deviation of the gradient instead of its size.</param>
    /// <exception cref="TensorException">A number is out of range, or a parameter cannot be optimized.</exception>
    public RmsProp(IEnumerable<Tensor> parameters, double lr = 1e-2, double alpha = 0.99, double eps = 1e-8,
        double weightDecay = 0, double momentum = 0, bool centered = false)
        : this([new ParameterGroup(parameters)], lr, alpha, eps, weightDecay, momentum, centered)
    {
    }

    /// <summary>For groups of parameters; the numbers, as above, hold for groups that do not name their own.</summary>
    /// <exception cref="TensorException">A number is out of range, or a parameter cannot be optimized.</exception>
    public RmsProp(IEnumerable<ParameterGroup> groups, double lr = 1e-2, double alpha = 0.99, double eps = 1e-8,
        double weightDecay = 0, double momentum = 0, bool centered = false)
        : base("rmsprop", groups, new OptimizerDefaults(lr, weightDecay, momentum))
    {
        if (alpha is not (>= 0 and <= 1))
            throw Hyperparameter.Refused(Kind, "alpha", alpha, "0 to 1", "Use 0.99.");
        _eps = Hyperparameter.AtLeastZero(Kind, "eps", eps, "Use 1e-8.");
        (_alpha, _centered) = (alpha, centered);
        _settings = [("alpha", alpha), ("eps", eps), ("centered", centered ? 1 : 0)];
    }

    internal override ReadOnlySpan<string> StateNames => _stateNames;

    internal override ReadOnlySpan<(string Name, double Value)> Settings => _settings;

    private protected override void Update(ParameterEntry entry, Tensor gradient, UpdateBatches updates)
    {
        var (parameter, group) = (entry.Parameter, entry.Group);
        var scale = new RmsScale(_alpha, _eps, group.WeightDecay);
        double lr = group.LearningRate, momentum = group.Momentum;
        Tensor square = entry.State(0);
        if (_centered && momentum != 0)
            updates.Add(new CenteredRmsPropMomentumRule(scale, lr, momentum),
                new(parameter, gradient, square, entry.State(1), entry.State(2)));
        else if (_centered)
            updates.Add(new CenteredRmsPropRule(scale, lr), new(parameter, gradient, square, entry.State(2)));
        else if (momentum != 0)
            updates.Add(new RmsPropMomentumRule(scale, lr, momentum), new(parameter, gradient, square, entry.State(1)));
        else
            updates.Add(new RmsPropRule(scale, lr), new(parameter, gradient, square));
    }
}

/// <summary>The gradient, with decay, divided by its running size or deviation.</summary>
internal readonly struct RmsScale(double alpha, double eps, double weightDecay)
{
    private readonly Constant _decay = weightDecay, _memory = alpha, _fresh = 1 - alpha, _eps = eps;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Plain<T>(T parameter, T gradient, ref T square) where T : struct, ILane<T>
    {
        T g = Decayed(parameter, gradient, ref square);
        return g / (T.Sqrt(square) + T.Broadcast(_eps));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Centered<T>(T parameter, T gradient, ref T square, ref T average) where T : struct, ILane<T>
    {
        T g = Decayed(parameter, gradient, ref square);
        average = T.FusedMultiplyAdd(T.Broadcast(_fresh), g - average, average);
        T variance = T.Max(T.FusedMultiplyAdd(-average, average, square), T.Broadcast(0));
        return g / (T.Sqrt(variance) + T.Broadcast(_eps));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T Decayed<T>(T parameter, T gradient, ref T square) where T : struct, ILane<T>
    {
        T g = T.FusedMultiplyAdd(T.Broadcast(_decay), parameter, gradient);
        square = T.FusedMultiplyAdd(T.Broadcast(_memory), square, T.Broadcast(_fresh) * (g * g));
        return g;
    }
}

internal readonly struct RmsPropRule(RmsScale scale, double lr) : IUpdateRule
{
    private readonly Constant _down = -lr;

    public static string Name => "rmsprop";

    public static int States => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<T>(ref T parameter, T gradient, ref T state0, ref T state1, ref T state2)
        where T : struct, ILane<T> =>
        parameter = T.FusedMultiplyAdd(T.Broadcast(_down), scale.Plain(parameter, gradient, ref state0), parameter);
}

internal readonly struct RmsPropMomentumRule(RmsScale scale, double lr, double momentum) : IUpdateRule
{
    private readonly Constant _down = -lr, _momentum = momentum;

    public static string Name => "rmsprop_momentum";

    public static int States => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<T>(
        ref T parameter, T gradient, ref T state0, ref T state1, ref T state2) where T : struct, ILane<T>
    {
        state1 = T.FusedMultiplyAdd(T.Broadcast(_momentum), state1, scale.Plain(parameter, gradient, ref state0));
        parameter = T.FusedMultiplyAdd(T.Broadcast(_down), state1, parameter);
    }
}

internal readonly struct CenteredRmsPropRule(RmsScale scale, double lr) : IUpdateRule
{
    private readonly Constant _down = -lr;

    public static string Name => "rmsprop_centered";

    public static int States => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<T>(ref T parameter, T gradient, ref T state0, ref T state1, ref T state2)
        where T : struct, ILane<T> =>
        parameter =
            T.FusedMultiplyAdd(T.Broadcast(_down), scale.Centered(parameter, gradient, ref state0, ref state1),
                parameter);
}

internal readonly struct CenteredRmsPropMomentumRule(RmsScale scale, double lr, double momentum) : IUpdateRule
{
    private readonly Constant _down = -lr, _momentum = momentum;

    public static string Name => "rmsprop_centered_momentum";

    public static int States => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<T>(
        ref T parameter, T gradient, ref T state0, ref T state1, ref T state2) where T : struct, ILane<T>
    {
        T change = scale.Centered(parameter, gradient, ref state0, ref state2);
        state1 = T.FusedMultiplyAdd(T.Broadcast(_momentum), state1, change);
        parameter = T.FusedMultiplyAdd(T.Broadcast(_down), state1, parameter);
    }
}
