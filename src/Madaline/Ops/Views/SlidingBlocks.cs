using Madaline.Devices;
using Madaline.Tensors;

namespace Madaline.Ops;

/// <summary>Windows that slide over images, laid out in columns: what unfold and fold share.</summary>
internal sealed class SlidingBlocks
{
    private readonly string _op;
    private readonly int _n, _channels;
    private readonly Size2 _image, _padded, _kernel, _dilation, _padding, _stride, _count;

    public SlidingBlocks(
        string op, int n, int channels, Size2 image, Size2 kernel, Size2 dilation, Size2 padding, Size2 stride)
    {
        (_op, _n, _channels, _image, _kernel) = (op, n, channels, image, kernel);
        (_dilation, _padding, _stride) = (dilation, padding, stride);
        if (Math.Min(kernel.Height, kernel.Width) < 1 || Math.Min(dilation.Height, dilation.Width) < 1
            || Math.Min(stride.Height, stride.Width) < 1 || Math.Min(padding.Height, padding.Width) < 0)
        {
            throw new TensorException(op, $"a size is too small. kernelSize is {kernel}, dilation is {dilation}, "
                + $"stride is {stride}, padding is {padding}; expected at least 1, and at least 0 for the padding.");
        }

        long rows = Windows.Count(image.Height, kernel.Height, stride.Height, padding.Height, dilation.Height, false);
        long columns = Windows.Count(image.Width, kernel.Width, stride.Width, padding.Width, dilation.Width, false);
        if (Math.Min(image.Height, image.Width) < 1 || rows < 1 || columns < 1)
        {
            throw new TensorException(op, $"the window does not fit into the image. image is {image}, kernelSize is "
                + $"{kernel}, dilation is {dilation}, padding is {padding}; expected a window of at most "
                + $"({image.Height + (2L * padding.Height)}, {image.Width + (2L * padding.Width)}).");
        }

        _count = (Sizes.Of(op, rows, "The number of windows"), Sizes.Of(op, columns, "The number of windows"));
        _padded = (Sizes.Of(op, image.Height + (2L * padding.Height), "The padded height"),
            Sizes.Of(op, image.Width + (2L * padding.Width), "The padded width"));
        Rows = Sizes.Product(op, channels, kernel.Height, kernel.Width);
        Columns = Sizes.Product(op, _count.Height, _count.Width);
        Sizes.RequireRoom(op, Padded, DType.Float32);
        Sizes.RequireRoom(op, Sizes.Shape(op, n, Rows, Columns), DType.Float32);
    }

    /// <summary>Numbers in a window.</summary>
    public int Rows { get; }

    /// <summary>How many windows.</summary>
    public int Columns { get; }

    /// <summary>The windows of images as columns.</summary>
    public Tensor Unfold(Tensor x, Shape shape)
    {
        var y = Tensor.Empty(shape, x.DType, x.Device, _op);
        if (y.Elements == 0)
            return y;
        Tensor padded = x;
        if (_padding != 0)
        {
            padded = Tensor.Zeros(Padded, x.DType, x.Device);
            x.Device.Copy(Images(x), Inner(padded));
        }
        else if (!x.IsContiguous)
        {
            padded = x.Contiguous();
        }

        Shape all = [_n, _channels, _kernel.Height, _kernel.Width, _count.Height, _count.Width];
        x.Device.Copy(padded.Alias(new(all, Steps, padded.Offset)), y.Alias(Layout.RowMajor(all)));
        if (_padding != 0)
            padded.Release();
        return y;
    }

    /// <summary>Columns back into images, one place of the windows after the other.</summary>
    public Tensor Fold(Tensor x, Shape shape)
    {
        if (!x.IsContiguous)
            x = x.Contiguous();
        var padded = Tensor.Zeros(_padding == 0 ? shape : Padded, x.DType, x.Device);
        Shape one = [_n, _channels, _count.Height, _count.Width];
        int[] all = [Rows * Columns, Rows / Math.Max(1, _channels) * Columns, _count.Width, 1], steps = Steps;
        int[] onto = [steps[0], steps[1], steps[4], steps[5]];
        for (int u = 0, k = 0; u < _kernel.Height; u++)
        {
            for (int v = 0; v < _kernel.Width; v++, k++)
            {
                Tensor to = padded.Alias(new(one, onto, (u * steps[2]) + (v * steps[3])));
                x.Device.Binary(default(Add), to, x.Alias(new(one, all, x.Offset + (k * Columns))), to);
            }
        }

        if (_padding == 0)
            return padded;
        var y = Tensor.Empty(shape, x.DType, x.Device, _op);
        x.Device.Copy(Inner(padded), Images(y));
        padded.Release();
        return y;
    }

    private Shape Padded => Sizes.Shape(_op, _n, _channels, _padded.Height, _padded.Width);

    /// <summary>Strides through the padded images: image, channel, place in the window twice, window twice.</summary>
    private int[] Steps
    {
        get
        {
            int line = _padded.Width, plane = line * _padded.Height;
            return [_channels * plane, plane, Step(_kernel.Height, _dilation.Height) * line,
                Step(_kernel.Width, _dilation.Width), Step(_count.Height, _stride.Height) * line,
                Step(_count.Width, _stride.Width)];
        }
    }

    /// <summary>From one of several to the next; a single one steps nowhere, however long its step.</summary>
    private static int Step(int count, int step) => count > 1 ? step : 0;

    /// <summary>The images inside of their padding.</summary>
    private Tensor Inner(Tensor padded) => padded.Alias(new([_n, _channels, _image.Height, _image.Width],
        padded.Shape.Strides, (_padding.Height * _padded.Width) + _padding.Width));

    /// <summary>A batch, whether there is one or a single image.</summary>
    private Tensor Images(Tensor x) => x.Rank == 4 ? x
        : x.Alias(new([1, .. x.Shape.AsSpan()], [0, .. x.Strides], x.Offset));
}
