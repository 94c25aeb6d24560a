using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Updates;

/// <summary>One pass over a parameter, its gradient and its states.</summary>
internal static unsafe class CpuUpdate
{
    /// <summary>
    /// Fewest and most parameters of a grain: their memory is a multiple of what is counted elsewhere.
    /// </summary>
    private const int MinGrain = WorthThreads.Elements / 16, MaxGrain = WorthThreads.Elements / 2;

    public static void Run<TRule>(in TRule rule, ReadOnlySpan<UpdateOperands> parameters)
        where TRule : struct, IUpdateRule
    {
        if (parameters.Length == 0)
            return;
        if (parameters[0].Parameter.DType == DType.Float32)
            Run<TRule, float, F32x8>(rule, parameters);
        else
            Run<TRule, double, F64x4>(rule, parameters);
    }

    private static void Run<TRule, TElement, TLane>(
        in TRule rule, ReadOnlySpan<UpdateOperands> parameters)
        where TRule : struct, IUpdateRule
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        foreach (ref readonly var o in parameters)
        {
            int count = o.Parameter.Elements;
            fixed (TElement* x = o.Parameter.Pin<TElement>(), dx = o.Gradient.Pin<TElement>(),
                s0 = o.State0.Pin<TElement>(), s1 = o.State1.Pin<TElement>(), s2 = o.State2.Pin<TElement>())
            {
                Start(count, TLane.Width, new Body<TRule, TElement, TLane>(rule, x, dx, s0, s1, s2, count));
            }
        }
    }

    /// <summary>Two grains for each thread where there is enough to share.</summary>
    private static void Start<TBody>(int count, int width, in TBody body) where TBody : struct, IRangeBody
    {
        int lanes = (count + width - 1) / width;
        if (count < MinGrain)
        {
            body.Run(0, lanes);
            return;
        }

        int grain = Math.Clamp(count / (2 * Device.Cpu.Threads), MinGrain, MaxGrain) / width;
        Device.Cpu.Team.For(lanes, grain, count, MinGrain + width, body);
    }

    private readonly struct Body<TRule, TElement, TLane>(
        in TRule rule, TElement* p, TElement* g, TElement* s0, TElement* s1, TElement* s2, int n) : IRangeBody
        where TRule : struct, IUpdateRule
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        private readonly TRule _rule = rule;

        public void Run(int start, int end)
        {
            int whole = Math.Min(end, n / TLane.Width);
            if (start < whole)
                Full(start * TLane.Width, whole * TLane.Width);
            int at = Math.Max(start, whole) * TLane.Width;
            if (Math.Max(start, whole) < end)
                Step(_rule, p + at, g + at, s0 + at, s1 + at, s2 + at, n - at);
        }

        // The rule as a local: a store through a pointer could change a field.
        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private void Full(int start, int end)
        {
            TRule local = _rule;
            TElement* x = p, dx = g, a = s0, b = s1, c = s2;
            for (int i = start; i < end; i += TLane.Width)
                Step(local, x + i, dx + i, a + i, b + i, c + i, TLane.Width);
        }

        /// <summary>One lane, of which the first places count.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Step(
            in TRule rule, TElement* x, TElement* dx, TElement* a, TElement* b, TElement* c, int count)
        {
            TLane parameter = LaneMemory.Read<TElement, TLane>(x, 1, 0, count);
            TLane first = TRule.States > 0 ? LaneMemory.Read<TElement, TLane>(a, 1, 0, count) : parameter;
            TLane second = TRule.States > 1 ? LaneMemory.Read<TElement, TLane>(b, 1, 0, count) : parameter;
            TLane third = TRule.States > 2 ? LaneMemory.Read<TElement, TLane>(c, 1, 0, count) : parameter;
            rule.Apply(ref parameter, LaneMemory.Read<TElement, TLane>(dx, 1, 0, count), ref first, ref second,
                ref third);
            LaneMemory.Write(parameter, x, 1, 0, count);
            if (TRule.States > 0)
                LaneMemory.Write(first, a, 1, 0, count);
            if (TRule.States > 1)
                LaneMemory.Write(second, b, 1, 0, count);
            if (TRule.States > 2)
                LaneMemory.Write(third, c, 1, 0, count);
        }
    }
}
