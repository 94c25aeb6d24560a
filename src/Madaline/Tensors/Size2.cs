namespace Madaline;

/// <summary>A number for each of an image's two directions: a kernel's size, a stride, a padding.</summary>
/// <param name="Height">Along the rows' direction, the last dimension but one.</param>
/// <param name="Width">Along a row, the last dimension.</param>
public readonly record struct Size2(int Height, int Width)
{
    /// <summary>The same number in both directions.</summary>
    public static implicit operator Size2(int size) => new(size, size);

    /// <summary>A number for each direction.</summary>
    public static implicit operator Size2((int Height, int Width) sizes) => new(sizes.Height, sizes.Width);

    /// <inheritdoc/>
    public override string ToString() => Height == Width ? $"{Height}" : $"({Height}, {Width})";
}
