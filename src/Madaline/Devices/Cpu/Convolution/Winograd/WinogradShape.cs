using Madaline.Devices.Cpu.Products;

namespace Madaline.Devices.Cpu.Convolution.Winograd;

/// <summary>The sizes of a convolution that is done by tiles of 2×2 outputs.</summary>
/// <param name="Images">How many images.</param>
/// <param name="Inputs">Channels that are read.</param>
/// <param name="Outputs">Channels that are made.</param>
/// <param name="Source">Rows and columns of what is read.</param>
/// <param name="Target">Rows and columns of what is made.</param>
/// <param name="Before">Zeros above and left.</param>
internal readonly record struct WinogradShape(
    int Images, int Inputs, int Outputs, Size2 Source, Size2 Target, Size2 Before)
{
    public int TileRows => (Target.Height + 1) / 2;

    public int TileColumns => (Target.Width + 1) / 2;

    /// <summary>Tiles of all images.</summary>
    public long Tiles => (long)Images * TileRows * TileColumns;
}

/// <summary>Tiles side by side in one row of an image.</summary>
/// <param name="Image">Which image.</param>
/// <param name="Row">Which row of tiles.</param>
/// <param name="First">The first of them in that row.</param>
/// <param name="Count">How many.</param>
/// <param name="Column">Where the block has the first of them.</param>
/// <param name="Line">The first of the four laid-out rows that they see.</param>
internal readonly record struct WinogradSegment(int Image, int Row, int First, int Count, int Column, int Line);

/// <summary>A row of pixels that a block sees.</summary>
/// <param name="Line">Where it is laid out.</param>
/// <param name="Source">Where the images have it in their first channel.</param>
internal readonly record struct WinogradLine(int Line, nint Source);
