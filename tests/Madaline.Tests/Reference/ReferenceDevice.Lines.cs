using Madaline.Devices;
using Madaline.Numerics;

namespace Madaline.Tests.Reference;

internal sealed partial class ReferenceDevice
{
    private protected override void ReduceCore<TOp>(TOp op, in UnaryOperands o)
    {
        var (x, y) = o;
        int[] from = Walk.Places(x), to = Walk.Places(y);
        var numbers = new double[y.Elements];
        var wholes = new long[y.Elements];
        Array.Fill(numbers, TOp.Start);
        Array.Fill(wholes, Start(TOp.Start, x.DType));
        for (int i = 0; i < from.Length; i++)
        {
            int result = ResultOf(Walk.Position(x.Shape, i), y.Shape);
            if (x.DType.IsFloating())
                numbers[result] = op.Combine(new ReferenceLane(numbers[result]), Lane(x, from[i])).Value;
            else
                wholes[result] = Combined(op, x.DType, wholes[result], Memory(x).Integer(from[i]));
        }

        for (int i = 0; i < to.Length; i++)
        {
            if (y.DType.IsFloating())
                Memory(y).Set(to[i], numbers[i]);
            else
                Memory(y).Set(to[i], wholes[i] == 255 && y.DType == DType.Bool ? 1 : wholes[i]);
        }
    }

    private protected override void ArgReduceCore(bool largest, in AxisOperands o)
    {
        var (x, axis, y, _) = o;
        foreach (int[][] line in Walk.Lines(x.Shape, axis))
        {
            int best = 0;
            for (int i = 1; i < line.Length; i++)
            {
                double found = At(x, line[best]), next = At(x, line[i]);
                if (!double.IsNaN(found) && (double.IsNaN(next) || (largest ? next > found : next < found)))
                    best = i;
            }

            Memory(y).Set(Walk.Place(y, Walk.With(line[0], axis, 0)), (long)best);
        }
    }

    private protected override void CumulativeSumCore(in AxisOperands o)
    {
        var (x, axis, y, _) = o;
        foreach (int[][] line in Walk.Lines(x.Shape, axis))
        {
            double sum = 0;
            long whole = 0;
            foreach (int[] position in line)
            {
                if (y.DType.IsFloating())
                    Memory(y).Set(Walk.Place(y, position), sum += At(x, position));
                else
                    Memory(y).Set(Walk.Place(y, position), whole += Memory(x).Integer(Walk.Place(x, position)));
            }
        }
    }

    private protected override void SortCore(bool descending, in AxisOperands o)
    {
        var (x, axis, values, indices) = o;
        foreach (int[][] line in Walk.Lines(x.Shape, axis))
        {
            // Insertion sort: stable, and NaN above everything.
            List<int> order = [];
            for (int i = 0; i < line.Length; i++)
            {
                int at = order.Count;
                while (at > 0 && Before(At(x, line[i]), At(x, line[order[at - 1]]), descending))
                    at--;
                order.Insert(at, i);
            }

            for (int i = 0; i < line.Length; i++)
            {
                CopyElement(x, Walk.Place(x, line[order[i]]), values, Walk.Place(values, line[i]));
                Memory(indices!).Set(Walk.Place(indices!, line[i]), (long)order[i]);
            }
        }
    }

    private protected override void SoftmaxCore(in SoftmaxOperands o)
    {
        var (log, _, x, y) = o;
        foreach (int[][] line in Walk.Lines(x.Shape, x.Rank - 1))
        {
            double max = line.Select(p => At(x, p)).Aggregate(double.NegativeInfinity, Math.Max);
            double sum = line.Sum(p => Math.Exp(At(x, p) - max));
            foreach (int[] p in line)
                Memory(y).Set(Walk.Place(y, p), log ? At(x, p) - max - Math.Log(sum) : Math.Exp(At(x, p) - max) / sum);
        }
    }

    private protected override void SoftmaxGradientCore(in SoftmaxOperands o)
    {
        var (log, dy, y, dx) = o;
        foreach (int[][] line in Walk.Lines(y.Shape, y.Rank - 1))
        {
            double sum = line.Sum(p => log ? At(dy!, p) : At(dy!, p) * At(y, p));
            foreach (int[] p in line)
            {
                double slope = log ? At(dy!, p) - (Math.Exp(At(y, p)) * sum) : At(y, p) * (At(dy!, p) - sum);
                Memory(dx).Set(Walk.Place(dx, p), slope);
            }
        }
    }

    private protected override void MatMulCore(in ProductOperands o)
    {
        var (a, b, bias, y, epilogue) = o;
        for (int i = 0; i < y.Elements; i++)
        {
            int[] at = Walk.Position(y.Shape, i), batch = at[..^2];
            double sum = 0;
            for (int k = 0; k < a.Shape[-1]; k++)
                sum += At(a, [.. batch, at[^2], k]) * At(b, [.. batch, k, at[^1]]);
            Memory(y).Set(Walk.Place(y, at), sum + (bias is null ? 0 : At(bias, [at[^1]])));
        }

        if (epilogue == Epilogue.Relu)
            Unary(default(ReluOp), y, y);
    }

    private static double At(Tensor x, int[] position) => Memory(x).Number(Walk.Place(x, position));

    private static int ResultOf(int[] position, Shape kept)
    {
        int result = 0;
        for (int d = 0; d < position.Length; d++)
            result = (result * kept[d]) + (kept[d] == 1 ? 0 : position[d]);
        return result;
    }

    private static long Start(double start, DType dtype) => dtype switch
    {
        DType.Int64 => ReferenceInteger<long>.Broadcast(start).Value,
        DType.Int32 => ReferenceInteger<int>.Broadcast(start).Value,
        _ => ReferenceInteger<byte>.Broadcast(start).Value,
    };

    private static long Combined<TOp>(TOp op, DType dtype, long x, long y) where TOp : struct, IReduction => dtype switch
    {
        DType.Int64 => op.Combine(new ReferenceInteger<long>(x), new ReferenceInteger<long>(y)).Value,
        DType.Int32 => op.Combine(new ReferenceInteger<int>(x), new ReferenceInteger<int>(y)).Value,
        _ => op.Combine(new ReferenceInteger<byte>(x), new ReferenceInteger<byte>(y)).Value,
    };

    private static bool Before(double x, double y, bool descending) => descending
        ? (double.IsNaN(x) && !double.IsNaN(y)) || x > y
        : (!double.IsNaN(x) && double.IsNaN(y)) || x < y;
}
