using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Numerics;

namespace Madaline.Optim;

/// <summary>The step that Adam and AdamW share.</summary>
internal sealed class AdamStep
{
    private static readonly string[] _stateNames = ["exp_avg", "exp_avg_sq", "max_exp_avg_sq"];
    private readonly (string, double)[] _settings;
    private readonly double _beta2, _eps;
    private readonly bool _amsgrad, _decoupled;
    private (double Beta1, long Steps, double Sum, double Root) _last;

    public AdamStep(string kind, double beta2, double eps, bool amsgrad, bool decoupled)
    {
        _beta2 = Hyperparameter.BelowOne(kind, "beta2", beta2, "Use 0.999.");
        _eps = Hyperparameter.AtLeastZero(kind, "eps", eps, "Use 1e-8.");
        (_amsgrad, _decoupled) = (amsgrad, decoupled);
        _settings = [("beta2", beta2), ("eps", eps), ("amsgrad", amsgrad ? 1 : 0)];
    }

    public static ReadOnlySpan<string> StateNames => _stateNames;

    public ReadOnlySpan<(string Name, double Value)> Settings => _settings;

    public void Update(ParameterEntry entry, Tensor gradient, UpdateBatches updates)
    {
        var (parameter, group) = (entry.Parameter, entry.Group);
        double beta1 = group.Momentum, lr = group.LearningRate, decay = group.WeightDecay;
        var (sum, root) = Corrections(beta1, entry.Steps);
        double rate = lr / sum;
        double coupled = _decoupled ? 0 : decay, shrink = _decoupled ? 1 - (lr * decay) : 1;
        var averages = new AdamAverages(beta1, _beta2, coupled);
        var move = new AdamMove(rate, root, _eps, shrink);
        if (_amsgrad)
            updates.Add(new AmsgradRule(averages, move),
                new(parameter, gradient, entry.State(0), entry.State(1), entry.State(2)));
        else
            updates.Add(new AdamRule(averages, move), new(parameter, gradient, entry.State(0), entry.State(1)));
    }

    /// <summary>1 − β₁ᵗ and 1 / √(1 − β₂ᵗ): the same for all parameters that took as many steps.</summary>
    private (double Sum, double Root) Corrections(double beta1, long steps)
    {
        if (_last.Steps != steps || _last.Beta1 != beta1)
        {
            double root = 1 / Math.Sqrt(1 - Hyperparameter.Power(_beta2, steps));
            _last = (beta1, steps, 1 - Hyperparameter.Power(beta1, steps), root);
        }

        return (_last.Sum, _last.Root);
    }
}

/// <summary>m and v from the gradient and the decayed parameter.</summary>
internal readonly struct AdamAverages(double beta1, double beta2, double weightDecay)
{
    private readonly Constant _decay = weightDecay, _fresh = 1 - beta1, _memory = beta2, _freshSquare = 1 - beta2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<T>(T parameter, T gradient, ref T m, ref T v) where T : struct, ILane<T>
    {
        T g = T.FusedMultiplyAdd(T.Broadcast(_decay), parameter, gradient);
        m = T.FusedMultiplyAdd(T.Broadcast(_fresh), g - m, m);
        v = T.FusedMultiplyAdd(T.Broadcast(_memory), v, T.Broadcast(_freshSquare) * (g * g));
    }
}

/// <summary>θ ← shrink · θ − rate · m / (√v · root + ε).</summary>
/// <remarks>
/// Where no place of a lane can move, its m being 0 or all but forgotten (inputs that are always 0, units that died),
/// it is left as the formula would leave it, without root and division; a processor takes thrice as long to divide
/// subnormal numbers. The divisor is at least ε, so that |m| &lt; 2⁻⁵⁷ · |θ| · ε / rate moves less than half a unit in
/// the last place, even in double precision.
/// </remarks>
internal readonly struct AdamMove(double rate, double root, double eps, double shrink)
{
    private readonly Constant _down = -rate, _root = root, _eps = eps, _shrink = shrink;
    private readonly Constant _still = Still(rate, eps), _floor = -Still(rate, eps) / (1 << 30);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Apply<T>(T parameter, T m, T v) where T : struct, ILane<T>
    {
        T kept = T.Broadcast(_shrink) * parameter;
        T bound = T.FusedMultiplyAdd(T.Abs(kept), T.Broadcast(_still), T.Broadcast(_floor));
        if (T.All(T.And(T.LessThan(T.Abs(m), bound), T.LessOrEqual(T.Broadcast(0), v))))
            return kept;
        T scale = T.FusedMultiplyAdd(T.Sqrt(v), T.Broadcast(_root), T.Broadcast(_eps));
        return T.FusedMultiplyAdd(T.Broadcast(_down), m / scale, kept);
    }

    /// <summary>
    /// 2⁻⁵⁷ · ε / rate; 0, which holds for no lane, where a rounding to single precision could come near the end of its
    /// range. The floor takes out parameters below 2⁻³⁰, for the same reason.
    /// </summary>
    private static double Still(double rate, double eps)
    {
        const double Half57 = 1.0 / (1L << 57), Smallest = 1.0 / (1L << 45) / (1L << 45), Largest = 1L << 60;
        double still = Math.Min(eps, (float)eps) / rate * Half57;
        return rate < 1 << 20 && still >= Smallest && still <= Largest ? still : 0;
    }
}

internal readonly struct AdamRule(AdamAverages averages, AdamMove move) : IUpdateRule
{
    private readonly AdamAverages _averages = averages;
    private readonly AdamMove _move = move;

    public static string Name => "adam";

    public static int States => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<T>(
        ref T parameter, T gradient, ref T state0, ref T state1, ref T state2) where T : struct, ILane<T>
    {
        _averages.Apply(parameter, gradient, ref state0, ref state1);
        parameter = _move.Apply(parameter, state0, state1);
    }
}

internal readonly struct AmsgradRule(AdamAverages averages, AdamMove move) : IUpdateRule
{
    private readonly AdamAverages _averages = averages;
    private readonly AdamMove _move = move;

    public static string Name => "adam_amsgrad";

    public static int States => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<T>(
        ref T parameter, T gradient, ref T state0, ref T state1, ref T state2) where T : struct, ILane<T>
    {
        _averages.Apply(parameter, gradient, ref state0, ref state1);
        state2 = T.Max(state2, state1);
        parameter = _move.Apply(parameter, state0, state2);
    }
}
