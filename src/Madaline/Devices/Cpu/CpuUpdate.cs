using System.Runtime.CompilerServices;

namespace Madaline;

/// <summary>One pass over a parameter, its gradient and its states.</summary>
internal static unsafe class CpuUpdate
{
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
                var body = new Body<TRule, float, F32x8>(rule, (float*)p, (float*)g, (float*)b0, (float*)b1, (float*)b2, count);
                Device.Cpu.Team.For((count + 7) / 8, StridedLoop.ParallelGrain / 8, body);
            }
            else
            {
                var body = new Body<TRule, double, F64x4>(rule, (double*)p, (double*)g, (double*)b0, (double*)b1, (double*)b2, count);
                Device.Cpu.Team.For((count + 3) / 4, StridedLoop.ParallelGrain / 4, body);
            }
        }
    }

    private readonly struct Body<TRule, TElement, TLane>(
        TRule rule, TElement* p, TElement* g, TElement* s0, TElement* s1, TElement* s2, int n) : IRangeBody
        where TRule : struct, IUpdateRule
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>
    {
        private readonly TRule _rule = rule;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int start, int end)
        {
            for (int lane = start; lane < end; lane++)
            {
                int i = lane * TLane.Width;
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
}
