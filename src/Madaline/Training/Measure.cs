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
        value => value.ToString("G5", CultureInfo.InvariantCulture));

    /// <summary>The name in files: <c>accuracy</c>, <c>rmse</c>.</summary>
    public string Name { get; }

    /// <summary>What figures write beside an axis.</summary>
    public string Label { get; }

    /// <summary>Whether a larger value is better.</summary>
    public bool IsHigherBetter { get; }

    /// <summary>What a value is multiplied with where <see cref="Label"/> is written.</summary>
    public double Factor { get; }

    /// <summary>A value as people read it: <c>97.50%</c>, <c>12.345</c>; a dash for NaN.</summary>
    /// <param name="value">The value.</param>
    public string Text(double value) => double.IsNaN(value) ? "–" : _text(value);

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}
