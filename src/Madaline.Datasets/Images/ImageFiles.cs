namespace Madaline.Datasets.Images;

/// <summary>The images below a folder.</summary>
/// <param name="Files">Files with the ending of an image, sorted by path (ordinal).</param>
/// <param name="Skipped">What else lies there, and why it was left out.</param>
public sealed record ImageFiles(IReadOnlyList<string> Files, IReadOnlyList<SkippedFile> Skipped)
{
    /// <summary>What was left out, as sentences; none where every file is an image.</summary>
    /// <param name="root">The folder that paths are given from.</param>
    public IEnumerable<string> Remarks(string root) => SkippedFiles.Describe(Skipped, root);
}
