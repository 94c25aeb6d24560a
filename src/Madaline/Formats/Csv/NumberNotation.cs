namespace Madaline.Formats;

/// <summary>How a table writes numbers.</summary>
/// <param name="Mark">The decimal mark: a point or a comma.</param>
/// <param name="IsSettled">
/// Whether the mark is known, said or shown by cells: then the other sign groups thousands wherever it comes.
/// </param>
internal readonly record struct NumberNotation(char Mark, bool IsSettled = false)
{
    /// <summary>The sign that is the decimal mark elsewhere.</summary>
    public char OtherMark => Mark == '.' ? ',' : '.';

    /// <summary>The notation of the other mark.</summary>
    public NumberNotation Other => new(OtherMark, IsSettled: true);

    /// <summary>A mark in words.</summary>
    public static string NameOf(char mark) => mark == '.' ? "point" : "comma";
}
