using Madaline.Autograd;
using Madaline.Devices;
using Madaline.Tensors;

namespace Madaline.Ops;

/// <summary>What the poolings share: their windows with the refusals, and their nodes.</summary>
internal static class Pooling
{
    /// <summary>Windows over the last dimensions; lines are images of one row.</summary>
    internal readonly record struct Plan(Tensor X, Shape Shape, Windows Rows, Windows Columns)
    {
        /// <summary>Whether there is one direction only.</summary>
        public bool IsLine { get; init; }
    }

    /// <summary>Sliding windows over images (or over lines, where the sizes of the other direction are null).</summary>
    public static Plan Slide(
        string op, Tensor x, Size2 kernel, Size2? stride, Size2 padding, Size2 dilation, bool ceilMode, bool isLine)
    {
        Require(op, x, isLine);
        Size2 step = stride ?? kernel;
        Windows columns = Along(op, x, -1, kernel.Width, step.Width, padding.Width, dilation.Width, ceilMode);
        Windows rows = isLine ? Windows.None
            : Along(op, x, -2, kernel.Height, step.Height, padding.Height, dilation.Height, ceilMode);
        return Planned(op, x, rows, columns, isLine);
    }

    /// <summary>A number of windows of about equal size.</summary>
    public static Plan Adaptive(string op, Tensor x, Size2 outputs, bool isLine)
    {
        Require(op, x, isLine);
        if (outputs.Height < 0 || outputs.Width < 0)
            throw new TensorException(op, $"the output size is negative. outputSize is {outputs}; "
                + "expected at least 0.");
        return Planned(op, x, isLine ? Windows.None : Windows.Adaptive(x.Shape[-2], outputs.Height),
            Windows.Adaptive(x.Shape[-1], outputs.Width), isLine);
    }

    public static Tensor Select(string op, PoolPick pick, Plan plan)
    {
        var (x, shape, rows, columns) = plan;
        bool records = Tape.Records(x);
        var y = Tensor.Empty(shape, x.DType, x.Device, op);
        DType width = x.DType == DType.Float32 ? DType.Int32 : DType.Int64;
        Tensor? indices = records ? Tensor.Empty(shape, width, x.Device, op) : null;
        x.Device.PoolSelect(pick, x.RowMajor(), rows, columns, y, indices);
        if (Tracing.IsOpen)
            Tracing.Add(op, x, y, Described(plan));
        return records ? Tape.Attach(y, new PoolSelectNode(op, x, indices!, rows.Size * columns.Size)) : y;
    }

    public static Tensor Average(string op, Plan plan, PoolDivisor divisor)
    {
        var (x, shape, rows, columns) = plan;
        var y = Tensor.Empty(shape, x.DType, x.Device, op);
        x.Device.PoolAverage(x.RowMajor(), rows, columns, divisor, y);
        if (Tracing.IsOpen)
            Tracing.Add(op, x, y, [.. Described(plan), .. Described(plan, divisor)]);
        return Tape.Records(x) ? Tape.Attach(y, new PoolAverageNode(op, x, rows, columns, divisor)) : y;
    }

    /// <summary>What the windows are, for a trace; one number each for a line.</summary>
    private static (string Name, AttributeValue Value)[] Described(Plan plan)
    {
        var (_, _, rows, columns) = plan;
        if (columns.Kernel == 0)
            return [("output_size", Both(windows => windows.Outputs))];
        return
        [
            ("kernel_size", Both(windows => windows.Kernel)), ("stride", Both(windows => windows.Stride)),
            ("padding", Both(windows => windows.Padding)), ("dilation", Both(windows => windows.Dilation)),
            ("ceil_mode", IsCeiled(rows) || IsCeiled(columns)),
        ];

        int[] Both(Func<Windows, int> number) =>
            plan.IsLine ? [number(columns)] : [number(rows), number(columns)];
    }

    private static (string Name, AttributeValue Value)[] Described(Plan plan, PoolDivisor divisor)
    {
        if (plan.Columns.Kernel == 0)
            return [];
        (string, AttributeValue) counts = ("count_include_pad", divisor.CountsPadding);
        return divisor.Fixed == 0 ? [counts] : [counts, ("divisor_override", divisor.Fixed)];
    }

    /// <summary>Whether a last window reaches beyond the end.</summary>
    private static bool IsCeiled(Windows windows) => windows.Outputs != Windows.Count(
        windows.Size, windows.Kernel, windows.Stride, windows.Padding, windows.Dilation, ceilMode: false);

    private static Plan Planned(string op, Tensor x, Windows rows, Windows columns, bool isLine)
    {
        int[] sizes = x.Shape.ToArray();
        sizes[^1] = columns.Outputs;
        if (!isLine)
            sizes[^2] = rows.Outputs;
        Shape shape = Shape.Of(op, sizes);
        Sizes.RequireRoom(op, shape, x.DType);
        Sizes.RequireRoom(op, (long)Windows.Bytes * ((long)rows.Outputs + columns.Outputs), "A list of all windows");
        return new(x, shape, rows, columns) { IsLine = isLine };
    }

