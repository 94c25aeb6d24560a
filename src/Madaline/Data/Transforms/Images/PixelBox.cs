namespace Madaline.Data;

/// <summary>A rectangle of an image, inside it.</summary>
internal readonly record struct PixelBox(int Top, int Left, int Height, int Width);
