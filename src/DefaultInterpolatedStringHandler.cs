using System.Buffers;
using System.Globalization;

namespace System.Runtime.CompilerServices;

/// <summary>
/// What the compiler makes interpolated strings with, here with the invariant culture: <c>$"{x}"</c> writes 0.5 and -1
/// everywhere, whatever the culture of the thread.
/// </summary>
/// <remarks>
/// The compiler prefers a type of this name in the project to the one of the runtime, which takes the thread's culture.
/// Every project of the library compiles this file. See docs/decisions/0014-numbers-in-texts.md.
/// </remarks>
[InterpolatedStringHandler]
internal ref struct DefaultInterpolatedStringHandler
{
    private const int LettersPerHole = 16;

    private char[] _letters;
    private int _count;

    /// <summary>Called by the compiler.</summary>
    /// <param name="literalLength">Letters between the holes.</param>
    /// <param name="formattedCount">How many holes there are.</param>
    public DefaultInterpolatedStringHandler(int literalLength, int formattedCount) =>
        _letters = ArrayPool<char>.Shared.Rent(literalLength + (formattedCount * LettersPerHole));

    /// <summary>The text; the handler is of no use after.</summary>
    public string ToStringAndClear()
    {
        string text = new(_letters, 0, _count);
        ArrayPool<char>.Shared.Return(_letters);
        (_letters, _count) = ([], 0);
        return text;
    }

    /// <summary>Letters between holes.</summary>
    public void AppendLiteral(string value) => AppendFormatted(value.AsSpan());

    /// <summary>A hole.</summary>
    public void AppendFormatted<T>(T value) => AppendFormatted(value, null);

    /// <summary>A hole with a format.</summary>
    public void AppendFormatted<T>(T value, string? format)
    {
        if (value is ISpanFormattable)
        {
            int written;
            while (!((ISpanFormattable)value).TryFormat(_letters.AsSpan(_count), out written, format,
                CultureInfo.InvariantCulture))
                Grow(_letters.Length);
            _count += written;
        }
        else
        {
            AppendFormatted(value is IFormattable
                ? ((IFormattable)value).ToString(format, CultureInfo.InvariantCulture) : value?.ToString());
        }
    }

    /// <summary>A hole with a width.</summary>
    public void AppendFormatted<T>(T value, int alignment) => AppendFormatted(value, alignment, null);

    /// <summary>A hole with a width and a format.</summary>
    public void AppendFormatted<T>(T value, int alignment, string? format)
    {
        int start = _count;
        AppendFormatted(value, format);
        Pad(start, alignment);
    }

    /// <summary>A hole that is anything, as a choice between a number and a text.</summary>
    public void AppendFormatted(object? value, int alignment = 0, string? format = null) =>
        AppendFormatted<object?>(value, alignment, format);

    /// <summary>A hole that is a text, with a width.</summary>
    public void AppendFormatted(string? value, int alignment = 0, string? format = null) =>
        AppendFormatted(value.AsSpan(), alignment);

    /// <summary>A hole that is a part of a text, with a width.</summary>
    public void AppendFormatted(scoped ReadOnlySpan<char> value, int alignment = 0, string? format = null)
    {
        int start = _count;
        AppendFormatted(value);
        Pad(start, alignment);
    }

    /// <summary>
    /// Fills up what was written since a place to a width, before it or, where that is negative, after.
    /// </summary>
    private void Pad(int start, int alignment)
    {
        int missing = Math.Abs(alignment) - (_count - start);
        if (missing <= 0)
            return;
        Reserve(missing);
        if (alignment > 0)
        {
            Array.Copy(_letters, start, _letters, start + missing, _count - start);
            _letters.AsSpan(start, missing).Fill(' ');
        }
        else
        {
            _letters.AsSpan(_count, missing).Fill(' ');
        }

        _count += missing;
    }

    /// <summary>A hole that is a text.</summary>
    public void AppendFormatted(string? value) => AppendFormatted(value.AsSpan());

    /// <summary>A hole that is a part of a text.</summary>
    public void AppendFormatted(scoped ReadOnlySpan<char> value)
    {
        Reserve(value.Length);
        value.CopyTo(_letters.AsSpan(_count));
        _count += value.Length;
    }

    private void Reserve(int more)
    {
        if (_letters.Length - _count < more)
            Grow(more);
    }

    private void Grow(int more)
    {
        char[] larger = ArrayPool<char>.Shared.Rent(Math.Max(_count + more, 2 * _letters.Length));
        _letters.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<char>.Shared.Return(_letters);
        _letters = larger;
    }
}
