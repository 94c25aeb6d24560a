using System.Globalization;
using System.Text;
using System.Text.Json;
using Madaline.Formats;

namespace Madaline.Training;

/// <summary>
/// What a training leaves: <c>recipe.json</c>, <c>model.safetensors</c>, <c>metrics.jsonl</c>,
/// <c>training-samples.safetensors</c>, <c>checkpoints/</c>.
/// </summary>
/// <remarks>Every file is written atomically: a kill leaves the last whole one.</remarks>
/// <param name="path">The folder.</param>
public sealed class RunFolder(string path)
{
    private const int MaxMetricsBytes = 64 << 20, MaxLineBytes = 4096;

    /// <summary>The folder.</summary>
    public string Path { get; } = path;

    /// <summary>The recipe as it was run, flags included.</summary>
    public string RecipePath => System.IO.Path.Combine(Path, "recipe.json");

    /// <summary>The trained network.</summary>
    public string ModelPath => System.IO.Path.Combine(Path, "model.safetensors");

    /// <summary>One JSON object a line for every epoch.</summary>
    public string MetricsPath => System.IO.Path.Combine(Path, "metrics.jsonl");

    /// <summary>Which samples were learned from: their fingerprints.</summary>
    public string TrainingSamplesPath => System.IO.Path.Combine(Path, "training-samples.safetensors");

    /// <summary>Where training can go on from.</summary>
    public string CheckpointPath => System.IO.Path.Combine(Path, "checkpoints", "last.safetensors");

    /// <summary>A folder that does not exist yet: the one asked for, or <c>runs/NAME-DATE-TIME</c>.</summary>
    /// <param name="wanted">The folder asked for, or null.</param>
    /// <param name="recipeName">Part of the name of a folder of our own.</param>
    /// <exception cref="IOException">The folder asked for holds a run already.</exception>
    public static RunFolder Create(string? wanted, string recipeName)
    {
        if (wanted is not null)
        {
            var asked = new RunFolder(wanted);
            if (!asked.TryClaim())
                throw new IOException($"run: {wanted} holds a run already. "
                    + $"Choose another folder with --out, or go on with --resume {wanted}.");
            return asked;
        }

        string safe = string.Concat(recipeName.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-'));
        string stem = System.IO.Path.Combine("runs",
            $"{safe}-{DateTime.Now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}");
        var run = new RunFolder(stem);
        for (int i = 2; !run.TryClaim(); i++)
            run = new RunFolder($"{stem}-{i}");
        return run;
    }

    /// <summary>
    /// Makes the folder with an empty recipe, unless there is one: of two runs that start at once, one gets it.
    /// </summary>
    private bool TryClaim()
    {
        Directory.CreateDirectory(Path);
        try
        {
            new FileStream(RecipePath, FileMode.CreateNew).Dispose();
            return true;
        }
        catch (IOException) when (File.Exists(RecipePath))
        {
            return false;
        }
    }

    /// <summary>A folder that holds a run.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder, or no recipe in it.</exception>
    public static RunFolder Open(string path)
    {
        var run = new RunFolder(path);
        if (!File.Exists(run.RecipePath))
            throw new DirectoryNotFoundException($"run: {path} holds no run: there is no recipe.json in it. "
                + $"Give the folder that train printed, such as runs/digits-….");
        return run;
    }

    /// <summary>Keeps other trainings out of the folder until disposed of, or until this process ends.</summary>
    /// <exception cref="IOException">Another training writes to it.</exception>
    public IDisposable Reserve()
    {
        string path = System.IO.Path.Combine(Path, "training.lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1,
                FileOptions.DeleteOnClose);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new IOException($"run: another training writes to {Path}. Two would mix their files; expected one. "
                + $"Stop it first (Ctrl-C saves), then go on with --resume {Path}.", e);
        }
    }

    /// <summary>Writes the recipe.</summary>
    public void WriteRecipe(Recipe recipe) => WriteText(RecipePath, RecipeFile.Format(recipe));

    /// <summary>Reads the recipe.</summary>
    /// <exception cref="DataFormatException">It is damaged.</exception>
    public Recipe ReadRecipe() => RecipeFile.Read(RecipePath);

    /// <summary>Reads recipe and network.</summary>
    /// <exception cref="DataFormatException">A file is damaged, or there is no trained network yet.</exception>
    public TrainedModel ReadModel()
    {
        Recipe recipe = ReadRecipe();
        if (!File.Exists(ModelPath))
            throw new DataFormatException(ModelPath, -1L, $"there is no trained network yet. "
                + $"Finish the training with --resume {Path}");
        return TrainedModel.Load(recipe, ModelPath);
    }

