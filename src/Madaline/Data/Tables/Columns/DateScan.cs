namespace Madaline.Data;

/// <summary>Whether the cells of a column are dates in one style, and in which order; else in which styles.</summary>
internal sealed class DateScan
{
    /// <summary>Texts after which a column without a date is not looked at any more.</summary>
    private const int EnoughTexts = 100;

    private readonly CellCount[] _styles = [.. Enum.GetValues<DateStyle>().Select(_ => new CellCount())];
    private readonly CellCount _dayFirst = new("with the day first"), _monthFirst = new("with the month first");
    private bool _matters;

    /// <summary>Whether all cells so far are dates of one style and one order.</summary>
    public bool AreDates => Others.Count == 0 && Styles().Count() <= 1;

    /// <summary>Number of dates.</summary>
    public int Count { get; private set; }

    /// <summary>Texts that are no dates.</summary>
    public CellCount Others { get; } = new();

    /// <summary>How many different ones these are.</summary>
    public DistinctCells OtherTexts { get; } = new();

    /// <summary>Whether some cell has a time of day.</summary>
    public bool HasTime { get; private set; }

    /// <summary>A cell that could be two dates; empty where none is.</summary>
    public string Example { get; private set; } = "";

    /// <summary>The earliest and the latest date; of a column whose order is open, day first.</summary>
    public DateTime? Min { get; private set; }

    /// <inheritdoc cref="Min"/>
    public DateTime? Max { get; private set; }

    /// <summary>The order that the cells show; null where none matters or none shows.</summary>
    public DateOrder? Order => !AreDates || MayBeDayFirst == MayBeMonthFirst ? null
        : MayBeDayFirst ? DateOrder.DayFirst : DateOrder.MonthFirst;

    /// <summary>Whether an order matters and does not show.</summary>
    public bool IsAmbiguous => AreDates && _matters && MayBeDayFirst && MayBeMonthFirst;

    private bool MayBeDayFirst => _monthFirst.Count == 0;

    private bool MayBeMonthFirst => _dayFirst.Count == 0;

    /// <summary>Takes a cell into account.</summary>
    public void Add(ReadOnlySpan<char> cell, int line)
    {
        if (Count == 0 && Others.Count == EnoughTexts)
            return;
        if (!DateText.TryParse(cell, out DateText date))
        {
            Others.Add(cell, line);
            OtherTexts.Add(cell);
            return;
        }

        Count++;
        HasTime |= date.HasTime;
        DateTime? dayFirst = date.In(DateOrder.DayFirst), monthFirst = date.In(DateOrder.MonthFirst);
        (dayFirst is null ? _monthFirst : monthFirst is null ? _dayFirst : _styles[(int)date.Style]).Add(cell, line);
        if (date.Style == DateStyle.Numbers && date.A != date.B && !_matters)
            (_matters, Example) = (true, cell.ToString());
        if ((dayFirst ?? monthFirst) is { } day)
            (Min, Max) = (Min is null || day < Min ? day : Min, Max is null || day > Max ? day : Max);
    }

    /// <summary>The styles that cells are written in, the most frequent first.</summary>
    public IEnumerable<CellCount> Styles()
    {
        var (either, dayFirst, monthFirst) = (_styles[(int)DateStyle.Numbers], _dayFirst, _monthFirst);
        // What may be either is counted with the order that prevails.
        if (dayFirst.Count >= monthFirst.Count)
            dayFirst = dayFirst.With(either);
        else
            monthFirst = monthFirst.With(either);
        return _styles.Where((_, i) => i != (int)DateStyle.Numbers).Append(dayFirst).Append(monthFirst)
            .Where(style => style.Count > 0).OrderByDescending(style => style.Count)
            .ThenBy(style => style.FirstLine);
    }
}
