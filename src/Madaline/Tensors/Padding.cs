namespace Madaline;

/// <summary>Zeros around an image before a convolution: a number on each side, or as many as keep its size.</summary>
public readonly record struct Padding
{
    private readonly Size2 _sides;

    private Padding(Size2 sides, bool isSame) => (_sides, IsSame) = (sides, isSame);

    /// <summary>
    /// As many as keep the size at stride 1: dilation · (kernel − 1) in all, the odd one on the right and below.
    /// </summary>
    public static Padding Same { get; } = new(0, isSame: true);

    /// <summary>Whether the kernel decides how many.</summary>
    public bool IsSame { get; }

    /// <summary>The same number on all sides.</summary>
    public static implicit operator Padding(int size) => new(size, isSame: false);

    /// <summary>One number above and below, one left and right.</summary>
    public static implicit operator Padding((int Height, int Width) sizes) => new(sizes, isSame: false);

    /// <summary>One number above and below, one left and right.</summary>
    public static implicit operator Padding(Size2 sizes) => new(sizes, isSame: false);

    /// <summary>The same before and behind in each direction, where the kernel does not decide.</summary>
    internal Size2 Sides => _sides;

    /// <summary>How many zeros stand before and behind in one direction.</summary>
    /// <param name="height">Whether above and below; otherwise left and right.</param>
    /// <param name="kernel">The kernel's size in that direction.</param>
    /// <param name="dilation">The distance between its taps.</param>
    public (long Before, long Behind) Along(bool height, int kernel, int dilation)
    {
        long size = height ? _sides.Height : _sides.Width, total = (long)dilation * (kernel - 1);
        return IsSame ? (total / 2, total - (total / 2)) : (size, size);
    }

    /// <inheritdoc/>
    public override string ToString() => IsSame ? "same" : _sides.ToString();
}
