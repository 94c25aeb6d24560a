namespace Madaline.Devices;

/// <summary>
/// How the numbers of a part are cut for summing, on every device and by the shape only: whole runs up to 1,024 numbers
/// together, or a run that is longer than 4,096 into chunks of as many. Sums within a piece are of the numbers' own
/// precision, those of pieces are added in double precision and in order.
/// </summary>
internal readonly struct NormPieces
{
    private const int Longest = 4096, Together = 1024;
    private readonly int _runs, _length, _together, _chunks;

    private NormPieces(int runs, int length, int step, bool apart)
    {
        (_runs, _length, Step) = (runs, length, step);
        _together = apart ? 1 : Math.Max(1, Together / length);
        _chunks = (length + Longest - 1) / Longest;
        Count = (runs + _together - 1) / _together * _chunks;
    }

    /// <summary>Steps from a run to the next.</summary>
    public int Step { get; }

    /// <summary>Pieces of a part.</summary>
    public int Count { get; }

    /// <summary>Pieces of a run that is cut.</summary>
    public int Chunks => _chunks;

    /// <summary>
    /// Where the two sums of a piece are kept: as the pieces follow each other in memory, so that threads at work on
    /// neighbours do not write side by side.
    /// </summary>
    public nint Place(NormLayout layout, int part, int piece) =>
        2 * (layout.SpansSamples ? ((nint)piece * layout.Parts) + part : ((nint)part * Count) + piece);

    /// <summary>From the sums of a piece to those of the next of the same part.</summary>
    public static nint PlaceStep(NormLayout layout) => layout.SpansSamples ? 2 * (nint)layout.Parts : 2;

    /// <summary>The numbers of a part, whatever their channel.</summary>
    public static NormPieces OfParts(NormLayout layout) => layout.SpansSamples
        ? new(layout.Samples, layout.Inner, layout.Channels * layout.Inner, apart: false)
        : new(1, layout.Count, 0, apart: false);

    /// <summary>The numbers of a part, its channels apart.</summary>
    public static NormPieces OfChannels(NormLayout layout) => layout.SpansSamples
        ? OfParts(layout)
        : new(layout.Together, layout.Inner, layout.Inner, apart: true);

    /// <summary>Where a piece starts within its part, how many runs it has, and their length.</summary>
    public (int Start, int Runs, int Length) Piece(int piece)
    {
        int run = piece / _chunks * _together, chunk = piece % _chunks * Longest;
        return ((run * Step) + chunk, Math.Min(_together, _runs - run), Math.Min(Longest, _length - chunk));
    }
}
