using System.Globalization;
using System.Runtime.InteropServices;
using Madaline.Formats;

namespace Madaline.Data;

/// <summary>The different values of a class or one-hot column, and the number of each in sorted order.</summary>
/// <param name="isInteger">Whether values are integers, however they are written, rather than texts.</param>
internal sealed class Vocabulary(bool isInteger)
{
    // Beyond this, doubles no longer tell neighbouring integers apart.
    private const double MaxExact = 9_007_199_254_740_992;
    private readonly Dictionary<long, int> _integers = [];
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);

    /// <summary>A vocabulary that is known already, in its order.</summary>
    /// <exception cref="FormatException">A value comes twice, or is no integer where all are.</exception>
    public static Vocabulary Of(IReadOnlyList<string> values, bool isInteger)
    {
        var vocabulary = new Vocabulary(isInteger) { Names = [.. values] };
        for (int i = 0; i < values.Count; i++)
        {
            bool isNew = isInteger
                ? TryInteger(values[i], new NumberNotation('.'), out long value)
                    && vocabulary._integers.TryAdd(value, i)
                : vocabulary._texts.TryAdd(values[i], i);
            if (!isNew)
                throw new FormatException($"the value '{CellNumber.Show(values[i])}' comes twice, or is no integer");
        }

        return vocabulary;
    }

    /// <summary>Whether values are integers rather than texts.</summary>
    public bool IsInteger => isInteger;

    /// <summary>Number of different values so far.</summary>
    public int Count => isInteger ? _integers.Count : _texts.Count;

    /// <summary>The values as text, sorted: integers by number, text by character. Set by <see cref="Sort"/>.</summary>
    public string[] Names { get; private set; } = [];

    /// <summary>How often each value came. Set by <see cref="Sort"/>.</summary>
    public int[] Counts { get; private set; } = [];

    /// <summary>Takes a value in and counts it; false if it should be an integer and isn't.</summary>
    public bool TryAdd(ReadOnlySpan<char> cell, NumberNotation notation)
    {
        if (isInteger)
        {
            if (!TryInteger(cell, notation, out long value))
                return false;
            CollectionsMarshal.GetValueRefOrAddDefault(_integers, value, out _)++;
            return true;
        }

        CollectionsMarshal.GetValueRefOrAddDefault(
            _texts.GetAlternateLookup<ReadOnlySpan<char>>(), cell, out _)++;
        return true;
    }

    /// <summary>Numbers the values; call once, when all are in.</summary>
    public void Sort()
    {
        if (isInteger)
        {
            long[] values = [.. _integers.Keys];
            Array.Sort(values);
            Counts = Array.ConvertAll(values, value => _integers[value]);
            for (int i = 0; i < values.Length; i++)
                _integers[values[i]] = i;
            Names = Array.ConvertAll(values, value => value.ToString(CultureInfo.InvariantCulture));
            return;
        }

        Names = [.. _texts.Keys];
        Array.Sort(Names, StringComparer.Ordinal);
        Counts = Array.ConvertAll(Names, name => _texts[name]);
        for (int i = 0; i < Names.Length; i++)
            _texts[Names[i]] = i;
    }

    /// <summary>The number of a value, or -1.</summary>
    public int IndexOf(ReadOnlySpan<char> cell, NumberNotation notation)
    {
        if (isInteger)
            return TryInteger(cell, notation, out long value) ? _integers.GetValueOrDefault(value, -1) : -1;
        return _texts.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(cell, out int index) ? index : -1;
    }

    private static bool TryInteger(ReadOnlySpan<char> cell, NumberNotation notation, out long value)
    {
        value = 0;
        if (!CellNumber.TryParse(cell, notation, out double number) || Math.Abs(number) > MaxExact
            || number != Math.Truncate(number))
            return false;
        value = (long)number;
        return true;
    }
}
