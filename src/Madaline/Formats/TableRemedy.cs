namespace Madaline.Formats;

/// <summary>What mends a table that can't be read or used, so that a program can word it in its own terms.</summary>
public enum TableRemedyKind
{
    /// <summary>Text columns become one feature a value, or the column is left out.</summary>
    OneHotOrExclude,

    /// <summary>Cells are filled, their rows are left out, or the column is.</summary>
    FillOrExclude,

    /// <summary>The column is left out.</summary>
    Exclude,

    /// <summary>Another column is named as the class.</summary>
    ChooseTarget,

    /// <summary>The comma is said to be the decimal mark.</summary>
    DecimalComma,

    /// <summary>The point is said to be the decimal mark.</summary>
    DecimalPoint,

    /// <summary>It is said whether a sign, the subject, is the decimal mark or groups thousands.</summary>
    DecimalMark,

    /// <summary>The numbers of a column are written as the others are, or the column is left out.</summary>
    SameNotation,

    /// <summary>The encoding of the text is named.</summary>
    Encoding,

    /// <summary>The first row is said to name the columns, or not to.</summary>
    Header,

    /// <summary>The delimiter is named.</summary>
    Delimiter,

    /// <summary>The target is predicted as a number, or another column is named as the class.</summary>
    PredictNumber,

    /// <summary>The target's values are told apart as classes, or a column of numbers is named.</summary>
    PredictClass,

    /// <summary>It is said whether the day or the month is first in dates.</summary>
    DateOrder,

    /// <summary>The dates of a column are written in one style, or the column is left out.</summary>
    SameDateStyle,

    /// <summary>A column that was left out is kept.</summary>
    Include,

    /// <summary>Words are named that mean a missing cell, between commas.</summary>
    NameMissing,

    /// <summary>
    /// Words are named that mean a missing cell, or the column becomes one feature a value, or is left out.
    /// </summary>
    NameMissingOrOneHot,

    /// <summary>Rare values share a feature, or the column is left out.</summary>
    PoolOrExclude,

    /// <summary>A column is given another name, or left out by its number.</summary>
    RenameOrExclude,

    /// <summary>Rows of another width are mended, or left out.</summary>
    DropRows,
}

/// <summary>What mends a table, with the column or the value that it is about.</summary>
/// <param name="Kind">The kind of remedy.</param>
/// <param name="Subject">
/// The column to keep or to leave out, the encoding, the sign or the words to name, or yes or no for a header; empty if
/// there is none.
/// </param>
public sealed record TableRemedy(TableRemedyKind Kind, string Subject = "") : Remedy
{
    /// <summary>The column, where the subject is something else; empty if there is none.</summary>
    public string Column { get; init; } = "";

    /// <summary>The remedy in the terms of the library.</summary>
    public override string ToString() => Kind switch
    {
        TableRemedyKind.OneHotOrExclude => $"Turn on OneHot for one feature a value, or exclude '{Subject}'.",
        TableRemedyKind.FillOrExclude when Subject.Length == 0 =>
            "Set Missing to Drop or Fill: rows without a class are left out.",
        TableRemedyKind.FillOrExclude =>
            $"Set Missing to Fill for the median or the most frequent value, or to Drop to leave such rows out; or "
                + $"exclude '{Subject}'.",
        TableRemedyKind.DateOrder => "Set Dates to DayFirst or MonthFirst.",
        TableRemedyKind.Include => $"Include '{Subject}' to keep it.",
        TableRemedyKind.NameMissing => $"If it means a missing cell, set MissingValues to '{Subject}'.",
        TableRemedyKind.NameMissingOrOneHot => $"If it means a missing cell, set MissingValues to '{Subject}'; "
            + $"otherwise turn on OneHot for one feature a value, or exclude '{Column}'.",
        TableRemedyKind.DecimalMark => $"Set Decimal to '{Subject}' if that is the decimal mark, or to "
            + $"'{(Subject == "." ? ',' : '.')}' if it groups thousands.",
        TableRemedyKind.SameNotation => $"Write its numbers as the others are written, or exclude '{Subject}'.",
        TableRemedyKind.SameDateStyle => $"Write all of its dates in one style, or exclude '{Subject}'.",
        TableRemedyKind.RenameOrExclude => $"Rename one of them in the header, or exclude column number {Subject}.",
        TableRemedyKind.DropRows => "Give every row the same cells, or set Missing to Drop to leave such rows out.",
        TableRemedyKind.PoolOrExclude =>
            $"Set RareBelow to a number of rows below which values share a feature, or exclude '{Subject}'.",
        TableRemedyKind.Exclude => $"Exclude '{Subject}'.",
        TableRemedyKind.ChooseTarget => "Name the class column as the target.",
        TableRemedyKind.PredictNumber =>
            "To predict it as a number, choose a loss of numbers such as mse (NumericTarget); or name the class column "
                + "as the target.",
        TableRemedyKind.PredictClass =>
            "To tell its values apart as classes, choose a loss of classes such as cross-entropy; or name a column of "
                + "numbers as the target.",
        TableRemedyKind.DecimalComma => "If the comma is the decimal mark, set Decimal to ','.",
        TableRemedyKind.DecimalPoint => "If the point is the decimal mark, set Decimal to '.'.",
        TableRemedyKind.Encoding => $"Save the file as UTF-8, or name its encoding, such as {Subject}.",
        TableRemedyKind.Header when Subject == "no" => "If it is data, set HasHeader to false.",
        TableRemedyKind.Header => "If the first row names the columns, set HasHeader to true.",
        _ => "Set Delimiter to say what stands between the cells.",
    };
}

/// <summary>What the user of a table should know, though it can be used.</summary>
/// <param name="Text">The note, as sentences.</param>
/// <param name="Remedy">What changes it, if anything does.</param>
public sealed record TableNote(string Text, TableRemedy? Remedy = null)
{
    /// <summary>The note, then the remedy in the terms of the library.</summary>
    public override string ToString() => Remedy is { } remedy ? $"{Text} {remedy}" : Text;
}
