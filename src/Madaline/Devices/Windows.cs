namespace Madaline.Devices;

/// <summary>What one output of a pooling sees along one direction.</summary>
/// <param name="First">The first place inside the input.</param>
/// <param name="Count">How many places inside the input, at least 1, a dilation apart.</param>
/// <param name="Spread">How many places when those in the padding count, too.</param>
internal readonly record struct Window(int First, int Count, int Spread);

/// <summary>The windows of a pooling along one direction: sliding, or a number of about equal size.</summary>
/// <param name="Size">The input's size.</param>
/// <param name="Outputs">How many windows.</param>
/// <param name="Kernel">Places in a sliding window; 0 for adaptive ones.</param>
/// <param name="Stride">From one window to the next.</param>
/// <param name="Padding">Places before and behind the input.</param>
/// <param name="Dilation">From one place in a window to the next.</param>
internal readonly record struct Windows(int Size, int Outputs, int Kernel, int Stride, int Padding, int Dilation)
{
    /// <summary>What one window takes in the list of all.</summary>
    public const int Bytes = 3 * sizeof(int);

    /// <summary>The missing direction of a one-dimensional pooling.</summary>
    public static Windows None => new(1, 1, 1, 1, 0, 1);

    /// <summary>Whether each window is two neighbours of its own, inside the input.</summary>
    public bool ArePairs =>
        Kernel == 2 && Stride == 2 && Padding == 0 && Dilation == 1 && Outputs <= Size / 2;

    /// <summary>The window of an output.</summary>
    public Window this[int output] => Kernel == 0 ? Adaptive(output) : Sliding(output);

    /// <summary>A number of windows, from <c>⌊i · size/outputs⌋</c> to <c>⌈(i + 1) · size/outputs⌉</c>.</summary>
    public static Windows Adaptive(int size, int outputs) => new(size, outputs, 0, 0, 0, 1);

    /// <summary>How many sliding windows there are.</summary>
    /// <remarks>
    /// ⌊(size + 2·padding − dilation·(kernel − 1) − 1) / stride⌋ + 1, or with the quotient rounded up; then without
    /// a last one that would start behind the input.
    /// </remarks>
    public static long Count(int size, int kernel, int stride, int padding, int dilation, bool ceilMode)
    {
        long span = (long)dilation * (kernel - 1), room = size + (2L * padding) - span - 1;
        if (room < (ceilMode ? 1 - stride : 0))
            return 0;
        long count = ((room + (ceilMode ? stride - 1 : 0)) / stride) + 1;
        return ceilMode && (count - 1) * stride >= (long)size + padding ? count - 1 : count;
    }

    /// <summary>All windows, in order.</summary>
    public Window[] All()
    {
        var windows = new Window[Outputs];
        for (int i = 0; i < windows.Length; i++)
            windows[i] = this[i];
        return windows;
    }

    private Window Adaptive(int output)
    {
        int first = (int)((long)output * Size / Outputs);
        int end = (int)((((output + 1L) * Size) + Outputs - 1) / Outputs);
        return new(first, end - first, end - first);
    }

    private Window Sliding(int output)
    {
        long start = ((long)output * Stride) - Padding, last = start + ((long)Dilation * (Kernel - 1));
        long skipped = start < 0 ? (-start + Dilation - 1) / Dilation : 0, first = start + (skipped * Dilation);
        long count = first >= Size ? 0 : ((Math.Min(last, Size - 1) - first) / Dilation) + 1;
        long spread = ((Math.Min(last, (long)Size + Padding - 1) - start) / Dilation) + 1;
        return new((int)first, (int)count, (int)spread);
    }
}

/// <summary>Which element of a window a pooling picks.</summary>
internal enum PoolPick
{
    /// <summary>The largest; the first of equals, the last NaN before all.</summary>
    Largest,

    /// <summary>The smallest; the first of equals, the last NaN before all.</summary>
    Smallest,

    /// <summary>The lower of the middle ones; the first of equals, the last NaN before all.</summary>
    Median,
}

/// <summary>What an average over a window is divided by.</summary>
/// <param name="CountsPadding">Whether places in the padding count.</param>
/// <param name="Fixed">A number for all windows, or 0.</param>
internal readonly record struct PoolDivisor(bool CountsPadding, int Fixed = 0)
{
    public double Of(Window row, Window column) =>
        Fixed != 0 ? Fixed
        : CountsPadding ? (double)row.Spread * column.Spread
        : (double)row.Count * column.Count;
}
