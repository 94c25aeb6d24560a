using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Madaline.Devices.Cpu.Convolution.Channels;

namespace Madaline.Numerics;

/// <summary>Angles beyond the lanes' reduction: x mod 2π in whole numbers, with π to 1200 places.</summary>
/// <remarks>Slow, allocating and rarely needed; the absolute error of the wrapped angle is below 10⁻¹⁵.</remarks>
internal static class LargeAngle
{
    /// <summary>From here on the lanes hand over.</summary>
    public const double Limit = 1e9;

    private const int Places = 1200;
    private static readonly BigInteger TwoPi = (32 * ArcTangentOfInverse(5)) - (8 * ArcTangentOfInverse(239));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Wrap(Vector256<double> x) =>
        Vector256.GreaterThanAny(Vector256.Abs(x), Vector256.Create(Limit)) ? WrapEach(x) : x;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector256<double> WrapEach(Vector256<double> x) =>
        Vector256.Create(Wrap(x[0]), Wrap(x[1]), Wrap(x[2]), Wrap(x[3]));

    private static double Wrap(double x)
    {
        if (!(Math.Abs(x) > Limit))
            return x;
        if (double.IsInfinity(x))
            return double.NaN;
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)((bits >> 52) & 0x7FF) - 1075;
        BigInteger mantissa = (bits & 0xF_FFFF_FFFF_FFFF) | 0x10_0000_0000_0000;
        BigInteger rest = (mantissa << (Places + exponent)) % TwoPi;
        if (rest > TwoPi >> 1)
            rest -= TwoPi;
        double angle = (long)(rest >> (Places - 60)) * Math.ScaleB(1, -60);
        return x < 0 ? -angle : angle;
    }

    /// <summary>arctan(1/n) = 1/n − 1/(3n³) + 1/(5n⁵) − …, times 2^Places: Machin's way to π.</summary>
    private static BigInteger ArcTangentOfInverse(int n)
    {
        BigInteger power = (BigInteger.One << Places) / n, sum = power;
        for (int k = 3, sign = -1; !power.IsZero; k += 2, sign = -sign)
        {
            power /= n * n;
            sum += sign * power / k;
        }

        return sum;
    }
}
