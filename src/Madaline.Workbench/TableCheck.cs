using Madaline.Data;
using Madaline.Formats;

namespace Madaline.Workbench;

/// <summary>What a table holds, all that is wrong with it, and a request under which it can be trained on.</summary>
/// <param name="Profile">Its columns; null where it cannot be read to its end.</param>
/// <param name="Advice">What is wrong, and what mends it.</param>
/// <param name="Request">The request that works; null where none is known.</param>
public sealed record TableCheck(TableProfile? Profile, TableAdvice Advice, DataRequest? Request)
{
    /// <summary>Looks at a table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="request">What is asked for of it.</param>
    /// <exception cref="IOException">The file is missing or unreadable.</exception>
    /// <exception cref="DataFormatException">It is too large.</exception>
    public static TableCheck Of(string path, DataRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var table = Table.Read(path, request.Format());
        var advice = TableAdvice.Find(table, request.Columns);
        return new TableCheck(ProfileOf(table.As(advice.Format), advice.Options), advice,
            advice.Data is not null ? Working(request, advice) with { Path = path } : null);
    }

    private static TableProfile? ProfileOf(Table table, TableOptions options)
    {
        try
        {
            return TableProfile.Of(table, options);
        }
        catch (DataFormatException)
        {
            // Why it cannot be read is among the problems.
            return null;
        }
    }

    private static DataRequest Working(DataRequest request, TableAdvice advice)
    {
        var (format, options) = (advice.Format, advice.Options);
        return request with
        {
            Target = advice.TargetReference,
            OneHot = options.OneHot,
            Exclude = options.Exclude,
            Missing = options.Missing == MissingCells.Refuse ? null : options.Missing,
            MissingValues = options.MissingValues,
            Unknown = options.Unknown == UnknownValues.Refuse ? null : options.Unknown,
            RareBelow = options.RareBelow > 0 ? options.RareBelow : null,
            Dates = options.Dates,
            Decimal = format.IsDecimalSaid ? $"{format.Decimal}" : null,
            Encoding = format.Encoding,
            Header = format.HasHeader,
        };
    }
}
