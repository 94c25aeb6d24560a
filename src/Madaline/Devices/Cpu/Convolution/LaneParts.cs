using System.Runtime.CompilerServices;
using Madaline.Numerics;

namespace Madaline.Devices.Cpu.Convolution;

/// <summary>How a tile reads the image where a lane lies.</summary>
internal unsafe interface ILanePart
{
    static abstract bool IsFull { get; }

    static abstract TLane Load<TElement, TLane>(TElement* x, TElement* mask)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement>;
}

/// <summary>Lanes whose pixels all exist.</summary>
internal readonly unsafe struct FullLanes : ILanePart
{
    public static bool IsFull => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Load<TElement, TLane>(TElement* x, TElement* mask)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement> => TLane.Load(x);
}

/// <summary>Lanes that end a row: what lies beyond counts as zero, be it infinite.</summary>
internal readonly unsafe struct PartLanes : ILanePart
{
    public static bool IsFull => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Load<TElement, TLane>(TElement* x, TElement* mask)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement> => TLane.And(TLane.Load(mask), TLane.Load(x));
}

/// <summary>Lanes that end a row in their lower half, twice.</summary>
internal readonly unsafe struct HalfLanes : ILanePart
{
    public static bool IsFull => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLane Load<TElement, TLane>(TElement* x, TElement* mask)
        where TElement : unmanaged
        where TLane : struct, IVectorLane<TLane, TElement> => TLane.And(TLane.LoadHalf(mask), TLane.LoadHalf(x));
}
