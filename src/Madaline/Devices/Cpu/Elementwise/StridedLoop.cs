using System.Runtime.CompilerServices;
using Madaline.Devices.Cpu.Runtime;

namespace Madaline.Devices.Cpu.Elementwise;

/// <summary>Up to four operands' places within a row: byte addresses, and steps in elements.</summary>
internal unsafe struct RowOperands
{
    public byte* P0, P1, P2, P3;
    public int S0, S1, S2, S3;

    /// <summary>Where an operand begins; known to the JIT where the number is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly byte* Place(int operand) => operand == 0 ? P0 : operand == 1 ? P1 : operand == 2 ? P2 : P3;

    /// <summary>An operand's step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int Stride(int operand) => operand == 0 ? S0 : operand == 1 ? S1 : operand == 2 ? S2 : S3;
}

/// <summary>What is done along one row of elements.</summary>
internal interface IRowKernel
{
    void Run(int count, in RowOperands row);
}

/// <summary>
/// Walks operands of one shape and any strides row by row, over the thread team when the work is large.
/// </summary>
internal static unsafe class StridedLoop
{
    private const int MaxRank = 16;

    /// <summary>The sizes and strides left after neighbours that continue each other are merged.</summary>
    private struct Plan
    {
        public int Rank, Operands, Elements;
        public fixed int Sizes[MaxRank];
        public fixed int Strides[4 * MaxRank];
        public fixed int Bytes[4];
    }

    public static void Run<TKernel>(TKernel kernel, Tensor t0, Tensor t1) where TKernel : struct, IRowKernel =>
        Run(kernel, 2, t0, t1, t0, t0);

    public static void Run<TKernel>(TKernel kernel, Tensor t0, Tensor t1, Tensor t2, Tensor t3)
        where TKernel : struct, IRowKernel => Run(kernel, 4, t0, t1, t2, t3);

    /// <summary>With the number of operands that count; those after them repeat others.</summary>
    public static void Run<TKernel>(TKernel kernel, int operands, Tensor t0, Tensor t1, Tensor t2, Tensor t3)
        where TKernel : struct, IRowKernel
    {
        if (t0.Elements == 0)
            return;
        if (t0.Elements <= WorthThreads.Elements
            && t0.IsContiguous && t1.IsContiguous && t2.IsContiguous && t3.IsContiguous)
            RunFlat(kernel, t0, t1, t2, t3);
        else
            RunPlanned(kernel, operands, t0, t1, t2, t3);
    }

    /// <summary>Few elements without gaps, as small networks have them: one row, and no plan to make.</summary>
    private static void RunFlat<TKernel>(TKernel kernel, Tensor t0, Tensor t1, Tensor t2, Tensor t3)
        where TKernel : struct, IRowKernel
    {
        fixed (byte* b0 = t0.Pin<byte>(), b1 = t1.Pin<byte>(), b2 = t2.Pin<byte>(), b3 = t3.Pin<byte>())
            kernel.Run(t0.Elements, new() { P0 = b0, P1 = b1, P2 = b2, P3 = b3, S0 = 1, S1 = 1, S2 = 1, S3 = 1 });
    }

    private static void RunPlanned<TKernel>(TKernel kernel, int operands, Tensor t0, Tensor t1, Tensor t2, Tensor t3)
        where TKernel : struct, IRowKernel
    {
        Plan plan = default;
        plan.Operands = operands;
        MakePlan(ref plan, [t0, t1, t2, t3]);
        fixed (byte* b0 = t0.Pin<byte>(), b1 = t1.Pin<byte>(), b2 = t2.Pin<byte>(), b3 = t3.Pin<byte>())
        {
            int inner = plan.Sizes[plan.Rank - 1];
            int* steps = plan.Strides + plan.Rank - 1;
            var row = new RowOperands
            {
                P0 = b0,
                P1 = b1,
                P2 = b2,
                P3 = b3,
                S0 = steps[0],
                S1 = steps[MaxRank],
                S2 = steps[2 * MaxRank],
                S3 = steps[3 * MaxRank],
            };
            if (plan.Elements <= WorthThreads.Elements)
            {
                RunRows(ref kernel, ref plan, row, 0, plan.Elements / inner);
                return;
            }

            var team = Device.Cpu.Team;
            var body = new Body<TKernel>(kernel, plan, row);
            if (plan.Rank == 1)
                team.For(inner, WorthThreads.Grain(1, 2), body);
            else
                team.For(plan.Elements / inner, WorthThreads.Grain(inner, 2), body);
        }
    }

    /// <summary>Some elements of a single row, or some of many rows.</summary>
    private struct Body<TKernel>(TKernel kernel, Plan plan, RowOperands row) : IRangeBody
        where TKernel : struct, IRowKernel
    {
        private Plan _plan = plan;

        public void Run(int start, int end)
        {
            if (_plan.Rank > 1)
            {
                RunRows(ref kernel, ref _plan, row, start, end);
                return;
            }

            var part = row;
            Move(ref part, ref _plan, 0, start);
            kernel.Run(end - start, part);
        }
    }

    /// <summary>Goes some steps along a dimension.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Move(ref RowOperands row, ref Plan plan, int dimension, long steps)
    {
        row.P0 += steps * plan.Strides[dimension] * plan.Bytes[0];
        row.P1 += steps * plan.Strides[MaxRank + dimension] * plan.Bytes[1];
        row.P2 += steps * plan.Strides[(2 * MaxRank) + dimension] * plan.Bytes[2];
        row.P3 += steps * plan.Strides[(3 * MaxRank) + dimension] * plan.Bytes[3];
    }

    private static void RunRows<TKernel>(ref TKernel kernel, ref Plan plan, RowOperands row, int start, int end)
        where TKernel : struct, IRowKernel
    {
        int inner = plan.Sizes[plan.Rank - 1];
        if (plan.Rank == 1)
        {
            kernel.Run(inner, row);
            return;
        }

        for (int r = start; r < end; r++)
        {
            var part = row;
            int rest = r;
            for (int d = plan.Rank - 2; d >= 0; d--)
            {
                Move(ref part, ref plan, d, rest % plan.Sizes[d]);
                rest /= plan.Sizes[d];
            }

            kernel.Run(inner, part);
        }
    }

    private static void MakePlan(ref Plan plan, ReadOnlySpan<Tensor> tensors)
    {
        var sizes = tensors[0].Shape.AsSpan();
        if (sizes.Length > MaxRank)
            throw new TensorException("elementwise", $"too many dimensions. Shape is {tensors[0].Shape}; "
                + $"expected at most {MaxRank}. Flatten some.");
        plan.Elements = tensors[0].Elements;
        for (int operand = 0; operand < 4; operand++)
            plan.Bytes[operand] = tensors[operand].DType.Size();
        int rank = 0;
        for (int d = 0; d < sizes.Length; d++)
        {
            if (sizes[d] == 1)
                continue;
            bool merges = rank > 0;
            for (int operand = 0; merges && operand < plan.Operands; operand++)
                merges = plan.Strides[(operand * MaxRank) + rank - 1] == tensors[operand].Strides[d] * sizes[d];
            rank += merges ? 0 : 1;
            plan.Sizes[rank - 1] = merges ? plan.Sizes[rank - 1] * sizes[d] : sizes[d];
            for (int operand = 0; operand < 4; operand++)
                plan.Strides[(operand * MaxRank) + rank - 1] = tensors[operand].Strides[d];
        }

        plan.Rank = Math.Max(rank, 1);
        if (rank == 0)
            plan.Sizes[0] = 1;
    }
}
