namespace Madaline.Studio;

/// <summary>How a studio is served.</summary>
public sealed record StudioOptions
{
    /// <summary>The port of the loopback address; 0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>
    /// A file with the user's secret, made where it is missing. With it, a port that is given has the same address at
    /// each start, and a page that was left open finds the studio again. Null for an address that is new each time.
    /// </summary>
    public string? SecretFile { get; init; }

    /// <summary>What the page shows first, such as <c>view=microscope&amp;step=137</c>; empty for its start.</summary>
    public string Moment { get; init; } = "";
}
