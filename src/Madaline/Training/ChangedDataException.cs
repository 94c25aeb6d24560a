namespace Madaline.Training;

/// <summary>A training that goes on was given other data than before.</summary>
/// <param name="message">What differs.</param>
public sealed class ChangedDataException(string message) : InvalidOperationException(message);
