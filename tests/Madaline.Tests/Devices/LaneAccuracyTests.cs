using System.Runtime.Intrinsics;
using Madaline.Numerics;

namespace Madaline.Tests.Devices;

/// <summary>The lanes' functions stay within stated units in the last place.</summary>
public sealed class LaneAccuracyTests
{
    public static TheoryData<string> Names => LaneFunctions.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Single_precision_stays_within_its_bound_over_all_magnitudes(string name)
    {
        LaneFunction f = LaneFunctions.Of(name);
        var worst = new Worst(f.UlpsSingle);
        const uint stride = 8 * 509;
        for (ulong first = 0; first <= uint.MaxValue - stride; first += stride)
        {
            Vector256<uint> bits = Vector256.Create((uint)first) + (Vector256<uint>.Indices * 509);
            Vector256<float> x = bits.AsSingle(), y = f.Single(new F32x8(x)).Value;
            for (int i = 0; i < 8; i++)
                worst.Add(x[i], f.Exact(x[i]), y[i], 24, -149, 1);
        }

        worst.Check(name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Double_precision_stays_within_its_bound_over_a_dense_range(string name)
    {
        LaneFunction f = LaneFunctions.Of(name);
        var worst = new Worst(f.UlpsDouble);
        var (low, high) = f.Range;
        var random = new Rng(11);
        for (int n = 0; n < 100_000; n++)
        {
            double uniform = random.NextUniform(low, high);
            double any = BitConverter.UInt64BitsToDouble(random.NextUInt64());
            double small = random.NextUniform(-1, 1) * Math.ScaleB(1, -random.NextInt32(60));
            Vector256<double> x = Vector256.Create(uniform, any, small, 1 + small), y = f.Double(new F64x4(x)).Value;
            for (int i = 0; i < 4; i++)
                worst.Add(x[i], f.Exact(x[i]), y[i], 53, -1074, f.Growth(x[i]));
        }

        worst.Check(name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Special_numbers_are_what_the_system_says(string name)
    {
        LaneFunction f = LaneFunctions.Of(name);
        double[] specials = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, 1, -1];
        foreach (double x in specials)
        {
            Assert.Equal(f.Exact(x), f.Double(F64x4.Broadcast(x)).Value[3], Within(x, f.Exact(x)));
            Assert.Equal((float)f.Exact(x), f.Single(F32x8.Broadcast(x)).Value[5], Within(x, f.Exact(x)));
        }
    }

    [Fact]
    public void Powers_of_special_numbers_are_those_of_ieee_754()
    {
        double[] bases = [0, -0.0, 1, -1, 0.5, -2, 3, double.PositiveInfinity, double.NegativeInfinity, double.NaN];
        double[] exponents = [0, -0.0, 1, -1, 2, 3, -3, 0.5, -0.5, double.PositiveInfinity, double.NegativeInfinity, double.NaN];
        foreach (var (x, y) in bases.SelectMany(x => exponents.Select(y => (x, y))))
        {
            double expected = Math.Pow(x, y);
            Assert.Equal(expected, F64x4.Pow(F64x4.Broadcast(x), F64x4.Broadcast(y)).Value[1], Within(x, expected));
            Assert.Equal((float)expected, F32x8.Pow(F32x8.Broadcast(x), F32x8.Broadcast(y)).Value[1], Within(x, expected));
        }
    }

    private static double Within(double x, double expected) =>
        double.IsFinite(x) && double.IsFinite(expected) ? Math.Abs(expected) * 1e-6 : 0;

    /// <summary>The largest error so far.</summary>
    private sealed class Worst(double bound)
    {
        private double _ulps, _x, _expected, _actual;

        public void Add(double x, double expected, double actual, int digits, int smallestExponent, double growth)
        {
            double error = Error(expected, actual, digits, smallestExponent) / growth;
            if (!(error <= _ulps))
                (_ulps, _x, _expected, _actual) = (error, x, expected, actual);
        }

        public void Check(string name) =>
            Assert.True(_ulps <= bound, $"{name}({_x:R}) is {_actual:R}, should be {_expected:R}: {_ulps:0.00} units, allowed are {bound}");

        private static double Error(double expected, double actual, int digits, int smallestExponent)
        {
            double rounded = digits == 24 ? (float)expected : expected;
            if (rounded.Equals(actual) || rounded == actual)
                return 0;
            if (double.IsNaN(expected) || double.IsNaN(actual) || double.IsInfinity(expected))
                return double.PositiveInfinity;
            int exponent = expected == 0 ? smallestExponent : Math.Max(Math.ILogB(expected) - digits + 1, smallestExponent);

            // One step past the largest number counts as one unit, not as infinitely many.
            double found = double.IsInfinity(actual) ? Math.CopySign(Math.ScaleB(1, digits == 24 ? 128 : 1023), actual) : actual;
            return Math.Abs(found - expected) / Math.ScaleB(1, exponent);
        }
    }
}
