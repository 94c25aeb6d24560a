namespace Madaline.Datasets;

/// <summary>Where a set's samples come from.</summary>
public enum DatasetOrigin
{
    /// <summary>Drawn by the library from a seed: always there.</summary>
    BuiltIn,

    /// <summary>Files under the data root, which can be fetched.</summary>
    Files,

    /// <summary>A file that the user names.</summary>
    UserFile,

    /// <summary>A folder that the user names.</summary>
    UserFolder,
}
