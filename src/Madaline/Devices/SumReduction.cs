using System.Runtime.CompilerServices;
using Madaline.Numerics;

namespace Madaline.Devices;

/// <summary>The sum: part of the contract, as the gradients of biases are sums in its order.</summary>
internal readonly struct SumReduction : IReduction
{
    public static string Name => "sum";

    public static double Start => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Combine<T>(T x, T y) where T : struct, ILane<T> => x + y;
}
