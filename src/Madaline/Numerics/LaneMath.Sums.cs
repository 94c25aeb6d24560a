using System.Runtime.CompilerServices;

namespace Madaline.Numerics;

/// <summary>
/// Sums and products without rounding errors, as a rounded number and what the rounding took away: what the functions
/// are built on that need more digits than a lane has.
/// </summary>
/// <remarks>Source: Dekker 1971; Knuth, The Art of Computer Programming 2, 4.2.2.</remarks>
internal static partial class LaneMath
{
    /// <summary>a + b, for any two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T TwoSum<T>(T a, T b, out T error) where T : struct, ILane<T>
    {
        T sum = a + b, added = sum - a;
        error = (a - (sum - added)) + (b - added);
        return sum;
    }

    /// <summary>a + b where |a| ≥ |b| or a is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T FastTwoSum<T>(T a, T b, out T error) where T : struct, ILane<T>
    {
        T sum = a + b;
        error = (a - sum) + b;
        return sum;
    }

    /// <summary>a · b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T TwoProduct<T>(T a, T b, out T error) where T : struct, ILane<T>
    {
        T product = a * b;
        error = T.FusedMultiplyAdd(a, b, -product);
        return product;
    }
}
