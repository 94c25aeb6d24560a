using System.Text.Json;

namespace Madaline.Studio.Views;

/// <summary>Something that may be asked of a view, whose answer is kept in a page that is one file.</summary>
/// <param name="Arguments">What is asked, the most telling first: where an answer is missing, the nearest by this order
/// is shown.</param>
internal sealed record ViewQuestion(params IReadOnlyList<(string Name, object Value)> Arguments)
{
    /// <summary>Whether what the view kept for the question before serves for this one, too.</summary>
    public bool KeepsMemory { get; init; }

    /// <summary>As a page would send it.</summary>
    public JsonElement ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            foreach (var (name, value) in Arguments)
            {
                if (value is string text)
                    json.WriteString(name, text);
                else
                    json.WriteNumber(name, (int)value);
            }

            json.WriteEndObject();
        }

        return JsonDocument.Parse(stream.ToArray()).RootElement;
    }
}

/// <summary>What is kept of one moment.</summary>
/// <param name="Moment">The moment.</param>
/// <param name="Samples">How many samples are to be looked at.</param>
/// <param name="IsLast">Whether it is the last: what takes long or much room is kept of this one only.</param>
internal sealed record KeptMoment(Moment Moment, int Samples, bool IsLast);
