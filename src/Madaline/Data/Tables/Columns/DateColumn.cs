using System.Globalization;
using System.Text.Json;
using Madaline.Formats;

namespace Madaline.Data;

/// <summary>
/// A column of dates: year, month and weekday as sine and cosine, day of the month, and days since the first date of
/// the training; where cells have a time, the time of day as sine and cosine.
/// </summary>
/// <remarks>
/// The month is <c>sin, cos(2π · (month − 1) / 12)</c>, the weekday <c>sin, cos(2π · weekday / 7)</c> from Monday = 0,
/// the time of day <c>sin, cos(2π · t)</c> in days. Days since the first date count parts of a day.
/// </remarks>
/// <param name="Name">The column's name.</param>
public sealed record DateColumn(string Name) : FeatureColumn(Name)
{
    private const double Turn = 2 * Math.PI;

    private static readonly string[] Parts =
        ["year", "month sin", "month cos", "day", "weekday sin", "weekday cos", "days"];

    /// <summary>What <c>3/4/2024</c> means here; null where dates say it themselves.</summary>
    public DateOrder? Order { get; init; }

    /// <summary>Whether cells have a time of day.</summary>
    public bool HasTime { get; init; }

    /// <summary>The first date of the training, from which days are counted.</summary>
    public DateTime First { get; init; }

    /// <summary>The median date in training; null where it was not asked for.</summary>
    public DateTime? Median { get; init; }

    /// <inheritdoc/>
    public override string Kind => ColumnTypes.Date;

    /// <inheritdoc/>
    public override string Becomes => string.Create(CultureInfo.InvariantCulture, $"parts of a date ({Width})");

    /// <inheritdoc/>
    public override string? Filling => Median is { } median ? $"the median {DateText.Show(median)}" : null;

    internal override int OwnWidth => Parts.Length + (HasTime ? 2 : 0);

    internal override IEnumerable<string> OwnNames
    {
        get
        {
            var names = Parts.Select(part => $"{Name} {part}");
            return HasTime ? [.. names, $"{Name} time sin", $"{Name} time cos"] : names;
        }
    }

    internal override bool TryRead(in Cell cell, Span<double> to, Vocabulary? values)
    {
        if (cell.Date is { } known)
        {
            Write(known, to);
            return true;
        }

        if (cell.Number is not null || !DateText.TryParse(cell.Text, out DateText text)
            || text.In(Order) is not { } date)
            return false;
        Write(date, to);
        return true;
    }

    internal override CellFault Explain(in Cell cell)
    {
        string order = Order is { } known ? $", {TableWords.Of(known)} as in training" : "";
        bool isNumeric = DateText.TryParse(cell.Text, out DateText text) && text.Style == DateStyle.Numbers;
        return new CellFault($"{cell.Shown} in column '{CellNumber.Show(Name)}' is "
            + (isNumeric && Order is null ? "day first or month first, which training does not tell" : "no date")
            + $"; expected one such as {Example}{order}. Write it so, or leave the row out.");
    }

    internal override void Write(Utf8JsonWriter json)
    {
        if (Order is { } order)
            json.WriteString("order", TableWords.Of(order));
        if (HasTime)
            json.WriteBoolean("time", true);
        json.WriteString("first", DateText.Show(First));
        if (Median is { } median)
            json.WriteString("median", DateText.Show(median));
        WriteIndicator(json);
    }

    private protected override void WriteFilling(Span<double> to) => Write(Median!.Value, to);

    private string Example => Order switch
    {
        DateOrder.DayFirst => First.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture),
        DateOrder.MonthFirst => First.ToString("MM/dd/yyyy", CultureInfo.InvariantCulture),
        _ => DateText.Show(First),
    };

    private void Write(DateTime date, Span<double> to)
    {
        double month = Turn * (date.Month - 1) / 12, weekday = Turn * (((int)date.DayOfWeek + 6) % 7) / 7;
        to[0] = date.Year;
        (to[1], to[2]) = OnCircle(month);
        to[3] = date.Day;
        (to[4], to[5]) = OnCircle(weekday);
        to[6] = (date - First).Ticks / (double)TimeSpan.TicksPerDay;
        if (HasTime)
            (to[7], to[8]) = OnCircle(Turn * date.TimeOfDay.Ticks / TimeSpan.TicksPerDay);
    }

    /// <summary>Sine and cosine, the same bits on every machine.</summary>
    private static (double, double) OnCircle(double angle) =>
        (PortableMath.Sin(angle), PortableMath.Cos(angle));
}
