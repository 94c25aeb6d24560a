namespace Madaline.Data;

/// <summary>How a value between pixels is found.</summary>
public enum Interpolation
{
    /// <summary>The nearest pixel.</summary>
    Nearest,

    /// <summary>The four pixels around, weighted by their nearness.</summary>
    Bilinear,
}
