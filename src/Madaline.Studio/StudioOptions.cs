namespace Madaline.Studio;

/// <summary>How a studio is served.</summary>
public sealed record StudioOptions
{
    /// <summary>The port of the loopback address; 0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>What the page shows first, such as <c>view=microscope&amp;step=137</c>; empty for its start.</summary>
    public string Moment { get; init; } = "";
}
