using System.Runtime.InteropServices;

namespace Madaline.Tests.Expressions;

/// <summary>What expressions are compared on: special numbers in all pairs, any bits, and everyday numbers.</summary>
internal static class Samples
{
    public const int Count = 4096;

    private static readonly double[] Specials =
    [
        double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, 1e-45,
        -1e-40, 1.17549435e-38, 3.4e38, -3.4e38, 88.7, -103.9, 709.7, -745, 0.9277, 0.70710677, Math.PI,
        -1.5707963267948966, 32768, 32769.5, 16777216, 1e9, 1e10, 1e22, -1e30, 5e-324, 1e300, -1e308,
    ];

    /// <summary>Arrays for a number of inputs; no zero where integers are divided.</summary>
    public static Array[] Of(Kind kind, int inputs, bool divides)
    {
        var random = new Random(17);
        var values = new Array[inputs];
        for (int i = 0; i < inputs; i++)
        {
            values[i] = Values(kind, i, random);
            if (divides)
                values[i] = WithoutZeros(values[i]);
        }

        return values;
    }

    private static Array Values(Kind kind, int order, Random random)
    {
        int Small() => random.Next(-9, 10);
        return kind switch
        {
            Kind.Float32 => Filled(n => (float)Special(n, order), random, () => (float)Everyday(random)),
            Kind.Float64 => Filled(n => Special(n, order), random, () => Everyday(random)),
            Kind.Int64 => Filled(n => Integer(n, order, long.MinValue, long.MaxValue), random, () => Small()),
            Kind.Int32 => Filled(n => (int)Integer(n, order, int.MinValue, int.MaxValue), random, Small),
            _ => Filled(n => (byte)Integer(n, order, 0, 255), random, () => (byte)random.Next(10)),
        };
    }

    private static T[] Filled<T>(Func<int, T> special, Random random, Func<T> everyday) where T : unmanaged
    {
        var values = new T[Count];
        for (int i = 0; i < Count; i++)
            values[i] = i < 1600 ? special(i) : i < 2800 ? Bits<T>(random) : everyday();
        return values;
    }

    private static double Special(int n, int order) =>
        Specials[(order == 0 ? n : order == 1 ? n / Specials.Length : n / 7) % Specials.Length];

    private static long Integer(int n, int order, long min, long max)
    {
        long[] numbers = [min, min + 1, max, max - 1, 0, 1, 2, 3, 7, 100, min < 0 ? -1 : 5, min < 0 ? -7 : 8];
        return numbers[(order == 0 ? n : order == 1 ? n / numbers.Length : n / 5) % numbers.Length];
    }

    private static double Everyday(Random random) => (random.NextDouble() - 0.5) * Math.ScaleB(1, random.Next(-8, 9));

    private static T Bits<T>(Random random) where T : unmanaged
    {
        T value = default;
        random.NextBytes(MemoryMarshal.AsBytes(new Span<T>(ref value)));
        return value;
    }

    private static Array WithoutZeros(Array values) => values switch
    {
        long[] x => Array.ConvertAll(x, value => value == 0 ? 7 : value),
        int[] x => Array.ConvertAll(x, value => value == 0 ? 7 : value),
        byte[] x => Array.ConvertAll(x, value => value == 0 ? (byte)7 : value),
        _ => values,
    };
}
