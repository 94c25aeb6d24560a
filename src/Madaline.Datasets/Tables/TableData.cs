namespace Madaline.Datasets.Tables;

/// <summary>A table made into numbers: features by row, and a class for each row.</summary>
public sealed class TableData
{
    /// <summary>Puts the parts together.</summary>
    /// <param name="featureNames">A name for each feature.</param>
    /// <param name="features">Row-major, <c>Count × Width</c>.</param>
    /// <param name="labels">Class index of each row.</param>
    /// <param name="classNames">Names of the classes, by index.</param>
    /// <param name="sourceLines">Line of the file that each row begins on, from 1.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    public TableData(string[] featureNames, float[] features, int[] labels, string[] classNames, int[] sourceLines)
    {
        if (features.LongLength != (long)labels.Length * featureNames.Length || sourceLines.Length != labels.Length)
        {
            throw new ArgumentException(
                $"TableData: the lengths do not fit together. features has {features.Length}, labels {labels.Length}, "
                + $"sourceLines {sourceLines.Length}; expected {labels.Length} × {featureNames.Length} features.");
        }

        FeatureNames = featureNames;
        Features = features;
        Labels = labels;
        ClassNames = classNames;
        SourceLines = sourceLines;
    }

    /// <summary>A name for each feature; a one-hot feature is called <c>COLUMN=value</c>.</summary>
    public string[] FeatureNames { get; }

    /// <summary>The features, row-major, <c>Count × Width</c>: read as double, then rounded once.</summary>
    public float[] Features { get; }

    /// <summary>Class index of each row.</summary>
    public int[] Labels { get; }

    /// <summary>Names of the classes, by index.</summary>
    public string[] ClassNames { get; }

    /// <summary>Line of the file that each row begins on, from 1.</summary>
    public int[] SourceLines { get; }

    /// <summary>Number of rows.</summary>
    public int Count => Labels.Length;

    /// <summary>Number of features.</summary>
    public int Width => FeatureNames.Length;

    /// <summary>The features of one row.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    public ReadOnlySpan<float> Row(int index) => Features.AsSpan(index * Width, Width);
}
