using System.Text.Json;
using Madaline.Formats;
using Madaline.Training;

namespace Madaline.Recipes;

/// <summary>The file <c>metrics.jsonl</c>: one JSON object a line for every epoch.</summary>
internal static class MetricsFile
{
    private const string MetricsKey = "metrics", BestKey = "best", BestByKey = "best_by",
        BestIsKey = "best_is";
    private const int MaxBytes = 1 << 28, MaxLineBytes = 1 << 14;

    /// <summary>Writes the file anew, whole or not at all.</summary>
    public static void Write(string path, IEnumerable<EpochResult> epochs)
    {
        using var buffer = new MemoryStream();
        foreach (var epoch in epochs)
            WriteLine(buffer, epoch);
        AtomicFile.Write(path, stream => stream.Write(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    /// <summary>Writes an epoch's line.</summary>
    public static void WriteLine(Stream stream, EpochResult epoch)
    {
        using (var json = new Utf8JsonWriter(stream))
            WriteEpoch(json, epoch);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Reads the file. A last line that a kill cut off is left out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="damage">What is wrong with the first line that is none, after the epochs before it; or
    /// null.</param>
    public static List<EpochResult> Read(string path, out DataFormatException? damage)
    {
        var epochs = new List<EpochResult>();
        damage = null;
        if (new FileInfo(path) is { Exists: true, Length: 0 })
            return epochs;
        try
        {
            ReadOnlyMemory<byte> rest = InputFile.ReadAll(path, MaxBytes, "a file of metrics");
            for (int number = 1; !rest.IsEmpty; number++)
            {
                int end = rest.Span.IndexOf((byte)'\n');
                var line = end < 0 ? rest : rest[..end];
                rest = end < 0 ? default : rest[(end + 1)..];
                if (line.Length > MaxLineBytes)
                    throw new DataFormatException(path, number, 0, $"a line has {line.Length} bytes; "
                        + $"expected at most {MaxLineBytes}");
                if (!line.Span.Trim("\r "u8).IsEmpty && !(end < 0 && IsCutOff(line)))
                    epochs.Add(ReadEpoch(path, line, number));
            }
        }
        catch (DataFormatException e)
        {
            damage = e;
        }

        return epochs;
    }

    /// <summary>Writes one epoch's numbers as an object; null for what JSON has no number for.</summary>
    public static void WriteEpoch(Utf8JsonWriter json, EpochResult epoch)
    {
        json.WriteStartObject();
        json.WriteString("event", "epoch");
        json.WriteNumber("epoch", epoch.Epoch);
        json.WriteNumber("loss", epoch.Loss);
        WriteShare(json, epoch.Measure.Name, epoch.Score);
        json.WriteNumber("lr", epoch.LearningRate);
        json.WriteNumber("seconds", Math.Round(epoch.Seconds, 4));
        if (epoch.ValidationLoss is { } loss)
            json.WriteNumber("validation_loss", loss);
        if (epoch.ValidationScore is { } score)
            WriteShare(json, $"validation_{epoch.Measure.Name}", score);
        if (epoch.Metrics.Count > 0)
        {
            json.WriteStartObject(MetricsKey);
            foreach (var (name, value) in epoch.Metrics)
                WriteShare(json, name, value);
            json.WriteEndObject();
        }

        if (epoch.IsBest is { } isBest)
            json.WriteBoolean(BestKey, isBest);
        if (epoch.BestBy is { } by)
        {
            json.WriteString(BestByKey, by.Name);
            json.WriteString(BestIsKey, by.IsHigherBetter ? "higher" : "lower");
        }

        json.WriteEndObject();
    }

    private static void WriteShare(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteNull(name);
    }

    private static bool IsCutOff(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return false;
        }
        catch (JsonException)
        {
            return true;
        }
    }

    private static EpochResult ReadEpoch(string path, ReadOnlyMemory<byte> line, int number)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var e = document.RootElement;
            var task = LearningTask.All.FirstOrDefault(known => e.TryGetProperty(known.Measure.Name, out _))
                ?? LearningTask.Classification;
            string name = task.Measure.Name;
            return EpochResult.Of(
                task, e.GetProperty("epoch").GetInt32(), e.GetProperty("loss").GetDouble(), Share(e.GetProperty(name)),
                e.GetProperty("lr").GetDouble(), e.GetProperty("seconds").GetDouble(),
                e.TryGetProperty("validation_loss", out var loss) ? loss.GetDouble() : null,
                e.TryGetProperty($"validation_{name}", out var score) ? Share(score) : null) with
            {
                Metrics = e.TryGetProperty(MetricsKey, out var metrics) ? MetricsOf(metrics) : MetricValues.Empty,
                IsBest = e.TryGetProperty(BestKey, out var best) ? best.GetBoolean() : null,
                BestBy = e.TryGetProperty(BestByKey, out var by)
                    ? new DecidingMetric(PlainText.Of(by.GetString() ?? ""),
                        e.TryGetProperty(BestIsKey, out var better) && better.GetString() == "higher")
                    : null,
            };
        }
        catch (Exception e) when
            (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new DataFormatException(path, number, 0, $"no epoch's metrics: {e.Message}", e);
        }
    }

    private static MetricValues MetricsOf(JsonElement values) => new([.. values.EnumerateObject()
        .Select(value => new MetricValue(PlainText.Of(value.Name), Share(value.Value)))]);

    private static double Share(JsonElement value) =>
        value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetDouble();
}
