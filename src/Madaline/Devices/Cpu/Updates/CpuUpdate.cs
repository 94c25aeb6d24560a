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

    public static void Run<TRule>(TRule rule, Tensor parameter, Tensor gradient, ReadOnlySpan<Tensor> states)
        where TRule : struct, IUpdateRule
    {
        Tensor s0 = states.Length > 0 ? states[0] : parameter, s1 = states.Length > 1 ? states[1] : s0;
        Tensor s2 = states.Length > 2 ? states[2] : s1;
        fixed (byte* p = &CpuDevice.Start(parameter), g = &CpuDevice.Start(gradient),
            b0 = &CpuDevice.Start(s0), b1 = &CpuDevice.Start(s1), b2 = &CpuDevice.Start(s2))
        {
            int count = parameter.Elements;
            if (parameter.DType == DType.Float32)
            {
                var body = new Body<TRule, float, F32x8>(rule, (float*)p, (float*)g, (float*)b0, (float*)b1,
                    (float*)b2, count);
                Start(count, 8, body);
            }
            else
            {
                var body = new Body<TRule, double, F64x4>(rule, (double*)p, (double*)g, (double*)b0, (double*)b1,
                    (double*)b2, count);
                Start(count, 4, body);
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
