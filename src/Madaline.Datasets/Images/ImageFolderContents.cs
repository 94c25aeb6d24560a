namespace Madaline.Datasets.Images;

/// <summary>What a folder of images holds.</summary>
/// <param name="Root">The folder.</param>
/// <param name="Classes">The classes, by index.</param>
/// <param name="Sizes">Heights and widths met, the most frequent first.</param>
/// <param name="Channels">1 where every image is grey, else 3.</param>
/// <param name="HasTest">Whether there is a test part.</param>
/// <param name="Skipped">Files that were left out, and why.</param>
public sealed record ImageFolderContents(
    string Root, IReadOnlyList<ImageClass> Classes, IReadOnlyList<ImageSizeCount> Sizes, int Channels, bool HasTest,
    IReadOnlyList<SkippedFile> Skipped)
{
    /// <summary>What was left out, as sentences; none where every file was read.</summary>
    public IEnumerable<string> Remarks => SkippedFiles.Describe(Skipped, Root);
}

/// <summary>A class and how many images of it can be read.</summary>
/// <param name="Name">The folder's name.</param>
/// <param name="TrainCount">Images to train on.</param>
/// <param name="TestCount">Images of the test part.</param>
public sealed record ImageClass(string Name, int TrainCount, int TestCount);

/// <summary>A size and how many images have it.</summary>
/// <param name="Size">Height and width.</param>
/// <param name="Count">Images of this size.</param>
public sealed record ImageSizeCount(Size2 Size, int Count);
