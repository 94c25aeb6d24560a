using Madaline.Tensors;

namespace Madaline.Tests.Tensors;

/// <summary>A tensor in index arithmetic alone: sizes, strides, an offset and a list of numbers.</summary>
internal sealed record StridedModel(int[] Sizes, int[] Strides, int Offset, float[] Memory)
{
    public static StridedModel Counting(int[] sizes)
    {
        var strides = new int[sizes.Length];
        int elements = 1;
        for (int d = sizes.Length - 1; d >= 0; d--)
        {
            strides[d] = elements;
            elements *= sizes[d];
        }

        return new StridedModel(sizes, strides, 0, [.. Enumerable.Range(0, elements).Select(i => (float)i)]);
    }

    public int Rank => Sizes.Length;

    public int Elements => Sizes.Aggregate(1, (a, b) => a * b);

    /// <summary>The elements in row-major order.</summary>
    public float[] Values => [.. Positions(Sizes).Select(p => Memory[Place(p)])];

    public int Place(int[] position) => Offset + position.Select((p, d) => p * Strides[d]).Sum();

    public StridedModel Swap(int a, int b)
    {
        int[] sizes = [.. Sizes], strides = [.. Strides];
        (sizes[a], sizes[b]) = (sizes[b], sizes[a]);
        (strides[a], strides[b]) = (strides[b], strides[a]);
        return this with { Sizes = sizes, Strides = strides };
    }

    public StridedModel Slice(int d, int start, int end, int step)
    {
        int[] sizes = [.. Sizes], strides = [.. Strides];
        sizes[d] = 0;
        for (int i = start; i < end; i += step)
            sizes[d]++;
        strides[d] *= step;
        return this with { Sizes = sizes, Strides = strides, Offset = Offset + (start * Strides[d]) };
    }

    public StridedModel Select(int d, int index) => this with
    {
        Sizes = [.. Sizes[..d], .. Sizes[(d + 1)..]],
        Strides = [.. Strides[..d], .. Strides[(d + 1)..]],
        Offset = Offset + (index * Strides[d]),
    };

    public StridedModel Unsqueeze(int d) => this with
    {
        Sizes = [.. Sizes[..d], 1, .. Sizes[d..]],
        Strides = [.. Strides[..d], 0, .. Strides[d..]],
    };

    public StridedModel Expand(int leading, int d, int size)
    {
        int[] sizes = [.. Sizes], strides = [.. Strides];
        if (d < Rank && Sizes[d] == 1)
            (sizes[d], strides[d]) = (size, 0);
        return this with { Sizes = [leading, .. sizes], Strides = [0, .. strides] };
    }

    public StridedModel Flip(int d)
    {
        int[] strides = [.. Strides];
        strides[d] = -strides[d];
        return this with { Strides = strides, Offset = Offset + (Math.Max(0, Sizes[d] - 1) * Strides[d]) };
    }

    /// <summary>The same values in another shape: always as a copy.</summary>
    public StridedModel Reshape(int[] sizes) => Counting(sizes) with { Memory = Values };

    public static IEnumerable<int[]> Positions(int[] sizes)
    {
        int elements = sizes.Aggregate(1, (a, b) => a * b);
        for (int i = 0; i < elements; i++)
        {
            var position = new int[sizes.Length];
            for (int d = sizes.Length - 1, rest = i; d >= 0; d--)
                (position[d], rest) = (rest % sizes[d], rest / sizes[d]);
            yield return position;
        }
    }
}
