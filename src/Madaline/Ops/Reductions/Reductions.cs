using System.Runtime.CompilerServices;
using Madaline.Autograd;
using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Tensors;

namespace Madaline.Ops;

internal readonly struct ProductReduction : IReduction
{
    public static string Name => "prod";

    public static double Start => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Combine<T>(T x, T y) where T : struct, ILane<T> => x * y;
}

internal readonly struct MaxReduction : IReduction
{
    public static string Name => "max";

    public static double Start => double.NegativeInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Combine<T>(T x, T y) where T : struct, ILane<T> => T.Max(x, y);
}

internal readonly struct MinReduction : IReduction
{
    public static string Name => "min";

    public static double Start => double.PositiveInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Combine<T>(T x, T y) where T : struct, ILane<T> => T.Min(x, y);
}

/// <summary>What all reductions share: which dimensions go, and what shape is left.</summary>
internal static class Reduction
{
    /// <summary>The shape with the given dimensions (all when none are given) set to 1.</summary>
    public static Shape Kept(string op, Shape shape, ReadOnlySpan<int> dimensions)
    {
        int[] sizes = shape.ToArray();
        if (dimensions.Length == 0)
            Array.Fill(sizes, 1);
        foreach (int axis in shape.Axes(op, dimensions))
        {
            if (sizes.Length > 0)
                sizes[axis] = 1;
        }

        return sizes;
    }

    /// <summary>The shape without the given dimensions.</summary>
    public static Shape Dropped(string op, Shape shape, ReadOnlySpan<int> dimensions)
    {
        if (dimensions.Length == 0)
            return Shape.Scalar;
        List<int> sizes = [];
        var axes = new HashSet<int>();
        foreach (int dimension in dimensions)
            axes.Add(shape.Axis(op, dimension));
        for (int d = 0; d < shape.Rank; d++)
        {
            if (!axes.Contains(d))
                sizes.Add(shape[d]);
        }

        return sizes.ToArray();
    }

    /// <summary>Tells a trace of a reduction.</summary>
    public static void Trace(string op, Tensor x, Tensor y, ReadOnlySpan<int> dimensions, bool keepDims) =>
        Tracing.Add(op, x, y, ("dim", x.Shape.Axes(op, dimensions)), ("keepdim", keepDims));

    /// <summary>Reduces without recording; the result keeps its dimensions as 1.</summary>
    public static Tensor Run<TOp>(Tensor x, Shape kept) where TOp : struct, IReduction
    {
        x.RequireAlive(TOp.Name);
        Sizes.RequireStorable(TOp.Name, x);
        var y = Tensor.Empty(kept, x.DType, x.Device, TOp.Name);
        x.Device.Reduce(default(TOp), x, y);
        return y;
    }

    /// <summary>The same elements under another shape, giving up the handle.</summary>
    public static Tensor Reshaped(Tensor y, Shape shape)
    {
        if (y.Shape.Equals(shape))
            return y;
        var view = y.View(Layout.RowMajor(shape));
        y.Release();
        return view;
    }

    public static void RequireElements(string op, Tensor x, ReadOnlySpan<int> dimensions)
    {
        if (x.Elements > 0)
            return;
        bool empty = dimensions.Length == 0;
        foreach (int dimension in dimensions)
            empty |= x.Rank > 0 && x.Shape[x.Shape.Axis(op, dimension)] == 0;
        if (empty)
            throw new TensorException(op, $"nothing has no largest or smallest element. Input is {x.Shape}; "
                + "expected at least one element in each reduced dimension.");
    }
}
