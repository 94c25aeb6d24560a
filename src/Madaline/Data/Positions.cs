namespace Madaline.Data;

/// <summary>Sample numbers, checked, as an index tensor.</summary>
internal static class Positions
{
    /// <summary>Int64 [k]. Every number must be below the count.</summary>
    public static Tensor ToTensor(ReadOnlySpan<int> indices, int count)
    {
        var positions = new long[indices.Length];
        for (int i = 0; i < indices.Length; i++)
        {
            Require(indices[i], i, count);
            positions[i] = indices[i];
        }

        return Tensor.Wrap(positions);
    }

    /// <summary>Refuses a number that no sample has.</summary>
    public static void Require(int index, int place, int count)
    {
        if ((uint)index >= (uint)count)
        {
            throw new TensorException("dataset", $"no such sample. Index {place} is {index}; "
                + $"expected 0 to {count - 1}, for the set has {count} samples.");
        }
    }
}
