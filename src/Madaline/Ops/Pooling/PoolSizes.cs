using Madaline.Devices;

namespace Madaline.Ops;

/// <summary>What a pooling is asked for, before anybody knows the image.</summary>
internal sealed record PoolSizes(Size2 Kernel, Size2 Stride, Size2 Padding, Size2 Dilation, bool CeilMode)
{
    /// <summary>
    /// The windows over an image, if they fit and no two of them see the same place: then a convolution may end in
    /// them.
    /// </summary>
    public bool TryFind(int height, int width, out Windows rows, out Windows columns)
    {
        var down = Pooling.Find(height, Kernel.Height, Stride.Height, Padding.Height, Dilation.Height, CeilMode);
        var along = Pooling.Find(width, Kernel.Width, Stride.Width, Padding.Width, Dilation.Width, CeilMode);
        (rows, columns) = (down ?? Windows.None, along ?? Windows.None);
        return down is not null && along is not null && AreApart(rows) && AreApart(columns);
    }

    private static bool AreApart(Windows windows) =>
        windows.Stride > (long)windows.Dilation * (windows.Kernel - 1);
}
