using Madaline.Autograd;
using Madaline.Devices;
using Madaline.Ops;
using Madaline.Tensors;

namespace Madaline;

/// <summary>How an image is made larger or smaller.</summary>
public enum UpsampleMode
{
    /// <summary>Each place takes the element that it falls on.</summary>
    Nearest,

    /// <summary>Each place mixes the four elements around it.</summary>
    Bilinear,
}

public sealed partial class Tensor
{
    /// <summary>Images in another size: each place takes the nearest element or mixes those around it.</summary>
    /// <remarks>
    /// Shape: [n, c, h, w] → [n, c, ⌊h · scale⌋, ⌊w · scale⌋], or the size given. DType: floating. Gradient: dy to
    /// the elements taken, by their shares. Nearest: place i takes ⌊i / scale⌋. Bilinear: place i lies at
    /// (i + ½) / scale − ½, or at i · (h − 1)/(outputs − 1) with <paramref name="alignCorners"/>. A direction whose
    /// size comes out the same is copied, and nearest takes pairs where it is doubled, whatever the scale.
    /// </remarks>
    /// <param name="size">The new height and width; either this or the scale.</param>
    /// <param name="scaleFactor">How many times as high and wide, above 0.</param>
    /// <param name="mode">Nearest or bilinear.</param>
    /// <param name="alignCorners">Whether the corners stay where they are; bilinear only.</param>
    /// <exception cref="TensorException">The input is no batch of images, or not one of size and scale is
    /// given.</exception>
    public Tensor Upsample(
        Size2? size = null, double? scaleFactor = null, UpsampleMode mode = UpsampleMode.Nearest,
        bool alignCorners = false)
    {
        RequireAlive("upsample");
        RequireFloating("upsample");
        if (Rank != 4 || Shape[2] == 0 || Shape[3] == 0)
            throw new TensorException("upsample", $"the input is no batch of images. input is {Shape}; "
                + "expected [n, channels, height, width] with at least 1 element in each plane. Use Unsqueeze.");
        if (size is null == scaleFactor is null)
            throw new TensorException("upsample", $"needs a size or a scale. size is {size?.ToString() ?? "none"}, "
                + $"scaleFactor is {scaleFactor?.ToString() ?? "none"}; expected one of them.");
        if (alignCorners && mode == UpsampleMode.Nearest)
            throw new TensorException("upsample", "the nearest element has no corners to align. alignCorners is true; "
                + "expected false. Use UpsampleMode.Bilinear.");
        var rows = new Resampling("upsample", Shape, 2, size?.Height, scaleFactor, alignCorners, DType);
        var columns = new Resampling("upsample", Shape, 3, size?.Width, scaleFactor, alignCorners, DType);
        Shape shape = Sizes.Shape("upsample", Shape[0], Shape[1], rows.Outputs, columns.Outputs);
        Sizes.RequireRoom("upsample", shape, DType);
        if (mode == UpsampleMode.Bilinear)
            return rows.Mixed(columns.Mixed(this));
        return rows.Copies > 0 && columns.Copies > 0
            ? Copied(rows.Copies, columns.Copies)
            : columns.Taken(rows.Taken(this));
    }

    /// <summary>
    /// Each element as a block of copies: what average pooling sends backward, with 1 for the divisor.
    /// </summary>
    private Tensor Copied(int high, int wide)
    {
        var rows = new Windows(Shape[2] * high, Shape[2], high, high, 0, 1);
        var columns = new Windows(Shape[3] * wide, Shape[3], wide, wide, 0, 1);
        PoolDivisor whole = new(false, 1);
        var y = Empty([Shape[0], Shape[1], rows.Size, columns.Size], DType, Device, "upsample");
        Device.PoolAverageGradient(RowMajor(), rows, columns, whole, y);
        if (Tracing.IsOpen)
            Tracing.Add("upsample", this, y, ("size", (Size2)(rows.Size, columns.Size)), ("mode", "nearest"));
        Shape old = Shape;
        return ViewNode.Record("upsample", this, y, dy =>
        {
            var dx = Empty(old, dy.DType, dy.Device, "upsample");
            dy.Device.PoolAverage(dy.Contiguous(), rows, columns, whole, dx);
            return dx;
        });
    }
}
