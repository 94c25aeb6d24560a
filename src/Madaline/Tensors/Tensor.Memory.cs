namespace Madaline;

/// <summary>How a tensor lies in its memory: for those who want to see what a view is. No program needs it.</summary>
public sealed partial class Tensor
{
    /// <summary>
    /// How many elements it is to the next neighbour along each dimension: [3, 1] for a fresh [2, 3], 0 where one
    /// element is read again and again.
    /// </summary>
    /// <remarks>
    /// The element at (i, j, …) is number <c>offset + i · stride₀ + j · stride₁ + …</c> of the memory.
    /// </remarks>
    public int[] Stride() => [.. Strides];

    /// <summary>The number of the first element in the memory.</summary>
    public int StorageOffset => Offset;

    /// <summary>How many elements the memory holds, also those that this tensor does not reach.</summary>
    public int StorageElements => Storage.Length;

    /// <summary>Whether both read the same memory: one is a view of the other, or both are of a third.</summary>
    /// <param name="other">Another tensor.</param>
    public bool SharesMemoryWith(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ReferenceEquals(Storage, other.Storage);
    }
}
