using Madaline.Autograd;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>
    /// Parts of the tensor by number, range, mask or positions, as in NumPy: <c>x[1..3, .., 0]</c>, <c>x[mask]</c>.
    /// </summary>
    /// <remarks>
    /// Numbers and ranges give views; tensors of positions and masks give copies. Reading has a gradient: dy at the
    /// places read, adding up where a place was read twice. Writing is in place and not recorded; the value, a tensor
    /// or a number as in <c>x[0, 1] = 5f</c>, stretches to what is written. One element as a number is
    /// <c>(float)x[0, 1]</c>.
    /// </remarks>
    /// <exception cref="TensorException">There are too many indices, or one is out of range.</exception>
    [System.Runtime.CompilerServices.IndexerName("At")]
    public Tensor this[params ReadOnlySpan<TensorIndex> indices]
    {
        get
        {
            if (indices is [{ What: TensorIndex.Kind.Range }] && Rank > 0)
                return Part(in indices[0]);
            Tensor view = Basic(indices, out var positions);
            return positions is null ? view : AdvancedIndex.Read(view, positions);
        }

        set
        {
            BeginInPlace("index", value);
            using var scope = new Unrecorded();
            Tensor written = Written(value);
            if (indices is [{ What: TensorIndex.Kind.Tensor } only]
                && AdvancedIndex.TryFill(this, only.Tensor!, written))
                return;
            Tensor view = Basic(indices, out var positions);
            if (positions is null)
                view.CopyFrom(written);
            else
                AdvancedIndex.Write(view, positions, written);
        }
    }

    /// <summary>A range of the first dimension: how a loop over batches reads.</summary>
    private Tensor Part(in TensorIndex index)
    {
        var (start, end) = Bounds(index.Range, Shape[0]);
        return Slice(0, start, end, index.Step);
    }

    /// <summary>
    /// Applies numbers, ranges and new axes; tensors are left for later, one place per dimension of the view.
    /// </summary>
    private Tensor Basic(ReadOnlySpan<TensorIndex> indices, out Tensor?[]? positions)
    {
        int consumed = 0;
        bool ellipsis = false, advanced = false;
        foreach (var index in indices)
        {
            consumed += index.What switch
            {
                TensorIndex.Kind.NewAxis or TensorIndex.Kind.Ellipsis => 0,
                TensorIndex.Kind.Tensor when index.Tensor!.DType == DType.Bool => index.Tensor.Rank,
                _ => 1,
            };
            if (index.What == TensorIndex.Kind.Ellipsis && ellipsis)
                throw new TensorException("index", "there are two ellipses; expected at most one. Write .. "
                    + "for one whole dimension.");
            if (index.What == TensorIndex.Kind.Tensor && index.Tensor!.DType == DType.Bool && index.Tensor.Rank == 0)
                throw new TensorException("index", "a mask has no dimensions. Mask is Bool []; "
                    + "expected at least one dimension. Use Where, or an if.");
            ellipsis |= index.What == TensorIndex.Kind.Ellipsis;
            advanced |= index.What == TensorIndex.Kind.Tensor;
        }

        if (consumed > Rank)
            throw new TensorException("index", $"too many indices. There are {consumed}; "
                + $"expected at most {Rank} for shape {Shape}.");
        Tensor view = this;
        var found = advanced ? new List<Tensor?>() : null;
        int d = 0;
        foreach (var index in indices)
            view = Apply(view, index, ref d, Rank - consumed, found);
        while (found?.Count < view.Rank)
            found.Add(null);
        positions = found?.ToArray();
        return ReferenceEquals(view, this) && !advanced ? Share(this) : view;
    }

    private static Tensor Apply(Tensor view, TensorIndex index, ref int d, int missing, List<Tensor?>? positions)
    {
        switch (index.What)
        {
            case TensorIndex.Kind.Number:
                int size = d < view.Rank ? view.Shape[d] : 0;
                int at = index.Number.GetOffset(size);
                return view.Select(d, at < 0 ? -index.Number.Value : at);
            case TensorIndex.Kind.Range:
                var (start, end) = Bounds(index.Range, view.Shape[d]);
                positions?.Add(null);
                return view.Slice(d++, start, end, index.Step);
            case TensorIndex.Kind.NewAxis:
                positions?.Add(null);
                return view.Unsqueeze(d++);
            case TensorIndex.Kind.Ellipsis:
                for (int i = 0; i < missing; i++, d++)
                    positions?.Add(null);
                return view;
            default:
                foreach (var tensor in AdvancedIndex.Positions(index.Tensor!, view, d))
                {
                    positions!.Add(tensor);
                    d++;
                }

                return view;
        }
    }

    /// <summary>A range's bounds, cut to the dimension as NumPy does.</summary>
    private static (int Start, int End) Bounds(Range range, int size)
    {
        int start = Math.Clamp(range.Start.IsFromEnd ? size - range.Start.Value : range.Start.Value, 0, size);
        int end = Math.Clamp(range.End.IsFromEnd ? size - range.End.Value : range.End.Value, start, size);
        return (start, end);
    }
}
