using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Numerics;

namespace Madaline.Optim;

/// <summary>
/// Stochastic gradient descent, with momentum: <c>b ← μ·b + (1 − τ)·g, θ ← θ − lr·b</c> and <c>g</c> including
/// <c>λ·θ</c>.
/// </summary>
/// <remarks>
/// The first step has <c>b = g</c>. Nesterov: <c>θ ← θ − lr·(g + μ·b)</c>. Without momentum <c>θ ← θ − lr·g</c> and no
/// state. As PyTorch's <c>SGD</c>. State: <c>momentum_buffer</c>. Source: Sutskever et al. 2013, "On the importance of
/// initialization and momentum".
/// </remarks>
public sealed class Sgd : Optimizer
{
    private static readonly string[] _stateNames = ["momentum_buffer"];
    private readonly (string, double)[] _settings;
    private readonly double _dampening, _sign;
    private readonly bool _nesterov;

    /// <summary>For one list of parameters.</summary>
    /// <param name="parameters">Leaves that require gradients.</param>
    /// <param name="lr">Learning rate, at least 0.</param>
    /// <param name="momentum">μ, at least 0; 0 for none.</param>
    /// <param name="dampening">τ, at least 0: how much less than whole a gradient enters the momentum.</param>
    /// <param name="weightDecay">λ, at least 0.</param>
    /// <param name="nesterov">Looks ahead; needs momentum and no dampening.</param>
    /// <param name="maximize">Climbs instead of descending.</param>
    /// <exception cref="TensorException">A number is out of range, or a parameter cannot be optimized.</exception>
    public Sgd(IEnumerable<Tensor> parameters, double lr = 1e-3, double momentum = 0, double dampening = 0,
        double weightDecay = 0, bool nesterov = false, bool maximize = false)
        : this([new ParameterGroup(parameters)], lr, momentum, dampening, weightDecay, nesterov, maximize)
    {
    }

    /// <summary>For groups of parameters; the numbers, as above, hold for groups that do not name their own.</summary>
    /// <exception cref="TensorException">A number is out of range, or a parameter cannot be optimized.</exception>
    public Sgd(IEnumerable<ParameterGroup> groups, double lr = 1e-3, double momentum = 0, double dampening = 0,
        double weightDecay = 0, bool nesterov = false, bool maximize = false)
        : base("sgd", groups, new OptimizerDefaults(lr, weightDecay, momentum))
    {
        _dampening = Hyperparameter.AtLeastZero(Kind, "dampening", dampening, "Use 0 for none.");
        if (nesterov && (momentum <= 0 || dampening != 0))
        {
            throw new TensorException(Kind, FormattableString.Invariant(
                $"nesterov needs momentum and no dampening. momentum is {momentum}, dampening is {dampening}; ")
                + "expected above 0, and 0. Use momentum 0.9.");
        }

        (_nesterov, _sign) = (nesterov, maximize ? -1 : 1);
        _settings = [("dampening", dampening), ("nesterov", nesterov ? 1 : 0), ("maximize", maximize ? 1 : 0)];
    }

    internal override ReadOnlySpan<string> StateNames => _stateNames;

    internal override ReadOnlySpan<(string Name, double Value)> Settings => _settings;

    private protected override void Update(ParameterEntry entry, Tensor gradient, UpdateBatches updates)
    {
        var (parameter, group) = (entry.Parameter, entry.Group);
        if (group.Momentum == 0)
        {
            updates.Add(new SgdRule(group.LearningRate, group.WeightDecay, _sign), new(parameter, gradient));
            return;
        }

        if (_nesterov)
        {
            var nesterov = new SgdNesterovRule(group.LearningRate, group.WeightDecay, _sign, group.Momentum);
            updates.Add(nesterov, new(parameter, gradient, entry.State(0)));
            return;
        }

        // The buffer starts at zero, so that a whole first gradient makes it equal to that gradient.
        double share = entry.States[0] is null ? 1 : 1 - _dampening;
        var rule = new SgdMomentumRule(group.LearningRate, share * group.WeightDecay, share * _sign, group.Momentum);
        updates.Add(rule, new(parameter, gradient, entry.State(0)));
    }
}

internal readonly struct SgdRule(double lr, double weightDecay, double sign) : IUpdateRule
{
    private readonly Constant _down = -lr, _decay = weightDecay, _sign = sign;

    public static string Name => "sgd";

    public static int States => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<T>(
        ref T parameter, T gradient, ref T state0, ref T state1, ref T state2) where T : struct, ILane<T>
    {
        T g = T.FusedMultiplyAdd(T.Broadcast(_decay), parameter, T.Broadcast(_sign) * gradient);
        parameter = T.FusedMultiplyAdd(T.Broadcast(_down), g, parameter);
    }
}

/// <summary>b ← μ·b + share · gradient + decay · θ, θ ← θ − lr·b.</summary>
internal readonly struct SgdMomentumRule(double lr, double decay, double share, double momentum) : IUpdateRule
{
    private readonly Constant _down = -lr, _decay = decay, _share = share, _momentum = momentum;

    public static string Name => "sgd_momentum";

    public static int States => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<T>(
        ref T parameter, T gradient, ref T state0, ref T state1, ref T state2) where T : struct, ILane<T>
    {
        T g = T.FusedMultiplyAdd(T.Broadcast(_decay), parameter, T.Broadcast(_share) * gradient);
        state0 = T.FusedMultiplyAdd(T.Broadcast(_momentum), state0, g);
        parameter = T.FusedMultiplyAdd(T.Broadcast(_down), state0, parameter);
    }
}

internal readonly struct SgdNesterovRule(double lr, double weightDecay, double sign, double momentum) : IUpdateRule
{
    private readonly Constant _down = -lr, _decay = weightDecay, _sign = sign, _momentum = momentum;

    public static string Name => "sgd_nesterov";

    public static int States => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<T>(
        ref T parameter, T gradient, ref T state0, ref T state1, ref T state2) where T : struct, ILane<T>
    {
        T g = T.FusedMultiplyAdd(T.Broadcast(_decay), parameter, T.Broadcast(_sign) * gradient);
        state0 = T.FusedMultiplyAdd(T.Broadcast(_momentum), state0, g);
        parameter = T.FusedMultiplyAdd(T.Broadcast(_down), T.FusedMultiplyAdd(T.Broadcast(_momentum), state0, g),
            parameter);
    }
}
