using System.Globalization;

namespace Madaline.Ops;

/// <summary>A tensor's elements as texts of one width, in the notation that suits them all.</summary>
internal static class ElementText
{
    private const int Places = 4;

    private enum Notation
    {
        Integer,
        Fixed,
        Scientific,
    }

    /// <summary>The texts in row-major order, and the width that decides how many fit on a line.</summary>
    public static (string[] Texts, int Width) Of(Tensor x)
    {
        if (x.DType.IsFloating())
            return OfFloating(x.To(DType.Float64).ToArray<double>());
        string[] texts = x.DType == DType.Bool
            ? Array.ConvertAll(x.ToArray<bool>(), v => v ? "True" : "False")
            : Array.ConvertAll(x.To(DType.Int64).ToArray<long>(), v => v.ToString(CultureInfo.InvariantCulture));
        int width = 1;
        foreach (string text in texts)
            width = Math.Max(width, text.Length);
        return (Padded(texts, width), width);
    }

    /// <summary>Zeros, NaN and infinities take no part in the choice of notation and width.</summary>
    private static (string[] Texts, int Width) OfFloating(double[] values)
    {
        var notation = Choose(values);
        var texts = new string[values.Length];
        int width = 1;
        for (int i = 0; i < values.Length; i++)
        {
            texts[i] = Format(values[i], notation);
            if (IsOrdinary(values[i]))
                width = Math.Max(width, texts[i].Length);
        }

        return (Padded(texts, width), width);
    }

    private static bool IsOrdinary(double x) => x != 0 && double.IsFinite(x);

    private static Notation Choose(double[] values)
    {
        double least = double.PositiveInfinity, most = 0;
        bool whole = true;
        foreach (double x in values)
        {
            if (!IsOrdinary(x))
                continue;
            least = Math.Min(least, Math.Abs(x));
            most = Math.Max(most, Math.Abs(x));
            whole &= x == Math.Floor(x);
        }

        if (most == 0)
            return Notation.Integer;
        if (most / least > 1000 || most > 1e8 || (!whole && least < 1e-4))
            return Notation.Scientific;
        return whole ? Notation.Integer : Notation.Fixed;
    }

    private static string Format(double x, Notation notation) => x switch
    {
        double.NaN => "nan",
        double.PositiveInfinity => "inf",
        double.NegativeInfinity => "-inf",
        _ when notation == Notation.Integer => Rounded(x, "F0") + ".",
        _ when notation == Notation.Fixed => FixedPoint(x),
        _ => Scientific(x),
    };

    /// <summary>
    /// Halves go to the even neighbour: only multiples of 1/32 lie half-way between texts of four places.
    /// </summary>
    private static string FixedPoint(double x)
    {
        if (x == 0 || x * 32 != Math.Floor(x * 32))
            return Rounded(x, "F4");
        decimal even = Math.Round((decimal)Math.Abs(x), Places, MidpointRounding.ToEven);
        return Signed(x, even.ToString("F4", CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// Halves go to the even neighbour, where .NET takes the larger one; at least two digits of exponent.
    /// </summary>
    private static string Scientific(double x)
    {
        double magnitude = Math.Abs(x);
        string text = Rounded(magnitude, "E4");
        bool isOdd = (text[Places + 1] - '0') % 2 == 1;
        string digits = (isOdd && IsHalfWay(magnitude) ? Rounded(magnitude, "E5") : text)[..(Places + 2)];
        int exponent = int.Parse(text.AsSpan(Places + 3), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return Signed(x, $"{digits}e{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent):00}");
    }

    /// <summary>
    /// Whether the digits after the fourth place are exactly 5000…, all of them looked at only when the first are.
    /// </summary>
    private static bool IsHalfWay(double x)
    {
        foreach (string format in (ReadOnlySpan<string>)["E17", "E800"])
        {
            string text = Rounded(x, format);
            var rest = text.AsSpan(Places + 2, text.IndexOf('E') - Places - 2);
            if (rest[0] != '5' || rest[1..].ContainsAnyExcept('0'))
                return false;
        }

        return true;
    }

    private static string Signed(double x, string magnitude) => double.IsNegative(x) ? "-" + magnitude : magnitude;

    private static string Rounded(double x, string format) => x.ToString(format, CultureInfo.InvariantCulture);

    private static string[] Padded(string[] texts, int width) => Array.ConvertAll(texts, x => x.PadLeft(width));
}
