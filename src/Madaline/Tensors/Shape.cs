using System.Collections;
using System.Runtime.CompilerServices;
using Madaline.Tensors;

namespace Madaline;

/// <summary>The sizes of a tensor's dimensions. Immutable, compared by value; prints as <c>[2, 3]</c>.</summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public sealed class Shape : IEquatable<Shape>, IReadOnlyList<int>
{
    // The last shapes made, each at one of two places that its sizes lead to: a training loop asks for the same few
    // again and again.
    private static readonly Shape?[] Recent = new Shape?[512];

    private readonly int[] _sizes;
    private int[]? _strides, _transposedStrides;
    private Shape? _transposed;

    private Shape(string op, int[] sizes)
    {
        _sizes = sizes;
        long stride = 1, elements = 1;
        for (int d = sizes.Length - 1; d >= 0; d--)
        {
            stride *= Math.Max(sizes[d], 1);
            elements *= sizes[d];
            if (stride > int.MaxValue)
                throw Sizes.TooMany(op, $"Shape is {Format(sizes)}");
        }

        Elements = (int)elements;
    }

    /// <summary>The shape of a single number: no dimensions.</summary>
    public static Shape Scalar { get; } = new("shape", []);

    /// <summary>How many dimensions.</summary>
    public int Rank => _sizes.Length;

    /// <summary>How many elements: the product of the sizes, 1 without dimensions.</summary>
    public int Elements { get; }

    /// <summary>How many dimensions; the same as <see cref="Rank"/>.</summary>
    int IReadOnlyCollection<int>.Count => Rank;

    /// <summary>
    /// Strides of a row-major layout, in elements; worked out when first asked for, which views never do.
    /// </summary>
    internal int[] Strides => _strides ??= RowMajor(_sizes);

    /// <summary>A matrix's shape with rows and columns exchanged, kept since a step asks for the same few.</summary>
    internal Shape Transposed => _transposed ??= [_sizes[1], _sizes[0]];

    /// <summary>The strides of a row-major matrix with rows and columns exchanged.</summary>
    internal int[] TransposedStrides => _transposedStrides ??= [Strides[1], Strides[0]];

    /// <summary>The size of a dimension; a negative one counts from the end.</summary>
    /// <exception cref="TensorException">There is no such dimension.</exception>
    public int this[int dimension]
    {
        get
        {
            int[] sizes = _sizes;
            return (uint)dimension < (uint)sizes.Length ? sizes[dimension] : sizes[Axis("shape", dimension)];
        }
    }

    /// <summary>The size of a dimension; <c>^1</c> is the last.</summary>
    /// <exception cref="TensorException">There is no such dimension.</exception>
    public int this[Index dimension] => this[dimension.IsFromEnd
        ? dimension.Value == 0 ? Rank : -dimension.Value : dimension.Value];

    /// <summary>Some of the sizes: <c>shape[1..]</c> is that of one sample of a batch.</summary>
    /// <exception cref="TensorException">The range reaches beyond the dimensions.</exception>
    public Shape this[Range dimensions]
    {
        get
        {
            int start = dimensions.Start.GetOffset(Rank), end = dimensions.End.GetOffset(Rank);
            return start >= 0 && start <= end && end <= Rank ? Create(_sizes.AsSpan(start, end - start))
                : throw new TensorException("shape", $"no such dimensions. Range is {dimensions}; expected one within "
                    + $"0 to {Rank} for shape {this}.");
        }
    }

    /// <summary>A shape of the given sizes.</summary>
    /// <exception cref="TensorException">A size is negative, or there are more than 2³¹ − 1 elements.</exception>
    public static Shape Create(ReadOnlySpan<int> sizes) => Of("shape", sizes);

    /// <summary>A shape that an operation makes, which is refused by its name.</summary>
    internal static Shape Of(string op, ReadOnlySpan<int> sizes)
    {
        uint place = (uint)sizes.Length;
        foreach (int size in sizes)
            place = (place ^ (uint)size) * 0x9E37_79B1;
        place >>= 23;
        if (Recent[place] is { } shape && shape.Has(sizes))
            return shape;
        return Recent[place ^ 1] is { } other && other.Has(sizes) ? other : Remember(op, sizes, place);
    }

    /// <summary>The shape with another size in one dimension, refused by the operation's name.</summary>
    [SkipLocalsInit]
    internal Shape With(int axis, int size, string op = "shape")
    {
        if (_sizes[axis] == size)
            return this;
        Span<int> sizes = Rank <= 8 ? stackalloc int[8] : new int[Rank];
        sizes = sizes[..Rank];
        _sizes.CopyTo(sizes);
        sizes[axis] = size;
        return Of(op, sizes);
    }

    private static Shape Remember(string op, ReadOnlySpan<int> sizes, uint place)
    {
        foreach (int size in sizes)
        {
            if (size < 0)
                throw Sizes.Negative(op, Format(sizes));
        }

        var shape = new Shape(op, sizes.ToArray());
        (Recent[place ^ 1], Recent[place]) = (Recent[place], shape);
        return shape;
    }

    /// <summary>A shape from an array of sizes.</summary>
    public static implicit operator Shape(int[] sizes) => Create(sizes);

    /// <summary>The sizes.</summary>
    public ReadOnlySpan<int> AsSpan() => _sizes;

    /// <summary>The sizes as a new array.</summary>
    public int[] ToArray() => [.. _sizes];

    /// <inheritdoc/>
    public bool Equals(Shape? other) => ReferenceEquals(this, other) || (other is not null && Has(other._sizes));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int size in _sizes)
            hash.Add(size);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => Format(_sizes);

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)_sizes).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether strides step through a tensor of this shape in row-major order without gaps.</summary>
    internal bool IsRowMajor(int[] strides)
    {
        if (ReferenceEquals(strides, _strides))
            return true;
        int expected = 1;
        for (int d = _sizes.Length - 1; d >= 0; d--)
        {
            int size = _sizes[d];
            if (size != 1 && strides[d] != expected)
                return Elements == 0;
            expected *= size;
        }

        return true;
    }

    private bool Has(ReadOnlySpan<int> sizes)
    {
        int[] own = _sizes;
        if (own.Length != sizes.Length)
            return false;
        for (int d = 0; d < own.Length; d++)
        {
            if (own[d] != sizes[d])
                return false;
        }

        return true;
    }

    private static int[] RowMajor(int[] sizes)
    {
        var strides = new int[sizes.Length];
        int stride = 1;
        for (int d = sizes.Length - 1; d >= 0; d--)
        {
            strides[d] = stride;
            stride *= Math.Max(sizes[d], 1);
        }

        return strides;
    }

    internal static string Format(ReadOnlySpan<int> sizes) =>
        $"[{string.Join(", ", sizes.ToArray().Select(size => $"{size}"))}]";

    /// <summary>Turns a dimension that may count from the end into an index, or explains.</summary>
    internal int Axis(string op, int dimension)
    {
        int axis = dimension < 0 ? dimension + Rank : dimension;
        if ((uint)axis < (uint)Rank || (Rank == 0 && dimension is 0 or -1 && op != "shape"))
            return Math.Max(axis, 0);
        throw new TensorException(op, $"no such dimension. Dimension is {dimension}; "
            + $"expected {-Math.Max(Rank, 1)} to {Math.Max(Rank, 1) - 1} for shape {this}."
            + (dimension == Rank ? " They count from 0, and -1 is the last; a single sample gets a batch dimension by "
                + "Unsqueeze(0)." : ""));
    }

    /// <summary>Turns dimensions, each of which may count from the end, into indices, or explains.</summary>
    internal int[] Axes(string op, ReadOnlySpan<int> dimensions)
    {
        var axes = new int[dimensions.Length];
        var seen = new bool[Math.Max(Rank, 1)];
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = axes[i] = Axis(op, dimensions[i]);
            if (seen[axis])
                throw new TensorException(op, $"a dimension appears twice. Dimensions are {Format(dimensions)}; "
                    + $"expected each once for shape {this}.");
            seen[axis] = true;
        }

        return axes;
    }

    /// <summary>The shape two operands stretch to, or an explanation of why they do not.</summary>
    internal static Shape Broadcast(string op, Shape left, Shape right)
    {
        if (left.Equals(right) || right.Rank == 0)
            return left;
        if (left.Rank == 0)
            return right;
        int rank = Math.Max(left.Rank, right.Rank);
        var sizes = new int[rank];
        for (int d = 1; d <= rank; d++)
        {
            int a = d <= left.Rank ? left._sizes[^d] : 1, b = d <= right.Rank ? right._sizes[^d] : 1;
            if (a != b && a != 1 && b != 1)
            {
                throw new TensorException(op, $"shapes do not broadcast. left is {left}, right is {right}; "
                    + "expected sizes that are equal or 1, "
                    + $"but dimension {-d} has {a} and {b}. Reshape or unsqueeze one of them.");
            }

            sizes[^d] = a == 1 ? b : a;
        }

        return new Shape(op, sizes);
    }
}
