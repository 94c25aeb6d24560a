using System.Runtime.CompilerServices;

namespace Madaline;

/// <summary>
/// Addresses of cache lines that are asked for while products are made, which need no memory: what the next block
/// reads, and where this one writes.
/// </summary>
internal unsafe struct WinogradFetch
{
    /// <summary>Most addresses of a block's source; those beyond are not asked for.</summary>
    public const int MostSources = 2048;

    /// <summary>Most addresses of eight channels' outputs.</summary>
    public const int MostTargets = 512;

    private const int Line = 64;

    /// <summary>Room for both, and for what is asked for beside one product.</summary>
    public const int Size = MostSources + (2 * MostTargets) + MostSources;

    public nint* Sources, Asked;
    public int SourceCount;

    /// <summary>Lists what a block reads, without what the block before has read already.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void ListSources(
        float* images, in WinogradShape shape, WinogradSegment* segments, int count, in WinogradSegment before)
    {
        int height = shape.Source.Height, width = shape.Source.Width, found = 0;
        nint plane = (nint)height * width;
        for (int i = 0; i < count;)
        {
            int next = i + 1;
            while (next < count && segments[next].Image == segments[i].Image)
                next++;
            int first = (2 * segments[i].Row) - shape.Before.Height;
            int end = Math.Min(height, (2 * segments[next - 1].Row) - shape.Before.Height + 4);
            if (segments[i].Image == before.Image)
                first = Math.Max(first, (2 * before.Row) - shape.Before.Height + 4);
            float* from = images + (segments[i].Image * plane * shape.Inputs) + ((nint)Math.Max(0, first) * width);
            nint bytes = (nint)(end - Math.Max(0, first)) * width * sizeof(float);
            i = next;
            if (bytes <= 0)
                continue;
            for (int channel = 0; channel < shape.Inputs; channel++, from += plane)
            {
                nint at = (nint)from & -Line, stop = (nint)from + bytes;
                for (; at < stop && found < MostSources; at += Line)
                    Sources[found++] = at;
            }
        }

        SourceCount = found;
    }

    /// <summary>
    /// Lists where eight channels are written, and a share of the next block's source; how many for each place.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public readonly int ListAll(
        in WinogradOutput output, WinogradSegment* segments, int count, int outputs, int channel, int share, int shares)
    {
        int found = 0, width = output.Pools ? output.PoolColumns : output.Width;
        int height = output.Pools ? output.PoolRows : output.Height, rows = output.Pools ? 1 : 2;
        nint plane = (nint)width * height, last = 0;
        int end = Math.Min(outputs, channel + WinogradKernels.Rows);
        for (; channel < end; channel++)
        {
            for (int i = 0; i < count; i++)
            {
                ref readonly WinogradSegment segment = ref segments[i];
                nint at = ((((nint)segment.Image * outputs) + channel) * plane) + ((nint)segment.Row * rows * width)
                    + (segment.First * rows);
                int some = Math.Min(segment.Count * rows, width - (segment.First * rows));
                for (int row = segment.Row * rows; row < Math.Min(height, (segment.Row + 1) * rows); row++, at += width)
                {
                    nint line = (nint)(output.Y + at) & -Line, stop = (nint)(output.Y + at + some);
                    for (line = Math.Max(line, last + Line); line < stop && found < MostTargets; line += Line)
                        Asked[found++] = last = line;
                }
            }

            last = 0;
        }

        int from = (int)((long)SourceCount * share / shares), to = (int)((long)SourceCount * (share + 1) / shares);
        for (; from < to; from++)
            Asked[found++] = Sources[from];
        int each = (found + WinogradBlock.Places - 1) / WinogradBlock.Places;
        for (; found < each * WinogradBlock.Places; found++)
            Asked[found] = Asked[found - 1];
        return each;
    }
}
