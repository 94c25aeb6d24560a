namespace Madaline;

/// <summary>The type of a tensor's elements.</summary>
/// <remarks>
/// The order is the order of promotion: mixing two kinds gives the later category (bool, integer, floating).
/// </remarks>
public enum DType
{
    /// <summary>Truth values, one byte each (0 or 1).</summary>
    Bool,

    /// <summary>Unsigned bytes: pixels, mostly.</summary>
    UInt8,

    /// <summary>32-bit signed integers.</summary>
    Int32,

    /// <summary>64-bit signed integers: class indices and positions.</summary>
    Int64,

    /// <summary>Single precision: the default for everything that learns.</summary>
    Float32,

    /// <summary>Double precision: for gradient checks and careful sums.</summary>
    Float64,
}
