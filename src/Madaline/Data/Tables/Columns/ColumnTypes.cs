using System.Text.Json;
using Madaline.Formats;

namespace Madaline.Data;

/// <summary>The kinds of columns: one entry each, which reads what its columns wrote.</summary>
internal static class ColumnTypes
{
    public const string Number = "number", Category = "one-hot", Date = "date", Class = "target", Omitted = "excluded";

    /// <summary>All kinds; a column of the cells' own becomes the first feature type that suits it.</summary>
    public static ColumnType[] All { get; } =
    [
        new NumberType(), new DateType(), new CategoryType(), new ClassType(), new OmittedType(),
    ];

    /// <summary>The feature type that suits a column.</summary>
    public static FeatureType Of(ColumnScan scan) => All.OfType<FeatureType>().First(type => type.Suits(scan));

    /// <summary>The kind of a word that was saved.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static ColumnType Find(string word) => Array.Find(All, type => type.Word == word)
        ?? throw new FormatException($"a column is '{Formats.CellNumber.Show(word)}'; expected one of "
            + $"{string.Join(", ", All.Select(type => type.Word))}");
}

/// <summary>A kind of column.</summary>
/// <param name="word">What it is called where it is saved.</param>
internal abstract class ColumnType(string word)
{
    public string Word => word;

    /// <summary>Reads what such a column wrote.</summary>
    public abstract EncodedColumn Read(string name, JsonElement json);
}

/// <summary>A kind of column that becomes features, and that cells decide on.</summary>
/// <param name="word">What it is called where it is saved.</param>
internal abstract class FeatureType(string word) : ColumnType(word)
{
    /// <summary>Whether a column's cells are of this kind.</summary>
    public abstract bool Suits(ColumnScan scan);

    /// <summary>Fits a column in the second pass.</summary>
    public abstract ColumnFit Fit(ColumnScan scan, TableOptions options);
}

/// <summary>The second pass over a column.</summary>
/// <param name="scan">What the first one learned.</param>
internal abstract class ColumnFit(ColumnScan scan)
{
    public ColumnScan Scan => scan;

    /// <summary>Whether it needs to see the cells.</summary>
    public virtual bool LooksAtCells => true;

    /// <summary>What it has to say once all cells are seen.</summary>
    public virtual TableNote? Note => null;

    /// <summary>Takes a cell that is there into account; what is wrong with it, or null.</summary>
    public abstract CellFault? Add(in Cell cell);

    /// <summary>What becomes of the column, or why nothing can.</summary>
    public abstract (EncodedColumn? Column, CellFault? Fault) Finish();
}

/// <summary>Columns left out: the table decides on them.</summary>
internal sealed class OmittedType() : ColumnType(ColumnTypes.Omitted)
{
    public override EncodedColumn Read(string name, JsonElement json) => new OmittedColumn(name)
    {
        Reason = ColumnJson.Text(json, "reason") ?? "asked",
    };
}
