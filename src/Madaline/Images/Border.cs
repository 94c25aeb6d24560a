namespace Madaline.Images;

/// <summary>What a filter sees beyond an image's edge.</summary>
public enum Border
{
    /// <summary>The nearest pixel of the edge: flat parts stay flat up to the edge.</summary>
    Replicate,

    /// <summary>Zeros, as in a network with padding.</summary>
    Zero,

    /// <summary>Nothing: the result is as much smaller as the filter reaches over the edges.</summary>
    None,
}
