namespace Madaline.Devices.Cpu.Runtime;

/// <summary>What memory moves in between caches.</summary>
internal static unsafe class CacheLine
{
    public const int Bytes = 64;

    /// <summary>The first address from here on where a line begins; less than a line away.</summary>
    public static byte* From(byte* address) => (byte*)(((nint)address + Bytes - 1) & -Bytes);
}
