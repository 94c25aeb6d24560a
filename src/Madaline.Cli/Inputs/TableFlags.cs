using System.CommandLine;
using Madaline.Cli.Commands;
using Madaline.Cli.Output;
using Madaline.Data;
using Madaline.Datasets;
using Madaline.Formats;
using Madaline.Recipes;

namespace Madaline.Cli.Inputs;

/// <summary>The flags of tables: what they ask for, and what to advise in their terms.</summary>
internal static class TableFlags
{
    /// <summary>The flags that say how a table is written, in an error's words.</summary>
    public const string Names = "--decimal, --encoding, --delimiter and --header";

    private static readonly (string Word, string Sign)[] Signs =
    [
        ("tab", "\t"), ("\\t", "\t"), ("blank", " "), ("space", " "), ("semicolon", ";"), ("comma", ","), ("bar", "|"),
    ];

    /// <summary>Whether a flag says how a table is written.</summary>
    public static bool AreGiven(ParseResult flags, CommonOptions options) =>
        flags.GetValue(options.Decimal) is not null || flags.GetValue(options.Encoding) is not null
            || flags.GetValue(options.Delimiter) is not null || flags.GetValue(options.Header) is not null;

    /// <summary>A data set with what the flags say.</summary>
    /// <exception cref="UsageException">A flag's value is none.</exception>
    public static Spec LayOver(Spec dataset, ParseResult flags, CommonOptions options)
    {
        if (flags.GetValue(options.Decimal) is { } mark)
            dataset = dataset.With("decimal", mark is "." or "," ? mark
                : throw new UsageException($"--decimal is {mark}; expected . or ,"));
        if (flags.GetValue(options.Encoding) is { } encoding)
            dataset = dataset.With("encoding", encoding);
        if (flags.GetValue(options.Delimiter) is { } sign)
            dataset = dataset.With("delimiter", Array.Find(Signs, known => known.Word == sign).Sign ?? sign);
        if (flags.GetValue(options.Header) is { } header)
            dataset = dataset.With("header", header is "yes" or "no" ? header == "yes"
                : throw new UsageException($"--header is {header}; expected yes or no."));
        return dataset;
    }

    /// <summary>How a data set's table is written.</summary>
    /// <param name="dataset">What recipe and flags say.</param>
    /// <param name="mark">The decimal mark where they do not say.</param>
    /// <exception cref="ArgumentException">What they say is no format.</exception>
    public static CsvFormat FormatOf(Spec dataset, char? mark = null)
    {
        var format = DatasetOptions.Of(dataset).Format ?? new CsvFormat();
        return dataset.Has("decimal") || mark is not { } known ? format : format with { Decimal = known };
    }

    /// <summary>What is to know of a table.</summary>
    public static IEnumerable<string> Notes(TableEncoder encoder) => encoder.Notes.Select(note =>
        note.Remedy is { } remedy ? $"{note.Text} {RemedyText.Of(remedy)}" : note.Text);

    /// <summary>What is to know of a table that a recipe trains on.</summary>
    public static IEnumerable<string> Notes(TableEncoder? encoder, Recipe recipe)
    {
        if (encoder is null)
            yield break;
        foreach (string note in Notes(encoder))
            yield return note;
        bool isScaled = recipe.Transforms.Any(transform => transform.Type is "z-score" or "min-max");
        if (encoder.DType == DType.Float64 && !isScaled)
        {
            yield return "Some numbers have more digits than single precision holds, and the recipe rounds them as "
                + "they are. Add {\"type\": \"z-score\"} to its transforms: then they are scaled before that.";
        }
    }
}
