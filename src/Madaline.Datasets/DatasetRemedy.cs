using Madaline.Formats;

namespace Madaline.Datasets;

/// <summary>What helps where files of a data set are missing.</summary>
public enum DatasetRemedyKind
{
    /// <summary>The files are put into a folder, or the folder above it is named.</summary>
    PutFiles,

    /// <summary>Training samples are held out to test on, or the files are put into a folder.</summary>
    HoldOutOrPutFiles,
}

/// <summary>What helps where files of a data set are missing.</summary>
/// <param name="Kind">The kind of remedy.</param>
/// <param name="Folder">Where the files belong.</param>
/// <param name="Count">How many training samples might be held out; 0 where that is no remedy.</param>
public sealed record DatasetRemedy(DatasetRemedyKind Kind, string Folder, int Count = 0) : Remedy
{
    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        DatasetRemedyKind.PutFiles => $"Put the files into {Folder}, or name the folder above it (a DataRoot, or the "
            + "variable MADALINE_DATA).",
        DatasetRemedyKind.HoldOutOrPutFiles => $"Set SkipTest and hold the last samples out, {Count} of them as an "
            + $"example; or put the files into {Folder}.",
        _ => throw new ArgumentOutOfRangeException(nameof(Kind), Kind, "is no kind of remedy"),
    };
}