    /// <summary>
    /// Writes which samples are learned from; those of a run that goes on are kept, and new ones added.
    /// </summary>
    /// <remarks>
    /// A run that goes on without having said so stays silent: what it learned from before is not known.
    /// </remarks>
    /// <param name="samples">What training is about to learn from.</param>
    /// <param name="goesOn">Whether the run is resumed.</param>
    /// <exception cref="DataFormatException">The file of the run that goes on is damaged.</exception>
    public void WriteTrainingSamples(SampleFingerprints samples, bool goesOn)
    {
        var earlier = goesOn ? ReadTrainingSamples() : null;
        var all = earlier?.With(samples) ?? samples;
        bool isKnown = earlier is not null || !goesOn || !(File.Exists(CheckpointPath) || File.Exists(ModelPath));
        if (isKnown && !ReferenceEquals(all, earlier))
            all.Save(TrainingSamplesPath);
    }

    /// <summary>Reads which samples were learned from; null for a run that does not say.</summary>
    /// <exception cref="DataFormatException">The file is damaged.</exception>
    public SampleFingerprints? ReadTrainingSamples() =>
        File.Exists(TrainingSamplesPath) ? SampleFingerprints.Load(TrainingSamplesPath) : null;

    /// <summary>Writes the metrics of all epochs so far.</summary>
    public void WriteMetrics(IEnumerable<EpochResult> epochs)
    {
        using var buffer = new MemoryStream();
        foreach (var epoch in epochs)
        {
            using (var json = new Utf8JsonWriter(buffer))
                WriteEpoch(json, epoch);
            buffer.WriteByte((byte)'\n');
        }

        AtomicFile.Write(MetricsPath, stream => stream.Write(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    /// <summary>Reads the metrics, or nothing when there are none yet.</summary>
    /// <exception cref="DataFormatException">A line is damaged.</exception>
    public IReadOnlyList<EpochResult> ReadMetrics()
    {
        var epochs = new List<EpochResult>();
        if (!File.Exists(MetricsPath))
            return epochs;
        if (new FileInfo(MetricsPath).Length > MaxMetricsBytes)
            throw new DataFormatException(MetricsPath, -1L, $"metrics have at most {MaxMetricsBytes} bytes");
        ReadOnlyMemory<byte> rest = File.ReadAllBytes(MetricsPath);
        for (int number = 1; !rest.IsEmpty; number++)
        {
            int end = rest.Span.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (line.Length > MaxLineBytes)
                throw new DataFormatException(MetricsPath, number, 0, $"a line has {line.Length} bytes; "
                    + $"expected at most {MaxLineBytes}");
            if (!line.Span.Trim("\r "u8).IsEmpty)
                epochs.Add(ReadEpoch(line, number));
        }

        return epochs;
    }

    /// <summary>Writes one epoch's numbers as an object.</summary>
    public static void WriteEpoch(Utf8JsonWriter json, EpochResult epoch)
    {
        json.WriteStartObject();
        json.WriteString("event", "epoch");
        json.WriteNumber("epoch", epoch.Epoch);
        json.WriteNumber("loss", epoch.Loss);
        json.WriteNumber("accuracy", epoch.Accuracy);
        json.WriteNumber("lr", epoch.LearningRate);
        json.WriteNumber("seconds", Math.Round(epoch.Seconds, 4));
        if (epoch.ValidationLoss is { } loss)
            json.WriteNumber("validation_loss", loss);
        if (epoch.ValidationAccuracy is { } accuracy)
            json.WriteNumber("validation_accuracy", accuracy);
        json.WriteEndObject();
    }

    private EpochResult ReadEpoch(ReadOnlyMemory<byte> line, int number)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var e = document.RootElement;
            return new EpochResult(
                e.GetProperty("epoch").GetInt32(), e.GetProperty("loss").GetDouble(),
                e.GetProperty("accuracy").GetDouble(),
                e.GetProperty("lr").GetDouble(), e.GetProperty("seconds").GetDouble(), Optional(e, "validation_loss"),
                Optional(e, "validation_accuracy"));
        }
        catch (Exception e) when
            (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new DataFormatException(MetricsPath, number, 0, $"no epoch's metrics: {e.Message}", e);
        }
    }

    private static double? Optional(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetDouble() : null;

    private static void WriteText(string path, string text) =>
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
