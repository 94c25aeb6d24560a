using System.Runtime.CompilerServices;

namespace Madaline.Numerics;

/// <summary>
/// Philox 4×32-10: a block of four random words from a key and a counter, with no state between blocks.
/// </summary>
/// <remarks>Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.</remarks>
internal static class Philox
{
    private const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;

    /// <summary>The four words at a counter under a key.</summary>
    public static (uint A, uint B, uint C, uint D) Block(ulong key, ulong counter, ulong stream = 0)
    {
        uint a = (uint)counter, b = (uint)(counter >> 32), c = (uint)stream, d = (uint)(stream >> 32);
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (int round = 0; round < 10; round++)
        {
            ulong p0 = (ulong)Multiplier0 * a, p1 = (ulong)Multiplier1 * c;
            (a, b, c, d) = ((uint)(p1 >> 32) ^ b ^ k0, (uint)p1, (uint)(p0 >> 32) ^ d ^ k1, (uint)p0);
            k0 += Weyl0;
            k1 += Weyl1;
        }

        return (a, b, c, d);
    }

    /// <summary>A single-precision number in [0, 1) from the upper 24 bits of a word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ToSingle(uint word) => (word >> 8) * (1f / 16777216f);

    /// <summary>A double-precision number in [0, 1) from 53 bits of two words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ToDouble(uint high, uint low) =>
        ((((ulong)high << 32) | low) >> 11) * (1.0 / 9007199254740992.0);
}
