using Madaline.Data;

namespace Madaline.Datasets.Sets;

/// <summary><c>table</c>: a table that the user brings.</summary>
internal sealed class TableSet() : DatasetEntry(
    DatasetCatalog.TableName,
    "Any CSV table: number columns as features, one column as the class, or the number to predict.",
    [
        new("path", "text"), new("target", "text"), new("one-hot", "flag"), new("exclude", "text|texts"),
        new("include", "text|texts"), new("missing", Words<MissingCells>()), new("missing-values", "text|texts"),
        new("unknown", Words<UnknownValues>()), new("rare", "integer", 1, 1 << 24), new("dates", Words<DateOrder>()),
        new("decimal", ".|,"), new("encoding", "text"), new("delimiter", "text"), new("header", "flag"),
    ])
{
    public override DatasetOrigin Origin => DatasetOrigin.UserFile;

    public override string? Locate(DataRoot root) => null;

    private protected override DatasetPair Read(DatasetOptions options, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(options.Path))
        {
            throw new ArgumentException("table: no file. Path is empty; expected a CSV file. "
                + "Set Path to it, and Target to its class column.", nameof(options));
        }

        var file = Table.Read(options.Path, options.Format);
        TableData table = options.Encoder is { } known ? known.Encode(file, options.Target)
            : TableEncoder.Fit(file, options.Columns).Encode(file);
        return new DatasetPair(table.ToDataset($"table:{Path.GetFileName(options.Path)}"), null,
            $"table: {table.Count} rows of {table.Width} features from {options.Path}.")
        {
            Remarks = [.. table.Notes.Select(note => note.Text)],
        };
    }

    private static string Words<T>() where T : struct, Enum => string.Join('|', TableWords.All<T>());
}
