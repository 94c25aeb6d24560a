using Madaline.Numerics;

namespace Madaline.Devices;

/// <summary>The numbers that a Philox block stands for, the same on every device.</summary>
internal static unsafe class RandomBlock
{
    /// <summary>Elements that one Philox block feeds: 4 for single-precision uniforms, else 2.</summary>
    public static int PerBlock(Distribution distribution, DType dtype) =>
        distribution == Distribution.Bernoulli || (distribution == Distribution.Uniform && dtype == DType.Float32)
            ? 4
            : 2;

    public static void Values(
        Distribution distribution, ulong key, ulong block, double a, double b, DType dtype, double* values)
    {
        var (w0, w1, w2, w3) = Philox.Block(key, block);
        switch (distribution)
        {
            case Distribution.Uniform when dtype == DType.Float32:
                values[0] = Scale(Philox.ToSingle(w0), a, b);
                values[1] = Scale(Philox.ToSingle(w1), a, b);
                values[2] = Scale(Philox.ToSingle(w2), a, b);
                values[3] = Scale(Philox.ToSingle(w3), a, b);
                break;
            case Distribution.Uniform:
                values[0] = a + ((b - a) * Philox.ToDouble(w0, w1));
                values[1] = a + ((b - a) * Philox.ToDouble(w2, w3));
                break;
            case Distribution.Bernoulli:
                values[0] = Philox.ToSingle(w0) < a ? 1 : 0;
                values[1] = Philox.ToSingle(w1) < a ? 1 : 0;
                values[2] = Philox.ToSingle(w2) < a ? 1 : 0;
                values[3] = Philox.ToSingle(w3) < a ? 1 : 0;
                break;
            case Distribution.Integers:
                values[0] = a + Integer(w0, w1, b - a);
                values[1] = a + Integer(w2, w3, b - a);
                break;
            default:
                // Box and Muller: one block, two independent normals.
                double radius = Math.Sqrt(-2 * PortableMath.Log(1 - Philox.ToDouble(w0, w1))) * b;
                double angle = 2 * Math.PI * Philox.ToDouble(w2, w3);
                values[0] = a + (radius * PortableMath.Cos(angle));
                values[1] = a + (radius * PortableMath.Sin(angle));
                break;
        }
    }

    /// <summary>Rounded in single precision and kept below b, as the half-open interval promises.</summary>
    private static double Scale(float unit, double a, double b)
    {
        float value = (float)(a + ((b - a) * unit));
        return value < b || b <= a ? value : MathF.BitDecrement((float)b);
    }

    private static double Integer(uint high, uint low, double range) =>
        (double)Math.BigMul(((ulong)high << 32) | low, (ulong)range, out _);
}
