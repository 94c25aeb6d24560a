using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Madaline.Formats;
using Madaline.Optim;

namespace Madaline.Training;

/// <summary>Saves all that training needs to go on to the same bits: weights, optimizer, schedule, streams and position.</summary>
/// <remarks>
/// One safetensors file, written atomically: a kill at any time leaves the last whole one. It is saved when training is
/// cancelled or ends, and after steps and epochs when the last one is <paramref name="intervalSeconds"/> old; less often where saving is slow,
/// so that it never costs more than a twentieth of the training.
/// </remarks>
/// <param name="path">The file.</param>
/// <param name="intervalSeconds">The least time between two saves.</param>
public sealed class Checkpoint(string path, double intervalSeconds = 2)
{
    private const string NetworkPrefix = "network.", BestPrefix = "best.", OptimizerPrefix = "optimizer.";
    private const double LeastWorkPerSaving = 20;
    private long _saved = Stopwatch.GetTimestamp();
    private double _savingSeconds;

    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>Whether there is something to go on with.</summary>
    public bool Exists => File.Exists(Path);

    internal void Save(Trainer trainer, TrainerOptions options, bool force)
    {
        double due = Math.Max(intervalSeconds, LeastWorkPerSaving * _savingSeconds);
        if (!force && Stopwatch.GetElapsedTime(_saved).TotalSeconds < due)
            return;
        long started = Stopwatch.GetTimestamp();
        var tensors = new List<KeyValuePair<string, Tensor>>();
        foreach (var (name, tensor) in trainer.Network.StateDict())
            tensors.Add(new(NetworkPrefix + name, tensor));
        foreach (var (name, tensor) in trainer.Best ?? new Dictionary<string, Tensor>())
            tensors.Add(new(BestPrefix + name, tensor));
        OptimizerState optimizer = trainer.Optimizer.SaveState();
        foreach (var (name, tensor) in optimizer.Tensors)
            tensors.Add(new(OptimizerPrefix + name, tensor));
        var numbers = TrainerNumbers.Collect(trainer, options.Schedule, optimizer);
        SafeTensors.Write(Path, tensors, new Dictionary<string, string>
        {
            ["madaline"] = "checkpoint 1",
            ["numbers"] = TrainerNumbers.Format(numbers),
        });
        _saved = Stopwatch.GetTimestamp();
        _savingSeconds = Stopwatch.GetElapsedTime(started, _saved).TotalSeconds;
    }

    /// <summary>Puts a trainer where the file was saved; does nothing when there is none.</summary>
    /// <exception cref="DataFormatException">The file is damaged, or belongs to another network or optimizer.</exception>
    internal void Restore(Trainer trainer, TrainerOptions options)
    {
        if (!Exists)
            return;
        var file = SafeTensors.Read(Path);
        if (!file.Metadata.TryGetValue("numbers", out string? text))
            throw new DataFormatException(Path, 8L, "no checkpoint: the header lacks \"numbers\"");
        var numbers = TrainerNumbers.Parse(text, Path);
        try
        {
            trainer.Network.LoadStateDict(Part(file, NetworkPrefix));
            var best = Part(file, BestPrefix);
            trainer.Best = best.Count > 0 ? best : null;
            trainer.Optimizer.LoadState(new OptimizerState(Part(file, OptimizerPrefix), TrainerNumbers.Under(numbers, OptimizerPrefix)));
            TrainerNumbers.Restore(numbers, trainer, options.Schedule, Path);
        }
        catch (Exception e) when (e is TensorException or KeyNotFoundException or ArgumentException or OverflowException)
        {
            throw new DataFormatException(Path, -1L, $"does not fit this network and optimizer: {e.Message} Resume with the recipe it was made with.", e);
        }
    }

    private static Dictionary<string, Tensor> Part(SafeTensorsFile file, string prefix) =>
        file.Tensors.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value);
}

/// <summary>The numbers of a checkpoint, by name; doubles keep every bit.</summary>
internal static class TrainerNumbers
{
    private const string HistoryPrefix = "history.", RngPrefix = "rng.", OptimizerPrefix = "optimizer.", SchedulePrefix = "schedule.";

