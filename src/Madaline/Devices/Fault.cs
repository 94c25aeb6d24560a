namespace Madaline.Devices;

/// <summary>A range that a device holds elements to, and what is said of one outside.</summary>
internal interface IRangeRule
{
    /// <summary>The operation that the error names.</summary>
    string Op { get; }

    /// <summary>The smallest value allowed.</summary>
    double Min { get; }

    /// <summary>The largest value allowed.</summary>
    double Max { get; }

    /// <summary>One integer that is allowed wherever it lies; null for none.</summary>
    long? Exempt { get; }

    /// <summary>The error of an element outside.</summary>
    /// <param name="place">Its place in row-major order.</param>
    /// <param name="value">Its value.</param>
    TensorException Broken(int place, Scalar value);
}

/// <summary>
/// An error that a device found in numbers that the host has not seen. A device that runs later than the call keeps the
/// first one and raises it at the next wait.
/// </summary>
/// <param name="Rule">What was broken.</param>
/// <param name="Place">The element's place in row-major order.</param>
/// <param name="Value">Its value.</param>
internal readonly record struct Fault(IRangeRule Rule, int Place, Scalar Value)
{
    /// <summary>The error as the operation words it.</summary>
    public TensorException ToException() => Rule.Broken(Place, Value);
}

/// <summary>Positions along a dimension: 0 to its length − 1.</summary>
/// <param name="Op">The operation.</param>
/// <param name="Length">The dimension's size.</param>
internal readonly record struct PositionRule(string Op, int Length) : IRangeRule
{
    public double Min => 0;

    public double Max => Length - 1;

    public long? Exempt => null;

    public TensorException Broken(int place, Scalar value) => new(Op, $"index out of range. Index {place} is "
        + $"{value}; expected 0 to {Length - 1}. Check class counts and positions.");
}
