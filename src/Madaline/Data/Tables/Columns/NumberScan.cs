namespace Madaline.Data;

/// <summary>What the numbers of a column are like, in the order of the rows.</summary>
internal sealed class NumberScan
{
    // Beyond this, doubles no longer tell neighbouring integers apart.
    private const double MaxExact = 9_007_199_254_740_992;
    private double _begin = double.NaN, _last = double.NaN;
    private bool _addsBefore;

    /// <summary>The smallest and the largest.</summary>
    public double Min { get; private set; } = double.PositiveInfinity;

    /// <inheritdoc cref="Min"/>
    public double Max { get; private set; } = double.NegativeInfinity;

    /// <summary>Whether all are integers.</summary>
    public bool AreIntegers { get; private set; } = true;

    /// <summary>Whether each is one more than the one before.</summary>
    public bool AreRunning { get; private set; } = true;

    /// <summary>Whether each is larger than the one before: then all are different.</summary>
    public bool AreIncreasing { get; private set; } = true;

    /// <summary>The next number comes before all others.</summary>
    public void BeginAgain() => _addsBefore = true;

    /// <summary>Takes a number into account.</summary>
    public void Add(double value)
    {
        (Min, Max) = (Math.Min(Min, value), Math.Max(Max, value));
        AreIntegers &= Math.Abs(value) <= MaxExact && value == Math.Truncate(value);
        if (double.IsNaN(_last))
        {
            (_begin, _last) = (value, value);
            return;
        }

        double step = _addsBefore ? _begin - value : value - _last;
        AreRunning &= step == 1;
        AreIncreasing &= step > 0;
        _last = value;
    }
}
