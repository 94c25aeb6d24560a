using System.Runtime.CompilerServices;

namespace Madaline.Plots;

/// <summary>A picture with lines of text below it.</summary>
/// <param name="Picture">The picture.</param>
/// <param name="Captions">Lines, top to bottom; may be none.</param>
public sealed record Tile(Picture Picture, params IReadOnlyList<string> Captions)
{
    /// <summary>The caption that stands out in vermilion, counted from 0; null for none.</summary>
    public int? Highlighted { get; init; }
}

/// <summary>Pictures that belong together.</summary>
/// <param name="Heading">What they have in common; empty for nothing.</param>
/// <param name="Tiles">The pictures.</param>
public sealed record GallerySection(string Heading, IReadOnlyList<Tile> Tiles)
{
    /// <summary>
    /// Names beside the rows; none where pictures just follow each other. With names the tiles are that many rows of
    /// equal length, one below the other: a column belongs together.
    /// </summary>
    public IReadOnlyList<string> RowNames { get; init; } = [];

    /// <summary>The width that its pictures are enlarged to, about; the figure's where null.</summary>
    public int? PictureWidth { get; init; }
}

/// <summary>Pictures in rows, under headings: samples, kernels, feature maps, mistakes.</summary>
/// <param name="Title">What is seen.</param>
/// <param name="Sections">The pictures.</param>
public sealed record Gallery(string Title, IReadOnlyList<GallerySection> Sections)
{
    /// <summary>
    /// One sentence for those who do not see it; where empty, the headings and the number of pictures say it.
    /// </summary>
    public string Description { get; init; } = "";

    /// <summary>A gallery of one section without a heading.</summary>
    /// <remarks>The one that is meant by <c>new Gallery("…", [new(picture, "…")])</c>, which says no type.</remarks>
    /// <param name="title">What is seen.</param>
    /// <param name="tiles">The pictures.</param>
    [OverloadResolutionPriority(1)]
    public Gallery(string title, IReadOnlyList<Tile> tiles) : this(title, [new GallerySection("", tiles)])
    {
    }
}
