using System.Globalization;

namespace Madaline.Training;

/// <summary>
/// The number that says how well a network does at its task: what progress, curves and comparisons show.
/// </summary>
public sealed class Measure
{
    private readonly Func<double, string> _text;

    private Measure(string name, string label, bool isHigherBetter, double factor, Func<double, string> text)
    {
        (Name, Label, IsHigherBetter, Factor) = (name, label, isHigherBetter, factor);
        _text = text;
    }

    /// <summary>The fraction answered right.</summary>
    public static Measure Accuracy { get; } = new("accuracy", "accuracy, %", true, 100,
        value => (value * 100).ToString("F2", CultureInfo.InvariantCulture) + "%");

    /// <summary>The root of the mean squared error, in the target's unit.</summary>
    public static Measure Rmse { get; } = new("rmse", "RMSE", false, 1,
        Digits);

    /// <summary>The name in files: <c>accuracy</c>, <c>rmse</c>.</summary>
    public string Name { get; }

    /// <summary>What figures write beside an axis.</summary>
    public string Label { get; }

    /// <summary>Whether a larger value is better.</summary>
    public bool IsHigherBetter { get; }

    /// <summary>What a value is multiplied with where <see cref="Label"/> is written.</summary>
    public double Factor { get; }

    /// <summary>A value as people read it: <c>97.50%</c>, <c>12.345</c>, <c>310370</c>; a dash for NaN.</summary>
    /// <param name="value">The value.</param>
    public string Text(double value) => double.IsNaN(value) ? "–" : _text(value);

    /// <summary>Five digits, or all before the point; in powers of ten only where a number is very large or
    /// small.</summary>
    internal static string Digits(double value)
    {
        double size = Math.Abs(value);
        if (size is not (0 or >= 1e-4 and < 1e15))
            return value.ToString("G5", CultureInfo.InvariantCulture);
        int places = size == 0 ? 0 : Math.Max(0, 4 - (int)Math.Floor(Math.Log10(size)));
        return value.ToString($"0.{new string('#', places)}", CultureInfo.InvariantCulture);
    }

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}
