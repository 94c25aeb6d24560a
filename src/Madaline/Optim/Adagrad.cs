using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Numerics;

namespace Madaline.Optim;

/// <summary>
/// Adagrad: <c>s ← s + g², θ ← θ − lr / (1 + (t − 1)·δ) · g / (√s + ε)</c>, with t the steps of that parameter.
/// </summary>
/// <remarks>
/// Weight decay adds λ·θ to the gradient. As PyTorch's <c>Adagrad</c>. State: <c>sum</c>.
/// Source: Duchi, Hazan and Singer 2011, "Adaptive subgradient methods".
/// </remarks>
public sealed class Adagrad : Optimizer
{
    private static readonly string[] _stateNames = ["sum"];
    private readonly (string, double)[] _settings;
    private readonly double _rateDecay, _start, _eps;

    /// <summary>For one list of parameters.</summary>
    /// <param name="parameters">Leaves that require gradients.</param>
    /// <param name="lr">Learning rate, at least 0.</param>
    /// <param name="lrDecay">δ, at least 0: how fast the rate falls with the steps.</param>
    /// <param name="weightDecay">λ, at least 0.</param>
    /// <param name="initialAccumulatorValue">What s starts from, at least 0.</param>
    /// <param name="eps">Keeps the division finite; at least 0.</param>
    /// <exception cref="TensorException">A number is out of range, or a parameter cannot be optimized.</exception>
    public Adagrad(IEnumerable<Tensor> parameters, double lr = 1e-2, double lrDecay = 0, double weightDecay = 0,
        double initialAccumulatorValue = 0, double eps = 1e-10)
        : this([new ParameterGroup(parameters)], lr, lrDecay, weightDecay, initialAccumulatorValue, eps)
    {
    }

    /// <summary>For groups of parameters; the numbers, as above, hold for groups that do not name their own.</summary>
    /// <exception cref="TensorException">A number is out of range, or a parameter cannot be optimized.</exception>
    public Adagrad(IEnumerable<ParameterGroup> groups, double lr = 1e-2, double lrDecay = 0, double weightDecay = 0,
        double initialAccumulatorValue = 0, double eps = 1e-10)
        : base("adagrad", groups, new OptimizerDefaults(lr, weightDecay))
    {
        _rateDecay = Hyperparameter.AtLeastZero(Kind, "lr_decay", lrDecay, "Use 0 for none.");
        _start = Hyperparameter.AtLeastZero(Kind, "initial_accumulator_value", initialAccumulatorValue, "Use 0.");
        _eps = Hyperparameter.AtLeastZero(Kind, "eps", eps, "Use 1e-10.");
        _settings = [("lr_decay", lrDecay), ("initial_accumulator_value", initialAccumulatorValue), ("eps", eps)];
    }

    internal override ReadOnlySpan<string> StateNames => _stateNames;

    internal override ReadOnlySpan<(string Name, double Value)> Settings => _settings;

    private protected override void Update(ParameterEntry entry, Tensor gradient, UpdateBatches updates)
    {
        double rate = entry.Group.LearningRate / (1 + ((entry.Steps - 1) * _rateDecay));
        var rule = new AdagradRule(rate, entry.Group.WeightDecay, _eps);
        updates.Add(rule, new(entry.Parameter, gradient, entry.State(0, _start)));
    }
}

internal readonly struct AdagradRule(double rate, double weightDecay, double eps) : IUpdateRule
{
    private readonly Constant _down = -rate, _decay = weightDecay, _eps = eps;

    public static string Name => "adagrad";

    public static int States => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<T>(
        ref T parameter, T gradient, ref T state0, ref T state1, ref T state2) where T : struct, ILane<T>
    {
        T g = T.FusedMultiplyAdd(T.Broadcast(_decay), parameter, gradient);
        state0 = T.FusedMultiplyAdd(g, g, state0);
        parameter = T.FusedMultiplyAdd(T.Broadcast(_down), g / (T.Sqrt(state0) + T.Broadcast(_eps)), parameter);
    }
}
