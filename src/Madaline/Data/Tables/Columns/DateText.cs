using System.Globalization;

namespace Madaline.Data;

/// <summary>The ways of writing a date.</summary>
internal enum DateStyle
{
    /// <summary>ISO 8601: 2024-03-04, 2024/03/04, 2024-03.</summary>
    YearFirst,

    /// <summary>4.3.2024, which is day first wherever it is written.</summary>
    Dots,

    /// <summary>3/4/2024 or 3-4-2024.</summary>
    Numbers,

    /// <summary>4 Mar 2024, Mar 4, 2024, 4-March-2024.</summary>
    Named,
}

/// <summary>A date as it is written, before it is settled which number is the month.</summary>
/// <param name="Style">How it is written.</param>
/// <param name="Year">The year, 4 digits.</param>
/// <param name="A">The day, or the first number.</param>
/// <param name="B">The month, or the second number.</param>
/// <param name="Time">The time of day, less the offset of a zone.</param>
/// <param name="HasTime">Whether there is a time.</param>
internal readonly record struct DateText(DateStyle Style, int Year, int A, int B, TimeSpan Time, bool HasTime)
{
    private const int MaxLength = 40;

    private static readonly string[] Months =
    [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ];

    /// <summary>The date under an order; null where it is none, or where an order is needed and missing.</summary>
    public DateTime? In(DateOrder? order)
    {
        if (Style == DateStyle.Numbers && order is null && A != B)
            return null;
        bool isMonthFirst = Style == DateStyle.Numbers && order == DateOrder.MonthFirst;
        return At(isMonthFirst ? B : A, isMonthFirst ? A : B);
    }

    /// <summary>A date as ISO 8601, without a time of midnight.</summary>
    public static string Show(DateTime date) => date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd"
        : date.TimeOfDay.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-ddTHH:mm:ss" : "yyyy-MM-ddTHH:mm:ss.fffffff",
        CultureInfo.InvariantCulture);

    /// <summary>Takes a cell apart; false for what is no date in any order.</summary>
    public static bool TryParse(ReadOnlySpan<char> cell, out DateText date)
    {
        date = default;
        if (cell.Length is < 7 or > MaxLength || !cell.ContainsAnyInRange('0', '9'))
            return false;
        int end = EndOfDay(cell);
        if (!DateClock.TryParse(cell[end..].TrimStart(" T"), out TimeSpan time, out bool hasTime))
            return false;
        ReadOnlySpan<char> day = cell[..end].TrimEnd();
        bool isDate = TryNumbers(day, out date) || TryNamed(day, out date);
        date = date with { Time = time, HasTime = hasTime };
        return isDate && (date.At(date.A, date.B) ?? date.At(date.B, date.A)) is not null;
    }

    private DateTime? At(int day, int month)
    {
        if (Year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(Year, month))
            return null;
        var date = new DateTime(Year, month, day);
        long ticks = date.Ticks + Time.Ticks;
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? new DateTime(ticks) : null;
    }

    /// <summary>Where a time begins: at a T between digits, or at the blank before the first colon.</summary>
    private static int EndOfDay(ReadOnlySpan<char> cell)
    {
        int colon = cell.IndexOf(':');
        if (colon < 0)
            return cell.Length;
        int start = cell[..colon].LastIndexOfAny(' ', 'T');
        return start < 0 ? cell.Length : start;
    }

    private static bool TryNumbers(ReadOnlySpan<char> day, out DateText date)
    {
        date = default;
        Span<Range> parts = stackalloc Range[4];
        char sign = day.IndexOfAny("-/.") is var at and > 0 ? day[at] : '\0';
        int count = sign == '\0' ? 0 : day.Split(parts, sign);
        Span<int> numbers = stackalloc int[3];
        if (count is not (2 or 3))
            return false;
        for (int i = 0; i < count; i++)
        {
            if (!int.TryParse(day[parts[i]], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
                return false;
        }

        if (Length(day, parts[0]) == 4 && Length(day, parts[1]) <= 2 && (count == 3 ? Length(day, parts[2]) <= 2
            : sign == '-' && Length(day, parts[1]) == 2))
        {
            int number = count == 3 ? numbers[2] : 1;
            date = new DateText(DateStyle.YearFirst, numbers[0], number, numbers[1], default, false);
            return date.At(date.A, date.B) is not null;
        }

        if (count != 3 || Length(day, parts[2]) != 4 || Length(day, parts[0]) > 2 || Length(day, parts[1]) > 2)
            return false;
        var style = sign == '.' ? DateStyle.Dots : DateStyle.Numbers;
        date = new DateText(style, numbers[2], numbers[0], numbers[1], default, false);
        return style == DateStyle.Numbers || date.At(date.A, date.B) is not null;
    }

    /// <summary>A month in English letters among a day and a year, with blanks, hyphens or a comma between.</summary>
    private static bool TryNamed(ReadOnlySpan<char> day, out DateText date)
    {
        date = default;
        Span<Range> parts = stackalloc Range[4];
        int count = day.SplitAny(parts, " -,/", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (count != 3)
            return false;
        int monthAt = char.IsAsciiLetter(day[parts[0]][0]) ? 0 : 1, month = MonthOf(day[parts[monthAt]]);
        if (month == 0 || Length(day, parts[2]) != 4 || Length(day, parts[1 - monthAt]) > 2
            || !int.TryParse(day[parts[1 - monthAt]], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            || !int.TryParse(day[parts[2]], NumberStyles.None, CultureInfo.InvariantCulture, out int year))
            return false;
        date = new DateText(DateStyle.Named, year, number, month, default, false);
        return date.At(number, month) is not null;
    }

    private static int MonthOf(ReadOnlySpan<char> word)
    {
        word = word.TrimEnd('.');
        for (int i = 0; i < Months.Length; i++)
        {
            bool isShort = word.Length == 3 || (word.Length == 4 && i == 8);
            if (isShort ? Months[i].StartsWith(word.ToString(), StringComparison.OrdinalIgnoreCase)
                : word.Equals(Months[i], StringComparison.OrdinalIgnoreCase))
                return i + 1;
        }

        return 0;
    }

    private static int Length(ReadOnlySpan<char> text, Range part) => text[part].Length;
}
