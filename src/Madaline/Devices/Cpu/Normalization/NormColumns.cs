using Madaline.Devices.Cpu.Runtime;

namespace Madaline.Devices.Cpu.Normalization;

/// <summary>
/// Work on up to <see cref="Width"/> neighbouring columns, row by row, with what belongs to each column kept beside.
/// </summary>
internal static unsafe class NormColumns
{
    /// <summary>Columns that one thread takes at a time.</summary>
    public const int Width = 128;

    /// <summary>
    /// Rows whose sums are taken in the numbers' own precision, before they join those in double precision.
    /// </summary>
    public const int Rows = 256;

    public static void Run<TBody>(NormLayout layout, TBody body) where TBody : struct, IRangeBody
    {
        int blocks = (layout.Channels + Width - 1) / Width, cost = layout.Samples * Math.Min(Width, layout.Channels);
        Device.Cpu.Team.For(blocks, WorthThreads.Grain(cost, 2), body);
    }

    /// <summary>Adds the sums of some rows to those in double precision, and clears them.</summary>
    public static void Join<T>(T* sums, double* to, int columns) where T : unmanaged
    {
        for (int j = 0; j < columns; j++)
        {
            to[j] += Number<T>.Read(sums + j);
            sums[j] = default;
        }
    }
}
