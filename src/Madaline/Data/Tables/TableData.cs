using Madaline.Formats;

namespace Madaline.Data;

/// <summary>A table made into numbers: features by row, and a class for each row.</summary>
public sealed class TableData
{
    /// <summary>Puts the parts together.</summary>
    /// <param name="encoder">What made numbers of the columns.</param>
    /// <param name="inputs">Features by row. Shape: [n, d], Float32 or Float64.</param>
    /// <param name="labels">Class index of each row.</param>
    /// <param name="sourceLines">Line of the file that each row begins on, from 1.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    public TableData(TableEncoder encoder, Tensor inputs, int[] labels, int[] sourceLines)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        if (inputs.Rank != 2 || inputs.Shape[0] != labels.Length || inputs.Shape[1] != encoder.Width
            || sourceLines.Length != labels.Length)
        {
            throw new ArgumentException(
                $"TableData: the lengths do not fit together. inputs is {inputs.Shape}, labels has {labels.Length}, "
                + $"sourceLines {sourceLines.Length}; expected {labels.Length} × {encoder.Width} features.");
        }

        (Encoder, Inputs, Labels, SourceLines) = (encoder, inputs, labels, sourceLines);
        Targets = encoder.HasNumericTarget ? Tensor.Zeros([labels.Length, 1], DType.Float64)
            : Tensor.Wrap(labels).To(DType.Int64);
    }

    /// <summary>What made numbers of the columns; keep it with the model, to make the same of other rows.</summary>
    public TableEncoder Encoder { get; }

    /// <summary>A name for each feature; a one-hot feature is called <c>COLUMN=value</c>.</summary>
    public IReadOnlyList<string> FeatureNames => Encoder.FeatureNames;

    /// <summary>
    /// The features. Shape: [n, d]. Float32, read as double and rounded once; Float64 where a column has more digits
    /// than Float32 holds, to be scaled before it is rounded.
    /// </summary>
    public Tensor Inputs { get; }

    /// <summary>The features rounded to Float32, row-major, <c>Count × Width</c>: a copy.</summary>
    public float[] Features => Inputs.To(DType.Float32).ToArray<float>();

    /// <summary>Class index of each row; 0 for all where the target is a number.</summary>
    public int[] Labels { get; }

    /// <summary>Class indices, Int64 [n], or the numbers to predict, Float64 [n, 1].</summary>
    public Tensor Targets { get; internal set; }

    /// <summary>Names of the classes, by index.</summary>
    public IReadOnlyList<string> ClassNames => Encoder.ClassNames;

    /// <summary>Line of the file that each row begins on, from 1.</summary>
    public int[] SourceLines { get; }

    /// <summary>What the user should know of rows left out and of cells filled; mostly none.</summary>
    public IReadOnlyList<TableNote> Notes { get; init; } = [];

    /// <summary>Number of rows.</summary>
    public int Count => Labels.Length;

    /// <summary>Number of features.</summary>
    public int Width => Encoder.Width;

    /// <summary>The rows as a set, with the names of classes and columns, and the encoder.</summary>
    /// <param name="name">What to call it.</param>
    public TensorDataset ToDataset(string name = "") =>
        new(Inputs, Targets, ClassNames)
        {
            Name = name,
            FeatureNames = FeatureNames,
            TargetName = Encoder.TargetName,
            Encoder = Encoder,
            SourceLines = SourceLines,
        };

    /// <summary>How many rows and features, and what is predicted.</summary>
    public override string ToString() =>
        $"{Count:N0} rows of {Width} features ({string.Join(", ", FeatureNames.Take(10))}"
        + $"{(Width > 10 ? ", …" : "")}), {Encoder}";
}
