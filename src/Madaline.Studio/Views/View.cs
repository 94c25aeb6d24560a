using System.Globalization;
using System.Text.Json;
using Madaline.Studio.Live;

namespace Madaline.Studio.Views;

/// <summary>The half of a view that knows the engine: what the page shows of a moment, in numbers and words.</summary>
/// <remarks>
/// The other half, <c>Views/NAME/view.js</c>, draws and computes nothing. A look is taken between two steps, on the
/// thread that trains, and changes nothing.
/// </remarks>
/// <param name="name">Its name in addresses and messages.</param>
/// <param name="framesPerSecond">How often it is looked at, at most.</param>
internal abstract class View(string name, int framesPerSecond)
{
    /// <summary>Its name in addresses and messages.</summary>
    public string Name => name;

    /// <summary>How often it is looked at, at most.</summary>
    public int FramesPerSecond => framesPerSecond;

    /// <summary>Whether it shows how training goes on, also while an earlier step is shown.</summary>
    public virtual bool FollowsTraining => false;

    /// <summary>
    /// What of it is kept in a page that is one file and has no engine; nothing of a view that computes as it is asked.
    /// </summary>
    /// <param name="kept">The moment.</param>
    public virtual IEnumerable<ViewQuestion> Questions(KeptMoment kept) => [];

    /// <summary>Writes what is to be seen.</summary>
    /// <param name="moment">A training between two steps.</param>
    /// <param name="arguments">What the page asks for.</param>
    /// <param name="json">The object to write to; nothing may have been written when it fails.</param>
    /// <param name="numbers">Lists of numbers to draw, in the order in which the JSON speaks of them.</param>
    /// <exception cref="ViewException">There is nothing to see; the message says why.</exception>
    public abstract void Look(
        Moment moment, ViewArguments arguments, Utf8JsonWriter json, List<IReadOnlyList<float>> numbers);
}

/// <summary>A view cannot show what is asked of it; the message says why, and what it can.</summary>
internal sealed class ViewException(string message) : Exception(message);

/// <summary>What a page asks of a view, by name. A number out of range is brought to the nearest one.</summary>
internal sealed class ViewArguments(JsonElement json)
{
    private object? _memory;

    /// <summary>Whether there will be more to see without a further step: another look is wanted soon.</summary>
    public bool WantsMore { get; set; }

    /// <summary>What the view keeps from one look to the next, for this page.</summary>
    /// <param name="make">Makes it for the first look.</param>
    public T Memory<T>(Func<T> make) where T : class
    {
        _memory ??= make();
        return (T)_memory;
    }

    /// <summary>Other questions of the same page, with the same memory.</summary>
    public ViewArguments With(JsonElement other) => new(other) { _memory = _memory };

    /// <summary>Another network is trained from here on: what was kept is of no use.</summary>
    public void Forget() => _memory = null;

    /// <summary>Whether the page has asked for it.</summary>
    public bool Has(string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out _);

    /// <summary>An integer from 0 on.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="count">One above the greatest.</param>
    /// <param name="otherwise">Where it is not given.</param>
    public int Integer(string name, int count, int otherwise = 0)
    {
        double value = json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var found)
            && found.ValueKind == JsonValueKind.Number && found.TryGetDouble(out double number) ? number : otherwise;
        return (int)Math.Clamp(value, 0, Math.Max(0, count - 1));
    }

    /// <summary>A number.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="min">The least.</param>
    /// <param name="max">The greatest.</param>
    /// <param name="otherwise">Where it is not given.</param>
    public double Number(string name, double min, double max, double otherwise) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var found)
        && found.ValueKind == JsonValueKind.Number && found.TryGetDouble(out double number)
            ? Math.Clamp(number, min, max) : otherwise;

    /// <summary>A list of numbers; null where it is not given, or not so long.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="count">How many there must be.</param>
    /// <param name="limit">Each is between minus this and this.</param>
    public double[]? Numbers(string name, int count, double limit)
    {
        // In an address a list is a text with commas.
        string[] parts = Text(name).Split(',');
        double[] values = new double[count];
        if (parts.Length != count)
            return null;
        for (int i = 0; i < count; i++)
        {
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
                return null;
            values[i] = Math.Clamp(double.IsFinite(value) ? value : 0, -limit, limit);
        }

        return values;
    }

    /// <summary>A text; empty where it is not given.</summary>
    public string Text(string name)
    {
        try
        {
            return json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var found)
                && found.ValueKind == JsonValueKind.String ? found.GetString()! : "";
        }
        catch (InvalidOperationException)
        {
            // Half of a pair of UTF-16 is valid JSON, but no text.
            return "";
        }
    }
}

/// <summary>A training between two steps.</summary>
/// <param name="Stage">The network that is shown.</param>
/// <param name="Session">The session.</param>
internal sealed record Moment(Stage Stage, Live.Session Session)
{
    /// <summary>How long a look may go on with what is shown bit by bit; the rest comes in the next.</summary>
    public double LookSeconds => Session.IsAtFullSpeed ? 0.004 : 0.05;
}
