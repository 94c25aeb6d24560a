using System.Globalization;
using System.Runtime.Intrinsics.X86;

namespace Madaline.Devices.Cpu.Runtime;

/// <summary>One level of a core's data caches.</summary>
/// <param name="Bytes">What it holds.</param>
/// <param name="Ways">Lines that may lie at the same place.</param>
internal readonly record struct CacheLevel(int Bytes, int Ways)
{
    /// <summary>Addresses so far apart, or a multiple of it, compete for the same ways.</summary>
    public int WayBytes => Bytes / Ways;

    /// <summary>
    /// How many lines meet in the fullest set when rows of memory a fixed distance apart are read, a line of each.
    /// </summary>
    public int LinesPerSet(long strideBytes, int rows)
    {
        // The distance reaches only some of the sets before it comes around.
        long stride = Math.Abs(strideBytes) / CacheLine.Bytes * CacheLine.Bytes;
        if (stride == 0 || rows == 0)
            return 1;
        long sets = WayBytes / long.Min(WayBytes, Common(stride, WayBytes));
        return (int)((rows + sets - 1) / sets);
    }

    private static long Common(long a, long b)
    {
        while (b != 0)
            (a, b) = (b, a % b);
        return a;
    }
}

/// <summary>The sizes of the machine's caches, asked for once.</summary>
/// <remarks>
/// They decide what is packed and how much of it at a time, never the order of a sum, so no bit depends on them.
/// </remarks>
internal static class Caches
{
    /// <summary>Where the machine does not tell: what most cores since 2015 have at least.</summary>
    private static readonly CacheLevel UsualSecond = new(256 << 10, 8);

    /// <summary>The core's own second cache.</summary>
    public static CacheLevel Second { get; } = FromProcessor(level: 2) ?? FromLinux(level: 2) ?? UsualSecond;

    /// <summary>By CPUID: leaf 4 as Intel has it, or the same under AMD's number.</summary>
    private static CacheLevel? FromProcessor(int level)
    {
        if (!X86Base.IsSupported)
            return null;
        int basic = X86Base.CpuId(0, 0).Eax, extended = X86Base.CpuId(unchecked((int)0x8000_0000), 0).Eax;
        if (basic >= 4 && FromLeaf(4, level) is { } found)
            return found;
        return extended >= unchecked((int)0x8000_001D) ? FromLeaf(unchecked((int)0x8000_001D), level) : null;
    }

    private static CacheLevel? FromLeaf(int leaf, int level)
    {
        const int Instructions = 2;
        for (int i = 0; i < 16; i++)
        {
            var (eax, ebx, ecx, _) = X86Base.CpuId(leaf, i);
            int kind = eax & 0x1F;
            if (kind == 0)
                return null;
            if (kind == Instructions || ((eax >> 5) & 7) != level)
                continue;
            int line = (ebx & 0xFFF) + 1, parts = ((ebx >> 12) & 0x3FF) + 1, ways = ((ebx >> 22) & 0x3FF) + 1;
            return Believed((long)line * parts * ways * ((long)(uint)ecx + 1), ways);
        }

        return null;
    }

    /// <summary>As Linux lists them, on any processor.</summary>
    private static CacheLevel? FromLinux(int level)
    {
        try
        {
            for (int i = 0; i < 16; i++)
            {
                string folder = $"/sys/devices/system/cpu/cpu0/cache/index{i.ToString(CultureInfo.InvariantCulture)}";
                if (!Directory.Exists(folder))
                    return null;
                if (Read(folder, "level") != level.ToString(CultureInfo.InvariantCulture)
                    || Read(folder, "type") == "Instruction")
                    continue;
                string size = Read(folder, "size");
                return size.EndsWith('K')
                    && int.TryParse(size[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int kibibytes)
                    && int.TryParse(Read(folder, "ways_of_associativity"), NumberStyles.None,
                        CultureInfo.InvariantCulture, out int ways)
                    ? Believed(kibibytes * 1024L, ways) : null;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }

        return null;
    }

    private static string Read(string folder, string name) => File.ReadAllText(Path.Combine(folder, name)).Trim();

    /// <summary>What an emulator makes up is left alone.</summary>
    private static CacheLevel? Believed(long bytes, int ways) =>
        bytes is >= 8 << 10 and <= 64 << 20 && ways is >= 2 and <= 64 && bytes / ways >= 1024
            ? new CacheLevel((int)bytes, ways) : null;
}

/// <summary>What memory moves in between caches.</summary>
internal static unsafe class CacheLine
{
    public const int Bytes = 64;

    /// <summary>The first address from here on where a line begins; less than a line away.</summary>
    public static byte* From(byte* address) => (byte*)(((nint)address + Bytes - 1) & -Bytes);
}
