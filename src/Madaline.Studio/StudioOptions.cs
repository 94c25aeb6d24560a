namespace Madaline.Studio;

/// <summary>How a studio is served.</summary>
public sealed record StudioOptions
{
    /// <summary>The port of the loopback address; 0 for a free one.</summary>
    public int Port { get; init; }
}
