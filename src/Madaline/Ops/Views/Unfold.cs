using Madaline.Autograd;
using Madaline.Ops;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>The windows of images side by side, each as a column.</summary>
    /// <remarks>
    /// Shape: [n, c, h, w] → [n, c·kh·kw, windows], or without n; the windows row by row, in each the channels first.
    /// DType: floating. Gradient: dy added up where windows overlap.
    /// </remarks>
    /// <param name="kernelSize">Height and width of a window, at least 1.</param>
    /// <param name="dilation">From one place in a window to the next, at least 1; 1 when omitted.</param>
    /// <param name="padding">Zeros on each side; 0 when omitted.</param>
    /// <param name="stride">From one window to the next, at least 1; 1 when omitted.</param>
    /// <exception cref="TensorException">The window does not fit into the input.</exception>
    public Tensor Unfold(Size2 kernelSize, Size2? dilation = null, Size2? padding = null, Size2? stride = null)
    {
        RequireAlive("unfold");
        RequireFloating("unfold");
        if (Rank is not (3 or 4))
            throw new TensorException("unfold", $"the input is no image. input is {Shape}; "
                + "expected [channels, height, width] or [n, channels, height, width].");
        int n = Rank == 4 ? Shape[0] : 1;
        var blocks = new SlidingBlocks(
            "unfold", n, Shape[-3], (Shape[-2], Shape[-1]), kernelSize, dilation ?? 1, padding ?? 0, stride ?? 1);
        Shape shape = Rank == 4 ? [n, blocks.Rows, blocks.Columns] : [blocks.Rows, blocks.Columns], old = Shape;
        var y = blocks.Unfold(Alias(), shape);
        if (Tracing.IsOpen)
        {
            Tracing.Add("unfold", this, y, ("kernel_size", kernelSize), ("dilation", dilation ?? 1),
                ("padding", padding ?? 0), ("stride", stride ?? 1));
        }

        return ViewNode.Record("unfold", this, y, dy => blocks.Fold(dy, old));
    }

    /// <summary>Windows back into images, added up where they overlap: the transpose of <see cref="Unfold"/>.</summary>
    /// <remarks>
    /// Shape: [n, c·kh·kw, windows] → [n, c, h, w], or without n. DType: floating. Gradient: the windows of dy.
    /// </remarks>
    /// <param name="outputSize">Height and width of the images.</param>
    /// <param name="kernelSize">Height and width of a window, at least 1.</param>
    /// <param name="dilation">From one place in a window to the next, at least 1; 1 when omitted.</param>
    /// <param name="padding">What was added on each side, and is dropped; 0 when omitted.</param>
    /// <param name="stride">From one window to the next, at least 1; 1 when omitted.</param>
    /// <exception cref="TensorException">The input's sizes are not those of the windows.</exception>
    public Tensor Fold(
        Size2 outputSize, Size2 kernelSize, Size2? dilation = null, Size2? padding = null, Size2? stride = null)
    {
        RequireAlive("fold");
        RequireFloating("fold");
        long places = Math.Max(1, (long)kernelSize.Height * kernelSize.Width);
        if (Rank is not (2 or 3) || Shape[-2] % places != 0)
            throw new TensorException("fold", $"the input holds no windows. input is {Shape}, kernelSize is "
                + $"{kernelSize}; expected [n, channels · {places}, windows] or [channels · {places}, windows].");
        int n = Rank == 3 ? Shape[0] : 1, channels = (int)(Shape[-2] / places);
        var blocks = new SlidingBlocks(
            "fold", n, channels, outputSize, kernelSize, dilation ?? 1, padding ?? 0, stride ?? 1);
        if (Shape[-1] != blocks.Columns)
            throw new TensorException("fold", $"the number of windows does not fit. input is {Shape}, outputSize is "
                + $"{outputSize}, kernelSize is {kernelSize}; expected {blocks.Columns} windows in "
                + "the last dimension.");
        Shape shape = Rank == 3 ? [n, channels, outputSize.Height, outputSize.Width]
            : [channels, outputSize.Height, outputSize.Width], old = Shape;
        var y = blocks.Fold(Alias(), shape);
        if (Tracing.IsOpen)
        {
            Tracing.Add("fold", this, y, ("output_size", outputSize), ("kernel_size", kernelSize),
                ("dilation", dilation ?? 1), ("padding", padding ?? 0), ("stride", stride ?? 1));
        }

        return ViewNode.Record("fold", this, y, dy => blocks.Unfold(dy, old));
    }
}
