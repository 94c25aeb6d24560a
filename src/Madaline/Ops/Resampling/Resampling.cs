using Madaline.Tensors;

namespace Madaline.Ops;

/// <summary>Where the places of a dimension in another size come from, by PyTorch's rules.</summary>
/// <remarks>Coordinates are computed in the tensor's own precision, as there.</remarks>
internal sealed class Resampling
{
    private readonly int _dimension, _size, _outputs;
    private readonly double? _scale;
    private readonly bool _alignCorners, _single;

    public Resampling(
        string op, Shape shape, int dimension, int? outputs, double? scale, bool alignCorners, DType dtype)
    {
        (_dimension, _size, _scale, _alignCorners) = (dimension, shape[dimension], scale, alignCorners);
        _single = dtype == DType.Float32;
        double count = outputs ?? Math.Floor(_size * scale!.Value);
        if (!(count >= 1))
        {
            throw new TensorException(op, $"nothing or too much would be left. Dimension {dimension} of {shape} "
                + $"would have size {count}; expected 1 to {int.MaxValue}. "
                + "Choose another size or scale.");
        }

        if (count > int.MaxValue)
            throw Sizes.TooMany(op, $"Dimension {dimension} of {shape} would have size {count:R}");

        _outputs = (int)count;
    }

    /// <summary>The new size.</summary>
    public int Outputs => _outputs;

    /// <summary>How often each element is copied when the nearest ones are whole blocks; else 0.</summary>
    public int Copies
    {
        get
        {
            int copies = _outputs / _size;
            if (copies * _size != _outputs)
                return 0;
            for (int i = 0; i < _outputs; i++)
            {
                if (Nearest(i) != i / copies)
                    return 0;
            }

            return copies;
        }
    }

    /// <summary>The nearest elements along the dimension.</summary>
    public Tensor Taken(Tensor x) =>
        _outputs == _size && Copies == 1 ? x : x.IndexSelect(_dimension, Places(x, Nearest));

    /// <summary>Two neighbours along the dimension, mixed.</summary>
    public Tensor Mixed(Tensor x)
    {
        if (_outputs == _size)
            return x;
        var shares = new double[_outputs];
        for (int i = 0; i < _outputs; i++)
            shares[i] = Share(i);
        int[] along = [.. Enumerable.Repeat(1, x.Rank)];
        along[_dimension] = _outputs;
        Tensor upper = Tensor.From<double>(shares, along).To(x.DType).To(x.Device), lower = 1 - upper;
        Tensor first = x.IndexSelect(_dimension, Places(x, Lower));
        Tensor second = x.IndexSelect(_dimension, Places(x, i => Math.Min(Lower(i) + 1, _size - 1)));
        return (first * lower) + (second * upper);
    }

    private Tensor Places(Tensor x, Func<int, int> place)
    {
        var places = new long[_outputs];
        for (int i = 0; i < _outputs; i++)
            places[i] = place(i);
        return Tensor.From<long>(places).To(x.Device);
    }

    // The same size is copied and the double one is pairs of copies, whatever the scale was, as in PyTorch.
    private int Nearest(int output)
    {
        if (_outputs == _size)
            return output;
        if (_outputs == 2L * _size)
            return output / 2;
        double place = _single ? MathF.Floor(output * (float)Ratio) : Math.Floor(output * Ratio);
        return (int)Math.Min(place, _size - 1);
    }

    private int Lower(int output) => (int)Math.Min(Coordinate(output), _size - 1);

    private double Share(int output) => Math.Clamp(Coordinate(output) - Lower(output), 0, 1);

    /// <summary>Elements of the input to a place of the output.</summary>
    private double Ratio
    {
        get
        {
            double ratio = _scale is { } scale ? 1 / scale : (double)_size / _outputs;
            return _single ? (float)ratio : ratio;
        }
    }

    private double Coordinate(int output)
    {
        if (_alignCorners)
        {
            double corners = _outputs > 1 ? (_size - 1.0) / (_outputs - 1) : 0;
            return _single ? (float)corners * output : corners * output;
        }

        double place = _single ? ((float)Ratio * (output + 0.5f)) - 0.5f : (Ratio * (output + 0.5)) - 0.5;
        return Math.Max(place, 0);
    }
}
