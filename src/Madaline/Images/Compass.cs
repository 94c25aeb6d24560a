namespace Madaline.Images;

/// <summary>The eight directions, north being up in the image.</summary>
public enum Compass
{
    /// <summary>Up.</summary>
    North,

    /// <summary>Up and left.</summary>
    NorthWest,

    /// <summary>Left.</summary>
    West,

    /// <summary>Down and left.</summary>
    SouthWest,

    /// <summary>Down.</summary>
    South,

    /// <summary>Down and right.</summary>
    SouthEast,

    /// <summary>Right.</summary>
    East,

    /// <summary>Up and right.</summary>
    NorthEast,
}