    private static void Require(string op, Tensor x, bool isLine)
    {
        x.RequireAlive(op);
        x.RequireFloating(op);
        int rank = isLine ? 2 : 3;
        string expected = isLine ? "[channels, length] or [n, channels, length]"
            : "[channels, height, width] or [n, channels, height, width]";
        if (x.Rank != rank && x.Rank != rank + 1)
        {
            throw new TensorException(op, $"the input has {x.Rank} dimensions. input is {x.Shape}; "
                + $"expected {expected}. {RankRemedy(x, rank)}");
        }

        if (x.Shape[-1] == 0 || (!isLine && x.Shape[-2] == 0))
        {
            throw new TensorException(op, $"there is nothing to pool. input is {x.Shape}; "
                + $"expected {expected} with at least 1 element in each plane.");
        }
    }

    private static string RankRemedy(Tensor x, int rank)
    {
        if (x.Rank != rank - 1)
            return "Use Reshape, or pool before Flatten.";
        Shape single = (int[])[1, .. x.Shape];
        return $"Without channels, Unsqueeze(0) makes it {single}; what Flatten or a linear layer gave is "
            + "pooled before.";
    }

    private static Windows Along(
        string op, Tensor x, int dimension, int kernel, int stride, int padding, int dilation, bool ceilMode)
    {
        int size = x.Shape[dimension];
        if (kernel < 1 || stride < 1 || dilation < 1 || padding < 0)
        {
            throw new TensorException(op, $"a size is too small. kernel is {kernel}, stride is {stride}, "
                + $"dilation is {dilation}, padding is {padding} in dimension {dimension}; "
                + "expected at least 1, and at least 0 for the padding.");
        }

        if (padding > kernel / 2)
        {
            throw new TensorException(op, $"the padding is more than half the kernel. padding is {padding}, "
                + $"kernel is {kernel} in dimension {dimension}; expected padding at most {kernel / 2}. "
                + "Use Pad first for more.");
        }

        Sizes.Of(op, Math.Max(0, Windows.Count(size, kernel, stride, padding, dilation, ceilMode)), "The output");
        return Find(size, kernel, stride, padding, dilation, ceilMode)
            ?? throw new TensorException(op, $"the window does not fit into the input. input is {x.Shape}, window is "
                + $"{((long)dilation * (kernel - 1)) + 1} in dimension {dimension}; expected at most "
                + $"{size + (2L * padding)} with padding {padding}, and an element inside. Use a smaller kernel, or "
                + "pool less before.");
    }

    /// <summary>The windows, or null where they break a rule.</summary>
    public static Windows? Find(int size, int kernel, int stride, int padding, int dilation, bool ceilMode)
    {
        if (kernel < 1 || stride < 1 || dilation < 1 || padding < 0 || padding > kernel / 2)
            return null;
        long count = Windows.Count(size, kernel, stride, padding, dilation, ceilMode);
        if (count is < 1 or > int.MaxValue)
            return null;
        var windows = new Windows(size, (int)count, kernel, stride, padding, dilation);
        return SeesPaddingAlone(windows) ? null : windows;
    }

    /// <summary>Whether a window that starts in the padding steps over a small input.</summary>
    private static bool SeesPaddingAlone(Windows windows)
    {
        for (int i = 0; i < windows.Outputs && (long)i * windows.Stride < windows.Padding; i++)
        {
            if (windows[i].Count < 1)
                return true;
        }

        return false;
    }
}

/// <summary>Backward of a pooling that picks elements: dy to where they came from.</summary>
internal sealed class PoolSelectNode(string name, Tensor x, Tensor indices, int area) : Node(x)
{
    private readonly Shape _shape = x.Shape;
    private Tensor? _indices = indices;

    public override string Name => name;

    public override void Backward(Tensor dy)
    {
        var dx = Tensor.Empty(_shape, dy.DType, dy.Device, Name);
        dy.Device.PoolSelectGradient(dy.Contiguous(), _indices!, area, dx);
        Give(0, dx);
    }

    protected override void DropSaved()
    {
        _indices?.Release();
        _indices = null;
    }
}

/// <summary>Backward of average pooling: each window's dy in equal parts.</summary>
internal sealed class PoolAverageNode(
    string name, Tensor x, Windows rows, Windows columns, PoolDivisor divisor) : Node(x)
{
    private readonly Shape _shape = x.Shape;

    public override string Name => name;

    public override void Backward(Tensor dy)
    {
        var dx = Tensor.Empty(_shape, dy.DType, dy.Device, Name);
        dy.Device.PoolAverageGradient(dy.Contiguous(), rows, columns, divisor, dx);
        Give(0, dx);
    }

    protected override void DropSaved()
    {
    }
}
