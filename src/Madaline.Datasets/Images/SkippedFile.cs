namespace Madaline.Datasets.Images;

/// <summary>A file or folder that was left out of a set of pictures.</summary>
/// <param name="Path">The file or folder.</param>
/// <param name="Reason">Why, as a sentence.</param>
/// <param name="IsBroken">Whether it has the ending of a picture and could not be read; otherwise it is none.</param>
public sealed record SkippedFile(string Path, string Reason, bool IsBroken);
