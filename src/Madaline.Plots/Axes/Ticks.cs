using System.Globalization;

namespace Madaline.Plots;

/// <summary>Round numbers along an axis, and how they are written: all with the same places.</summary>
/// <param name="At">The numbers, ascending.</param>
/// <param name="Labels">Their texts.</param>
internal sealed record Ticks(double[] At, string[] Labels)
{
    /// <summary>Multiples of 1, 2 or 5 times a power of ten.</summary>
    /// <param name="range">From where to where.</param>
    /// <param name="most">The most ticks; about half of them at least.</param>
    /// <param name="isWhole">Whether there is nothing between whole numbers.</param>
    public static Ticks Between(Extent range, int most, bool isWhole = false)
    {
        double step = Step(range.Width / (Math.Max(2, most) - 1));
        return Of(range, isWhole ? Math.Max(1, step) : step);
    }

    /// <summary>The same, but as near to a number of ticks as round steps allow.</summary>
    public static Ticks About(Extent range, int count, bool isWhole = false)
    {
        double rough = range.Width / Math.Max(1, count);
        double step = new[] { rough, rough / 2, rough / 2.5 }.Select(Step)
            .MinBy(one => Math.Max(one / rough, rough / one));
        return Of(range, isWhole ? Math.Max(1, step) : step);
    }

    private static Ticks Of(Extent range, double step)
    {
        double first = Math.Ceiling((range.Low / step) - 1e-9);
        int count = 1 + (int)Math.Floor((range.High / step) - first + 1e-9);
        double[] at = [.. Enumerable.Range(0, Math.Max(0, count)).Select(i => (first + i) * step + 0.0)];
        return new Ticks(at, [.. at.Select(Format(range, step))]);
    }

    /// <summary>The texts of other numbers on such an axis: with one more place than ticks have.</summary>
    public static Func<double, string> Fine(Extent range) =>
        Format(range, Step(range.Width > 1e-9 * Size(range) ? range.Width / 100 : Size(range) / 1000));

    private static double Step(double rough)
    {
        if (!(rough > 0))
            return 1;
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough))), mantissa = rough / power;
        return power * (mantissa <= 1.0000001 ? 1 : mantissa <= 2.0000001 ? 2 : mantissa <= 5.0000001 ? 5 : 10);
    }

    private static double Size(Extent range) => Math.Max(Math.Abs(range.Low), Math.Abs(range.High));

    private static Func<double, string> Format(Extent range, double step)
    {
        double size = Size(range);
        int places = -(int)Math.Floor(Math.Log10(step) + 1e-9);
        bool isPlain = size is < 1e6 and >= 1e-3 || size == 0;
        int digits = isPlain ? Math.Clamp(places, 0, 9)
            : Math.Clamp((int)Math.Floor(Math.Log10(size)) + places, 0, 9);
        string format = "0" + (digits > 0 ? "." + new string(isPlain ? '0' : '#', digits) : "")
            + (isPlain ? "" : "e0");
        return value =>
        {
            string text = (Math.Abs(value) < step * 1e-6 ? 0 : value).ToString(format, CultureInfo.InvariantCulture);
            return text[0] == '-' && text.AsSpan().IndexOfAnyInRange('1', '9') < 0 ? text[1..] : text;
        };
    }
}
