using Madaline.Data;
using Madaline.Formats;

namespace Madaline.Datasets;

/// <summary>Samples in memory with their classes: images as bytes, tables as numbers.</summary>
/// <remarks>Control characters in the names are replaced: <see cref="PlainText"/>.</remarks>
public sealed class LabelledSet
{
    /// <summary>Puts the parts together.</summary>
    /// <param name="name">The set's name.</param>
    /// <param name="inputs">UInt8 [n, channels, height, width] for images, floating [n, d] for tables.</param>
    /// <param name="targets">Class indices, Int64 [n].</param>
    /// <param name="classNames">Names of the classes, by index.</param>
    /// <param name="featureNames">Names of a table's columns; empty for images.</param>
    /// <param name="encoder">What made numbers of a table's rows.</param>
    /// <exception cref="TensorException">There is not one class for each input.</exception>
    public LabelledSet(
        string name,
        Tensor inputs,
        Tensor targets,
        IReadOnlyList<string> classNames,
        IReadOnlyList<string>? featureNames = null,
        TableEncoder? encoder = null)
    {
        if (inputs.Rank < 2 || targets.Rank != 1 || targets.DType != DType.Int64 || inputs.Shape[0] != targets.Shape[0])
        {
            throw new TensorException(name, "inputs and classes do not fit together. "
                + $"inputs is {inputs.Shape}, targets is {targets.DType} {targets.Shape}; "
                + "expected [n, …] and Int64 [n].");
        }

        (Name, Inputs, Targets, Encoder) = (PlainText.Of(name), inputs, targets, encoder);
        ClassNames = [.. classNames.Select(className => PlainText.Of(className))];
        FeatureNames = [.. (featureNames ?? []).Select(feature => PlainText.Of(feature))];
    }

    /// <summary>A table as a set.</summary>
    /// <param name="name">The set's name.</param>
    /// <param name="table">Its rows.</param>
    public static LabelledSet Of(string name, TableData table) =>
        new(name, table.Inputs, table.Targets, table.ClassNames, table.FeatureNames, table.Encoder);

    /// <summary>The set's name, as the catalog knows it; a table is called <c>table:FILE</c>.</summary>
    public string Name { get; }

    /// <summary>
    /// UInt8 [n, channels, height, width] for images; [n, d] for tables, Float32 or, where a column has more digits
    /// than that holds, Float64.
    /// </summary>
    public Tensor Inputs { get; }

    /// <summary>Class indices, Int64 [n].</summary>
    public Tensor Targets { get; }

    /// <summary>Names of the classes, by index.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Names of a table's columns; empty for images.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>What made numbers of a table's rows, to be kept with a model; null for other sets.</summary>
    public TableEncoder? Encoder { get; }

    /// <summary>Number of samples.</summary>
    public int Count => Inputs.Shape[0];

    /// <summary>Whether the samples are images rather than rows of a table.</summary>
    public bool IsImages => Inputs.DType == DType.UInt8;

    /// <summary>The samples for a loader, without copying.</summary>
    /// <param name="transform">Applied to every batch, such as <see cref="ToFloat"/>.</param>
    public TensorDataset ToDataset(Transform? transform = null) => new(Inputs, Targets, transform, ClassNames);
}

/// <summary>What a set offers to learn from and to judge by.</summary>
/// <param name="Train">Samples to learn from.</param>
/// <param name="Test">Samples to judge by; null where the set has no such part and the caller splits.</param>
/// <param name="Note">Where the samples came from, as a sentence.</param>
public sealed record DatasetPair(LabelledSet Train, LabelledSet? Test, string Note)
{
    /// <summary>What is not as published and the user should know, as sentences; mostly none.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}
