namespace Madaline.Datasets.Images;

/// <summary>A decoded picture: channels one after the other, and how much each pixel covers.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Channels">1 for grey, 3 for colour.</param>
/// <param name="Pixels">Bytes, [channels, height, width].</param>
/// <param name="Cover">0 for transparent to 255 for opaque, [height, width]; null where all is opaque.</param>
internal sealed record Raster(int Height, int Width, int Channels, byte[] Pixels, byte[]? Cover = null);
