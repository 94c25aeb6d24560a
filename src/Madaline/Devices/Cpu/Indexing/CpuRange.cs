using System.Numerics;
using Madaline.Devices.Cpu.Runtime;

namespace Madaline.Devices.Cpu.Indexing;

/// <summary>Elements held to a range.</summary>
internal static unsafe class CpuRange
{
    public static void Require<TRule>(TRule rule, Tensor x) where TRule : struct, IRangeRule
    {
        switch (x.DType)
        {
            case DType.Float32: Require<TRule, float>(rule, x); break;
            case DType.Float64: Require<TRule, double>(rule, x); break;
            default: Require<TRule, long>(rule, x); break;
        }
    }

    private static void Require<TRule, T>(TRule rule, Tensor x)
        where TRule : struct, IRangeRule where T : unmanaged, INumber<T>
    {
        T min = T.CreateSaturating(rule.Min), max = T.CreateSaturating(rule.Max);
        fixed (T* at = x.Pin<T>())
        {
            for (int i = 0; i < x.Elements; i++)
            {
                // Not the other way round: NaN is in no range.
                if (!(at[i] >= min && at[i] <= max) && !IsExempt(rule, at[i]))
                    throw new Fault(rule, i, ToScalar(at[i])).ToException();
            }
        }
    }

    private static bool IsExempt<TRule, T>(TRule rule, T value)
        where TRule : struct, IRangeRule where T : unmanaged, INumber<T> =>
        rule.Exempt is { } exempt && typeof(T) == typeof(long) && value == T.CreateTruncating(exempt);

    private static Scalar ToScalar<T>(T value) where T : unmanaged, INumber<T> =>
        typeof(T) == typeof(long) ? (Scalar)long.CreateTruncating(value) : (Scalar)double.CreateTruncating(value);
}
