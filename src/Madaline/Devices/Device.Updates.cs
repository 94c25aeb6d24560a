using Madaline.Devices;

namespace Madaline;

/// <summary>Optimizer steps, and random numbers.</summary>
public abstract partial class Device
{
    /// <summary>One optimizer step in place on a parameter and its states.</summary>
    internal void Update<TRule>(in TRule rule, in UpdateOperands operands) where TRule : struct, IUpdateRule =>
        UpdateAll(rule, [operands]);

    /// <summary>One optimizer step in place on parameters of one dtype that have a rule in common.</summary>
    internal void UpdateAll<TRule>(in TRule rule, ReadOnlySpan<UpdateOperands> parameters)
        where TRule : struct, IUpdateRule
    {
        Observer?.Begin(TRule.Name);
        foreach (ref readonly var operands in parameters)
            operands.Visit(new LivenessCheck(TRule.Name));
        UpdateAllCore(rule, parameters);
        foreach (ref readonly var operands in parameters)
            operands.Visit(default(KeepAlive));
        Observer?.End(TRule.Name);
    }

    /// <summary>Random numbers from the stream's blocks, starting at <paramref name="block"/>.</summary>
    internal void Random(Distribution distribution, ulong key, ulong block, double a, double b, Tensor y)
    {
        Begin("random", y);
        RandomCore(distribution, key, block, a, b, y);
        GC.KeepAlive(y);
        Observer?.End("random");
    }

    /// <summary><see cref="UpdateAll"/>, by the device.</summary>
    private protected abstract void UpdateAllCore<TRule>(in TRule rule, ReadOnlySpan<UpdateOperands> parameters)
        where TRule : struct, IUpdateRule;

    /// <summary><see cref="Random"/>, by the device.</summary>
    private protected abstract void RandomCore(
        Distribution distribution, ulong key, ulong block, double a, double b, Tensor y);
}
