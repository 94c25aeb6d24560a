using Madaline.Numerics;

namespace Madaline.Devices;

/// <summary>What backward needs of an elementwise op: its input, its output, both or nothing.</summary>
[Flags]
internal enum Saved
{
    None = 0,
    Input = 1,
    Output = 2,
}

/// <summary>Which operands a derivative of an op of two numbers reads.</summary>
[Flags]
internal enum Reads
{
    None = 0,
    Left = 1,
    Right = 2,
    Both = 3,
}

/// <summary>One number to one number: value and derivative as expressions over a lane.</summary>
internal interface IUnaryOp
{
    static abstract string Name { get; }

    static virtual Saved Saves => Saved.Input;

    /// <summary>
    /// True when integers stay integers, and <see cref="Forward"/> is right for a lane of them; otherwise they become
    /// Float32 first.
    /// </summary>
    static virtual bool KeepsIntegers => false;

    /// <summary>False where whole numbers and truth values are refused.</summary>
    static virtual bool SupportsIntegers => true;

    /// <summary>False where truth values are refused.</summary>
    static virtual bool SupportsBool => true;

    T Forward<T>(T x) where T : struct, ILane<T>;

    /// <summary>
    /// True where <see cref="Derivative"/> gives the divisor of dy in place of a factor, so that the gradient is right
    /// where one over it leaves the range.
    /// </summary>
    static virtual bool Divides => false;

    /// <summary>dy/dx from the input, the output or both; only what <see cref="Saves"/> names is given.</summary>
    T Derivative<T>(T x, T y) where T : struct, ILane<T>;
}

/// <summary>Where truth values may stand in an op of two numbers.</summary>
internal enum BoolOperands
{
    Taken,

    /// <summary>Beside numbers, where they count as 0 and 1; not by themselves.</summary>
    BesideNumbers,

    Refused,
}

/// <summary>Two numbers to one.</summary>
internal interface IBinaryOp
{
    static abstract string Name { get; }

    /// <summary>True when two integers give an integer; otherwise they become Float32 first.</summary>
    static virtual bool KeepsIntegers => true;

    static virtual BoolOperands BoolOperands => BoolOperands.Taken;

    /// <summary>
    /// The derivatives by left and right where they are the same everywhere, so that nothing need be saved.
    /// </summary>
    static virtual (double Left, double Right)? Constant => null;

    /// <summary>What <see cref="LeftDerivative"/> reads; nothing else is saved for it.</summary>
    static virtual Reads LeftReads => Reads.Both;

    /// <summary>What <see cref="RightDerivative"/> reads.</summary>
    static virtual Reads RightReads => Reads.Both;

    /// <summary>True where <see cref="LeftDerivative"/> gives the divisor of dy in place of a factor.</summary>
    static virtual bool LeftDivides => false;

    T Forward<T>(T x, T y) where T : struct, ILane<T>;

    T LeftDerivative<T>(T x, T y) where T : struct, ILane<T>;

    T RightDerivative<T>(T x, T y) where T : struct, ILane<T>;
}

/// <summary>Two numbers to a truth value.</summary>
internal interface IComparison
{
    static abstract string Name { get; }

    T Mask<T>(T x, T y) where T : struct, ILane<T>;
}

/// <summary>Many numbers to one, in any grouping that the device fixes by the shape.</summary>
internal interface IReduction
{
    static abstract string Name { get; }

    /// <summary>What changes no number that it is combined with; for integers ±∞ is the end of their range.</summary>
    static abstract double Start { get; }

    T Combine<T>(T x, T y) where T : struct, ILane<T>;
}

/// <summary>
/// One step of an optimizer on one number: the parameter and up to three states are read and written.
/// </summary>
internal interface IUpdateRule
{
    /// <summary>Its own: no two rules share one.</summary>
    static abstract string Name { get; }

    /// <summary>How many state tensors the rule uses, 0 to 3.</summary>
    static abstract int States { get; }

    void Apply<T>(ref T parameter, T gradient, ref T state0, ref T state1, ref T state2) where T : struct, ILane<T>;
}

/// <summary>How random numbers are distributed.</summary>
internal enum Distribution
{
    /// <summary>Uniform in [a, b).</summary>
    Uniform,

    /// <summary>Normal with mean a and standard deviation b.</summary>
    Normal,

    /// <summary>1 with probability a, else 0.</summary>
    Bernoulli,

    /// <summary>Whole numbers, uniform in [a, b).</summary>
    Integers,
}
