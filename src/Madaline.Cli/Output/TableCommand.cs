using System.Globalization;
using Madaline.Data;
using Madaline.Workbench;

namespace Madaline.Cli.Output;

/// <summary>A request of a table as the command line that makes it.</summary>
internal static class TableCommand
{
    /// <summary>
    /// <c>madaline train table --data FILE …</c>, or <c>train regression</c> where a number is predicted.
    /// </summary>
    public static string Train(DataRequest request, TableAdvice advice)
    {
        var words = new List<string> { "madaline", "train", advice.Options.NumericTarget ? "regression" : "table" };
        Add("--data", request.Path![0] is '-' or '@' ? $"./{request.Path}" : request.Path);
        Add("--target", request.Target);
        if (request.OneHot)
            words.Add("--one-hot");
        foreach (string column in request.Exclude)
            Add("--exclude", column);
        foreach (string column in request.Include)
            Add("--include", column);
        Add("--missing", Word(request.Missing));
        Add("--missing-values", request.MissingValues is { } missing ? string.Join(',', missing) : null);
        Add("--unknown", Word(request.Unknown));
        Add("--rare", request.RareBelow?.ToString(CultureInfo.InvariantCulture));
        Add("--dates", Word(request.Dates));
        Add("--decimal", request.Decimal);
        Add("--encoding", request.Encoding);
        Add("--delimiter", request.Delimiter == "\t" ? "tab" : request.Delimiter == " " ? "blank" : request.Delimiter);
        Add("--header", request.Header is { } header ? header ? "yes" : "no" : null);
        Add("--holdout", advice.Holdout?.ToString(CultureInfo.InvariantCulture));
        return string.Join(' ', words);

        void Add(string flag, string? value)
        {
            if (value is not null)
                words.AddRange([flag, ShellWord.Of(value)]);
        }
    }

    private static string? Word<T>(T? rule) where T : struct, Enum => rule is { } known ? TableWords.Of(known) : null;
}
