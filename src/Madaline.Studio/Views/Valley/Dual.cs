namespace Madaline.Studio.Views.Valley;

/// <summary>A number with its slopes by two variables: forward automatic differentiation.</summary>
/// <param name="Value">The number.</param>
/// <param name="X">Its slope by the first variable.</param>
/// <param name="Y">Its slope by the second one.</param>
internal readonly record struct Dual(double Value, double X, double Y)
{
    /// <summary>A constant.</summary>
    public static Dual Of(double value) => new(value, 0, 0);

    public static Dual operator +(Dual a, Dual b) => new(a.Value + b.Value, a.X + b.X, a.Y + b.Y);

    public static Dual operator -(Dual a, Dual b) => new(a.Value - b.Value, a.X - b.X, a.Y - b.Y);

    public static Dual operator -(Dual a) => new(-a.Value, -a.X, -a.Y);

    public static Dual operator *(Dual a, Dual b) =>
        new(a.Value * b.Value, (a.X * b.Value) + (a.Value * b.X), (a.Y * b.Value) + (a.Value * b.Y));

    public static Dual operator /(Dual a, Dual b) => a * b.Through(1 / b.Value, -1 / (b.Value * b.Value));

    /// <summary>Raised to a power.</summary>
    public Dual Power(Dual power)
    {
        if (power is { X: 0, Y: 0 })
            return Through(Math.Pow(Value, power.Value), power.Value * Math.Pow(Value, power.Value - 1));
        Dual exponent = power * Through(Math.Log(Value), 1 / Value);
        return exponent.Through(Math.Exp(exponent.Value), Math.Exp(exponent.Value));
    }

    /// <summary>Through a function.</summary>
    /// <param name="value">The function's value.</param>
    /// <param name="slope">Its slope.</param>
    public Dual Through(double value, double slope) => new(value, slope * X, slope * Y);
}
