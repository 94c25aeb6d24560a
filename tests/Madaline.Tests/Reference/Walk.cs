namespace Madaline.Tests.Reference;

/// <summary>Where the elements of a strided tensor lie, counted out one by one.</summary>
internal static class Walk
{
    /// <summary>The place of every element, in logical order.</summary>
    public static int[] Places(Tensor x)
    {
        var places = new int[x.Elements];
        for (int i = 0; i < places.Length; i++)
            places[i] = Place(x, Position(x.Shape, i));
        return places;
    }

    public static int Place(Tensor x, int[] position)
    {
        int place = x.Offset;
        for (int d = 0; d < position.Length; d++)
            place += position[d] * x.Strides[d];
        return place;
    }

    /// <summary>The index along each dimension of the i-th element.</summary>
    public static int[] Position(Shape shape, int i)
    {
        var position = new int[shape.Rank];
        for (int d = shape.Rank - 1; d >= 0; d--)
        {
            position[d] = i % shape[d];
            i /= shape[d];
        }

        return position;
    }

    /// <summary>
    /// The positions of a line along an axis, one list for each line, in the order of the other dimensions.
    /// </summary>
    public static IEnumerable<int[][]> Lines(Shape shape, int axis)
    {
        if (shape.Rank == 0)
        {
            yield return [[]];
            yield break;
        }

        for (int i = 0; i < shape.Elements; i++)
        {
            int[] first = Position(shape, i);
            if (first[axis] != 0)
                continue;
            var line = new int[shape[axis]][];
            for (int j = 0; j < line.Length; j++)
                (line[j] = [.. first])[axis] = j;
            yield return line;
        }
    }

    /// <summary>The position with another index along the axis.</summary>
    public static int[] With(int[] position, int axis, long index)
    {
        int[] moved = [.. position];
        if (moved.Length > 0)
            moved[axis] = (int)index;
        return moved;
    }
}
