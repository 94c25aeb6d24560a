using System.Runtime.CompilerServices;
using Madaline.Numerics;

namespace Madaline.Devices;

/// <summary>x ← keep · x + share · found: how running statistics move, with the bits of those two operations.</summary>
internal readonly struct MoveRule(double keep, double share) : IUpdateRule
{
    private readonly Constant _keep = keep, _share = share;

    public static string Name => "move";

    public static int States => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply<T>(ref T parameter, T gradient, ref T state0, ref T state1, ref T state2)
        where T : struct, ILane<T> =>
        parameter = (T.Broadcast(_keep) * parameter) + (T.Broadcast(_share) * gradient);
}