    public static SortedDictionary<string, double> Collect(Trainer trainer, Schedule? schedule, OptimizerState optimizer)
    {
        TrainerState s = trainer.State;
        var numbers = new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            ["epoch"] = s.Epoch,
            ["step"] = s.Step,
            ["loss_sum"] = s.LossSum,
            ["seen"] = s.Seen,
            ["correct"] = s.Correct,
            ["seconds"] = s.Seconds,
            ["epoch_seconds"] = s.EpochSeconds,
            ["best_epoch"] = s.BestEpoch ?? -1,
        };
        if (double.IsFinite(s.BestLoss))
            numbers["best_loss"] = s.BestLoss;
        for (int i = 0; i < s.History.Count; i++)
            AddEpoch(numbers, $"{HistoryPrefix}{i:D6}.", s.History[i]);
        foreach (var (name, rng) in trainer.Network.NamedRngs())
            numbers[RngPrefix + name] = rng.Position;
        foreach (var (name, value) in optimizer.Numbers)
            numbers[OptimizerPrefix + name] = value;
        if (schedule is not null)
        {
            foreach (var (name, value) in schedule.SaveState())
                numbers[SchedulePrefix + name] = value;
        }

        return numbers;
    }

    public static void Restore(IReadOnlyDictionary<string, double> numbers, Trainer trainer, Schedule? schedule, string path)
    {
        TrainerState s = trainer.State;
        s.Epoch = Whole(numbers, "epoch", path);
        s.Step = Whole(numbers, "step", path);
        s.LossSum = Need(numbers, "loss_sum", path);
        s.Seen = Whole(numbers, "seen", path);
        s.Correct = Whole(numbers, "correct", path);
        s.Seconds = Need(numbers, "seconds", path);
        s.EpochSeconds = Need(numbers, "epoch_seconds", path);
        s.BestEpoch = Whole(numbers, "best_epoch", path) is >= 0 and var epoch ? epoch : null;
        s.BestLoss = numbers.TryGetValue("best_loss", out double best) ? best : double.PositiveInfinity;
        s.History.Clear();
        for (int i = 0; i < s.Epoch && numbers.ContainsKey($"{HistoryPrefix}{i:D6}.epoch"); i++)
            s.History.Add(ReadEpoch(numbers, $"{HistoryPrefix}{i:D6}.", path));
        foreach (var (name, rng) in trainer.Network.NamedRngs())
            rng.Position = (long)Need(numbers, RngPrefix + name, path);
        schedule?.LoadState(Under(numbers, SchedulePrefix));
    }

    public static Dictionary<string, double> Under(IReadOnlyDictionary<string, double> numbers, string prefix) =>
        numbers.Where(n => n.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(n => n.Key[prefix.Length..], n => n.Value);

    public static string Format(IReadOnlyDictionary<string, double> numbers)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in numbers)
            {
                if (double.IsFinite(value))
                    json.WriteNumber(name, value);
                else
                    json.WriteString(name, value.ToString("R", CultureInfo.InvariantCulture));
            }

            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    public static Dictionary<string, double> Parse(string text, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var numbers = new Dictionary<string, double>();
            foreach (var property in document.RootElement.EnumerateObject())
            {
                numbers[property.Name] = property.Value.ValueKind == JsonValueKind.String
                    ? double.Parse(property.Value.GetString()!, CultureInfo.InvariantCulture)
                    : property.Value.GetDouble();
            }

            return numbers;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new DataFormatException(path, 8L, $"the numbers of the checkpoint are damaged: {e.Message}", e);
        }
    }

    private static void AddEpoch(SortedDictionary<string, double> numbers, string prefix, EpochResult e)
    {
        numbers[prefix + "epoch"] = e.Epoch;
        numbers[prefix + "loss"] = e.Loss;
        numbers[prefix + "accuracy"] = e.Accuracy;
        numbers[prefix + "lr"] = e.LearningRate;
        numbers[prefix + "seconds"] = e.Seconds;
        if (e.ValidationLoss is { } loss)
            numbers[prefix + "validation_loss"] = loss;
        if (e.ValidationAccuracy is { } accuracy)
            numbers[prefix + "validation_accuracy"] = accuracy;
    }

    private static EpochResult ReadEpoch(IReadOnlyDictionary<string, double> n, string prefix, string path) => new(
        Whole(n, prefix + "epoch", path),
        Need(n, prefix + "loss", path),
        Need(n, prefix + "accuracy", path),
        Need(n, prefix + "lr", path),
        Need(n, prefix + "seconds", path),
        n.TryGetValue(prefix + "validation_loss", out double loss) ? loss : null,
        n.TryGetValue(prefix + "validation_accuracy", out double accuracy) ? accuracy : null);

    private static double Need(IReadOnlyDictionary<string, double> numbers, string name, string path) =>
        numbers.TryGetValue(name, out double value) ? value : throw new DataFormatException(path, 8L, $"the checkpoint lacks the number \"{name}\"");

    private static int Whole(IReadOnlyDictionary<string, double> numbers, string name, string path)
    {
        double value = Need(numbers, name, path);
        return value >= int.MinValue && value <= int.MaxValue && value == Math.Floor(value) ? (int)value
            : throw new DataFormatException(path, 8L, $"the checkpoint's number \"{name}\" is {value}; expected a whole number");
    }
}
