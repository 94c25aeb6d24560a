using System.Text.Json;

namespace MadalineApi;

/// <summary>A row of a table as a request brings it: a JSON object with a value for each column.</summary>
public static class Row
{
    private const string Expected = "expected an object with a value for each column, such as {\"area\": 15.26}";

    /// <summary>Reads it.</summary>
    /// <exception cref="FormatException">It is none: what is wrong, where, and what was expected.</exception>
    public static IReadOnlyDictionary<string, JsonElement> Read(byte[] body)
    {
        if (body.Length == 0)
            throw new FormatException($"row: the body is empty; {Expected}.");
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body);
        }
        catch (JsonException e)
        {
            string reason = e.Message.StartsWith("Expected depth", StringComparison.Ordinal) ? "it ends too early"
                : e.Message.Split(". ", 2)[0].Split(" LineNumber:", 2)[0].TrimEnd('.');
            throw new FormatException($"row: the body is no JSON in line {e.LineNumber + 1}, byte "
                + $"{e.BytePositionInLine + 1}: {reason}; {Expected}.", e);
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new FormatException($"row: the body is of kind {document.RootElement.ValueKind}; {Expected}.");
            var row = new Dictionary<string, JsonElement>();
            foreach (var cell in document.RootElement.EnumerateObject())
                row[cell.Name] = cell.Value.Clone();
            return row;
        }
    }
}
