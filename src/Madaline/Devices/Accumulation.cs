using Madaline.Numerics;

namespace Madaline.Devices;

/// <summary>The sum of two gradients, with the bits of an addition: part of the contract, not an op.</summary>
internal readonly struct Accumulation : IBinaryOp
{
    public static string Name => "accumulate";

    public static (double Left, double Right)? Constant => (1, 1);

    public T Forward<T>(T x, T y) where T : struct, ILane<T> => x + y;

    public T LeftDerivative<T>(T x, T y) where T : struct, ILane<T> => T.Broadcast(1);

    public T RightDerivative<T>(T x, T y) where T : struct, ILane<T> => T.Broadcast(1);
}
