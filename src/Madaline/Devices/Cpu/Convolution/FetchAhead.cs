using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Madaline.Devices.Cpu.Runtime;

namespace Madaline.Devices.Cpu.Convolution;

/// <summary>Asks for memory that comes later, a part at a time between other work.</summary>
internal unsafe ref struct FetchAhead(void* start, nint bytes, int parts)
{
    private readonly nint _part = ((bytes / parts) + CacheLine.Bytes - 1) & -CacheLine.Bytes;
    private nint _done;

    /// <summary>Asks for the next part, into the second cache: the nearest one is busy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Next()
    {
        if (!Sse.IsSupported)
            return;
        nint end = Math.Min(bytes, _done + _part);
        for (; _done < end; _done += CacheLine.Bytes)
            Sse.Prefetch1((byte*)start + _done);
    }
}
