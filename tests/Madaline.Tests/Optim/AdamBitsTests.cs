using Madaline.Optim;

namespace Madaline.Tests.Optim;

/// <summary>Adam's pass gives the bits of its formula, also where it leaves out root and division.</summary>
public class AdamBitsTests
{
    private static readonly double[] Parameters =
        [0, -0.0, 1, -0.02, 0.5, 1e-3, -3e-9, 1e-9, 1e-12, 1e-30, 1e-40, 65536, double.PositiveInfinity, double.NaN];

    private static readonly double[] Moments =
        [0, -0.0, 1.4e-45, -1e-42, 1e-38, -3e-30, 1e-26, -1e-24, 1e-22, 1e-20, -1e-16, 1e-12, 1e-9, 1e-3, -2, 1e-310];

    private static readonly double[] Squares =
        [0, 1.4e-45, 1e-40, 1e-20, 1e-12, 1e-4, 9, 1e30, double.PositiveInfinity, double.NaN];

    [Theory]
    [InlineData(1e-3, 1e-8, 1)]
    [InlineData(1e-3, 1e-8, 0.99)]
    [InlineData(10, 1e-8, 1)]
    [InlineData(1e-12, 1e-3, 1)]
    [InlineData(1e-3, 0, 1)]
    [InlineData(1e-3, 1e-42, 1)]
    [InlineData(0, 1e-8, 1)]
    public void Each_number_is_that_of_a_plain_loop(double rate, double eps, double shrink)
    {
        var rng = new Random(3);
        const int Count = 4003;
        double[] p = Pick(Parameters, rng), m = Pick(Moments, rng), v = Pick(Squares, rng), g = Pick([0, 0, 0, 1e-3], rng);
        CheckSingle(p, m, v, g, rate, eps, shrink);
        CheckDouble(p, m, v, g, rate, eps, shrink);

        // Long runs of one number: whole lanes that stand still, or do not.
        static double[] Pick(double[] from, Random rng)
        {
            var values = new double[Count];
            for (int i = 0; i < Count; i++)
                values[i] = i > 0 && rng.Next(10) > 0 ? values[i - 1] : from[rng.Next(from.Length)];
            return values;
        }
    }

    private static void CheckSingle(
        double[] p, double[] m, double[] v, double[] g, double rate, double eps, double shrink)
    {
        float[] x = Singles(p), first = Singles(m), second = Singles(v), slope = Singles(g);
        Tensor parameter = Tensor.From(x), a = Tensor.From(first), b = Tensor.From(second);
        Device.Cpu.Update(Rule(rate, eps, shrink), new(parameter, Tensor.From(slope), a, b));
        for (int i = 0; i < x.Length; i++)
        {
            slope[i] = MathF.FusedMultiplyAdd(0, x[i], slope[i]);
            first[i] = MathF.FusedMultiplyAdd((float)(1 - 0.9), slope[i] - first[i], first[i]);
            second[i] = MathF.FusedMultiplyAdd(0.999f, second[i], (float)(1 - 0.999) * (slope[i] * slope[i]));
            float scale = MathF.FusedMultiplyAdd(MathF.Sqrt(second[i]), 1.5f, (float)eps);
            x[i] = MathF.FusedMultiplyAdd((float)-rate, first[i] / scale, (float)shrink * x[i]);
        }

        Same(Doubles(first), Doubles(a.ToArray<float>()));
        Same(Doubles(x), Doubles(parameter.ToArray<float>()));
    }

    private static void CheckDouble(
        double[] p, double[] m, double[] v, double[] g, double rate, double eps, double shrink)
    {
        double[] x = [.. p], first = [.. m], second = [.. v];
        Tensor parameter = Tensor.From(x), a = Tensor.From(first), b = Tensor.From(second);
        Device.Cpu.Update(Rule(rate, eps, shrink), new(parameter, Tensor.From(g), a, b));
        for (int i = 0; i < x.Length; i++)
        {
            double slope = Math.FusedMultiplyAdd(0, x[i], g[i]);
            first[i] = Math.FusedMultiplyAdd(1 - 0.9, slope - first[i], first[i]);
            second[i] = Math.FusedMultiplyAdd(0.999, second[i], (1 - 0.999) * (slope * slope));
            double scale = Math.FusedMultiplyAdd(Math.Sqrt(second[i]), 1.5, eps);
            x[i] = Math.FusedMultiplyAdd(-rate, first[i] / scale, shrink * x[i]);
        }

        Same(x, parameter.ToArray<double>());
    }

    private static AdamRule Rule(double rate, double eps, double shrink) =>
        new(new AdamAverages(0.9, 0.999, 0), new AdamMove(rate, 1.5, eps, shrink));

    private static float[] Singles(double[] values) => Array.ConvertAll(values, value => (float)value);

    private static double[] Doubles(float[] values) => Array.ConvertAll(values, value => (double)value);

    /// <summary>The same bits, any NaN for NaN.</summary>
    private static void Same(double[] expected, double[] found)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            if (!(double.IsNaN(expected[i]) && double.IsNaN(found[i])))
                Assert.Equal(BitConverter.DoubleToInt64Bits(expected[i]), BitConverter.DoubleToInt64Bits(found[i]));
        }
    }
}
