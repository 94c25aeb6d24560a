namespace Madaline.Data;

/// <summary>Whether the cells of a column are dates in one style, and in which order.</summary>
internal sealed class DateScan
{
    private DateStyle? _style;
    private bool _mayBeDayFirst = true, _mayBeMonthFirst = true, _matters;

    /// <summary>Whether all cells so far are dates of one style and one order.</summary>
    public bool AreDates { get; private set; } = true;

    /// <summary>Whether some cell has a time of day.</summary>
    public bool HasTime { get; private set; }

    /// <summary>A cell that could be two dates; empty where none is.</summary>
    public string Example { get; private set; } = "";

    /// <summary>The earliest and the latest date; of a column whose order is open, day first.</summary>
    public DateTime? Min { get; private set; }

    /// <inheritdoc cref="Min"/>
    public DateTime? Max { get; private set; }

    /// <summary>The order that the cells show; null where none matters or none shows.</summary>
    public DateOrder? Order => _style != DateStyle.Numbers || _mayBeDayFirst == _mayBeMonthFirst ? null
        : _mayBeDayFirst ? DateOrder.DayFirst : DateOrder.MonthFirst;

    /// <summary>Whether an order matters and does not show.</summary>
    public bool IsAmbiguous => AreDates && _matters && _mayBeDayFirst && _mayBeMonthFirst;

    /// <summary>Takes a cell into account.</summary>
    public void Add(ReadOnlySpan<char> cell)
    {
        if (!AreDates)
            return;
        if (!DateText.TryParse(cell, out DateText date) || (_style is { } style && style != date.Style))
        {
            AreDates = false;
            return;
        }

        _style = date.Style;
        HasTime |= date.HasTime;
        if (date.Style == DateStyle.Numbers)
        {
            _mayBeDayFirst &= date.In(DateOrder.DayFirst) is not null;
            _mayBeMonthFirst &= date.In(DateOrder.MonthFirst) is not null;
            AreDates = _mayBeDayFirst || _mayBeMonthFirst;
            if (date.A != date.B && !_matters)
                (_matters, Example) = (true, cell.ToString());
        }

        if ((date.In(DateOrder.DayFirst) ?? date.In(DateOrder.MonthFirst)) is { } day)
            (Min, Max) = (Min is null || day < Min ? day : Min, Max is null || day > Max ? day : Max);
    }

    /// <summary>Whether the cells can be read under an order.</summary>
    public bool Allows(DateOrder order) => order == DateOrder.DayFirst ? _mayBeDayFirst : _mayBeMonthFirst;
}
