using System.Runtime.CompilerServices;
using Madaline.Numerics;

namespace Madaline.Devices;

/// <summary>ReLU over a lane, as the op has it and as fused forms end in it.</summary>
internal static class Rectifier
{
    /// <summary>max(x, 0); NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Forward<T>(T x) where T : struct, ILane<T> => T.Max(x, T.Broadcast(0));

    /// <summary>The slope where the output is y: 0 up to 0, else 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Slope<T>(T y) where T : struct, ILane<T> =>
        T.Select(T.LessOrEqual(y, T.Broadcast(0)), T.Broadcast(0), T.Broadcast(1));
}
