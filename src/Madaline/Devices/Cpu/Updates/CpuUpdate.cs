using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Elementwise;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Updates;

/// <summary>One pass over a parameter, its gradient and its states.</summary>
internal static unsafe class CpuUpdate
{
    /// <summary>
    /// Fewest and most parameters of a grain: their memory is a multiple of what is counted elsewhere.
    /// </summary>
    private const int MinGrain = 2048, MaxGrain = StridedLoop.ParallelGrain / 2;

    public static void Run<TRule>(TRule rule, ReadOnlySpan<UpdateOperands> parameters) where TRule : struct, IUpdateRule
    {
        if (parameters.Length == 0)
            return;
        if (parameters[0].Parameter.DType == DType.Float32)
            Run<TRule, float, F32x8>(rule, parameters);
        else
            Run<TRule, double, F64x4>(rule, parameters);
    }

    private static void Run<TRule, TElement, TLane>(TRule rule, ReadOnlySpan<UpdateOperands> parameters)
        where TRule : struct, IUpdateRule
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        foreach (ref readonly var o in parameters)
        {
            fixed (TElement* x = o.Parameter.Pin<TElement>(), dx = o.Gradient.Pin<TElement>(),
                s0 = o.State0.Pin<TElement>(), s1 = o.State1.Pin<TElement>(), s2 = o.State2.Pin<TElement>())
            {
                int count = o.Parameter.Elements;
                Start(count, TLane.Width, new Body<TRule, TElement, TLane>(rule, x, dx, s0, s1, s2, count));
            }
        }
    }

    /// <summary>Two grains for each thread where there is enough to share.</summary>
    private static void Start<TBody>(int count, int width, TBody body) where TBody : struct, IRangeBody
    {
        int grain = Math.Clamp(count / (2 * Device.Cpu.Threads), MinGrain, MaxGrain) / width;
        Device.Cpu.Team.For((count + width - 1) / width, grain, count, MinGrain + width, body);
    }

    private readonly struct Body<TRule, TElement, TLane>(
        TRule rule, TElement* p, TElement* g, TElement* s0, TElement* s1, TElement* s2, int n) : IRangeBody
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
            for (int lane = Math.Max(start, whole); lane < end; lane++)
                Padded(lane * TLane.Width);
        }

        // The rule as a local: a store through a pointer could change a field.
        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        private void Full(int start, int end)
        {
            TRule rule = _rule;
            TElement* x = p, dx = g, a = s0, b = s1, c = s2;
            for (int i = start; i < end; i += TLane.Width)
            {
                TLane parameter = TLane.Load(x + i), first = parameter, second = parameter, third = parameter;
                if (TRule.States > 0)
                    first = TLane.Load(a + i);
                if (TRule.States > 1)
                    second = TLane.Load(b + i);
                if (TRule.States > 2)
                    third = TLane.Load(c + i);
                rule.Apply(ref parameter, TLane.Load(dx + i), ref first, ref second, ref third);
                TLane.Store(parameter, x + i);
                if (TRule.States > 0)
                    TLane.Store(first, a + i);
                if (TRule.States > 1)
                    TLane.Store(second, b + i);
                if (TRule.States > 2)
                    TLane.Store(third, c + i);
            }
        }

        /// <summary>The last, partly filled lane.</summary>
        private void Padded(int i)
        {
            TLane x = LaneMemory.Read<TElement, TLane>(p, 1, i, n), dx = LaneMemory.Read<TElement, TLane>(g, 1, i, n);
            TLane a = x, b = x, c = x;
            if (TRule.States > 0)
                a = LaneMemory.Read<TElement, TLane>(s0, 1, i, n);
            if (TRule.States > 1)
                b = LaneMemory.Read<TElement, TLane>(s1, 1, i, n);
            if (TRule.States > 2)
                c = LaneMemory.Read<TElement, TLane>(s2, 1, i, n);
            _rule.Apply(ref x, dx, ref a, ref b, ref c);
            LaneMemory.Write(x, p, 1, i, n);
            if (TRule.States > 0)
                LaneMemory.Write(a, s0, 1, i, n);
            if (TRule.States > 1)
                LaneMemory.Write(b, s1, 1, i, n);
            if (TRule.States > 2)
                LaneMemory.Write(c, s2, 1, i, n);
        }
    }
}
