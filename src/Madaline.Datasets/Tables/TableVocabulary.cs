using System.Globalization;

namespace Madaline.Datasets.Tables;

/// <summary>The different values of a class or one-hot column, and the number of each in sorted order.</summary>
internal sealed class TableVocabulary(bool isInteger)
{
    // Beyond this, doubles no longer tell neighbouring integers apart.
    private const double MostExact = 9_007_199_254_740_992;
    private readonly Dictionary<long, int> _integers = [];
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);

    /// <summary>Number of different values so far.</summary>
    public int Count => isInteger ? _integers.Count : _texts.Count;

    /// <summary>The values as text, sorted: integers by number, text by character. Set by <see cref="Sort"/>.</summary>
    public string[] Names { get; private set; } = [];

    /// <summary>Takes a value in; false if it should be an integer and isn't.</summary>
    public bool TryAdd(ReadOnlySpan<char> cell)
    {
        if (isInteger)
        {
            if (!TryInteger(cell, out var value)) return false;
            _integers.TryAdd(value, 0);
            return true;
        }

        var lookup = _texts.GetAlternateLookup<ReadOnlySpan<char>>();
        lookup.TryAdd(cell, 0);
        return true;
    }

    /// <summary>Numbers the values; call once, when all are in.</summary>
    public void Sort()
    {
        if (isInteger)
        {
            long[] values = [.. _integers.Keys];
            Array.Sort(values);
            for (var i = 0; i < values.Length; i++) _integers[values[i]] = i;
            Names = Array.ConvertAll(values, value => value.ToString(CultureInfo.InvariantCulture));
            return;
        }

        Names = [.. _texts.Keys];
        Array.Sort(Names, StringComparer.Ordinal);
        for (var i = 0; i < Names.Length; i++) _texts[Names[i]] = i;
    }

    /// <summary>The number of a value that was taken in.</summary>
    public int IndexOf(ReadOnlySpan<char> cell)
    {
        if (!isInteger) return _texts.GetAlternateLookup<ReadOnlySpan<char>>()[cell];
        _ = TryInteger(cell, out var value);
        return _integers[value];
    }

    private static bool TryInteger(ReadOnlySpan<char> cell, out long value)
    {
        value = 0;
        if (!TableCell.TryParse(cell, out var number)) return false;
        if (Math.Abs(number) > MostExact || number != Math.Truncate(number)) return false;
        value = (long)number;
        return true;
    }
}
