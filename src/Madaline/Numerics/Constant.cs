namespace Madaline.Numerics;

/// <summary>
/// A number for a loop over lanes, rounded to single precision beforehand: a conversion would be repeated for every
/// lane, as compilers do not move it out of a loop.
/// </summary>
internal readonly struct Constant(double value)
{
    public readonly double Double = value;

    public readonly float Single = (float)value;

    public static implicit operator Constant(double value) => new(value);
}
