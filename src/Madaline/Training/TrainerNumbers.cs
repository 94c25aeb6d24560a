using System.Text.Json;
using Madaline.Data;
using Madaline.Formats;
using Madaline.Optim;

namespace Madaline.Training;

/// <summary>The numbers of a checkpoint, by name; doubles keep every bit.</summary>
internal static class TrainerNumbers
{
    private const string RngPrefix = "rng.", OptimizerPrefix = "optimizer.", SchedulePrefix = "schedule.";
    /// <summary>Accuracies are among the first columns; other measures are in two more.</summary>
    private const int HistoryColumns = 7, MeasuredColumns = 9;
    private const double MaxInteger = 1L << 53;

    public static SortedDictionary<string, double> Collect(
        Trainer trainer, DataLoader loader, Schedule? schedule, OptimizerState optimizer)
    {
        TrainerState s = trainer.State;
        var numbers = new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            ["samples"] = loader.Dataset.Count,
            ["steps"] = loader.BatchCount,
            ["epoch"] = s.Epoch,
            ["step"] = s.Step,
            ["rate"] = s.Rate,
            ["loss_sum"] = s.LossSum,
            ["seen"] = s.Seen,
            [trainer.Task.SumName] = s.ScoreSum,
            ["judged"] = s.Evaluated,
            ["seconds"] = s.Seconds,
            ["epoch_seconds"] = s.EpochSeconds,
        };
        if (s.BestEpoch is { } best)
            (numbers["best_epoch"], numbers["best_loss"]) = (best, s.BestLoss);
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

    /// <summary>The state that was saved, checked against the data it shall go on with.</summary>
    public static TrainerState StateOf(
        IReadOnlyDictionary<string, double> numbers, Tensor? history, LearningTask task, DataLoader loader, string path)
    {
        int samples = (int)Integer(numbers, "samples", int.MaxValue, path), steps = (int)Integer(numbers, "steps",
            int.MaxValue, path);
        if (samples != loader.Dataset.Count || steps != loader.BatchCount)
        {
            throw new DataFormatException(path, -1L, $"was made with {samples} training samples in {steps} steps an "
                + "epoch; there are "
                + $"{loader.Dataset.Count} in {loader.BatchCount}. Resume with the same data and batch size");
        }

        var s = new TrainerState
        {
            Epoch = (int)Integer(numbers, "epoch", int.MaxValue, path),
            Step = (int)Integer(numbers, "step", steps, path),
            Rate = Need(numbers, "rate", path),
            LossSum = Need(numbers, "loss_sum", path),
            Seen = Integer(numbers, "seen", MaxInteger, path),
            ScoreSum = task.SumType == DType.Int64 ? Integer(numbers, task.SumName, MaxInteger, path)
                : Need(numbers, task.SumName, path),
            // Checkpoints from before it was counted are of classes only.
            Evaluated = Integer(numbers, numbers.ContainsKey("judged") ? "judged" : "seen", MaxInteger, path),
            Seconds = Need(numbers, "seconds", path),
            EpochSeconds = Need(numbers, "epoch_seconds", path),
        };
        if (numbers.ContainsKey("best_epoch"))
            (s.BestEpoch, s.BestLoss) = ((int)Integer(numbers, "best_epoch", int.MaxValue, path), Need(numbers,
                "best_loss", path));
        int columns = ColumnsOf(task);
        if (history is null || history.DType != DType.Float64 || history.Rank != 2 || history.Shape[0] != s.Epoch
            || history.Shape[1] != columns)
            throw new DataFormatException(path, 8L, "the checkpoint's history is "
                + $"{history?.Shape.ToString() ?? "missing"}; expected Float64 [{s.Epoch}, {columns}]");
        foreach (double[] row in history.ToArray<double>().Chunk(columns))
            s.History.Add(EpochOf(task, row, path));
        return s;
    }

    /// <summary>Puts streams and schedule where they were.</summary>
    public static void Restore(
        IReadOnlyDictionary<string, double> numbers, Trainer trainer, Schedule? schedule, string path)
    {
        foreach (var (name, rng) in trainer.Network.NamedRngs())
            rng.Position = Integer(numbers, RngPrefix + name, MaxInteger, path);
        schedule?.LoadState(NamePrefix.Under(numbers, SchedulePrefix));
    }

    /// <summary>The epochs as rows of a table; NaN where there was no validation.</summary>
    public static Tensor HistoryOf(LearningTask task, TrainerState state)
    {
        int columns = ColumnsOf(task);
        var rows = new double[state.History.Count * columns];
        for (int i = 0; i < state.History.Count; i++)
        {
            EpochResult e = state.History[i];
            double[] row = [e.Epoch, e.Loss, e.Accuracy, e.LearningRate, e.Seconds, e.ValidationLoss ?? double.NaN,
                e.ValidationAccuracy ?? double.NaN];
            row.CopyTo(rows, i * columns);
            if (columns == MeasuredColumns)
                (rows[(i * columns) + 7], rows[(i * columns) + 8]) = (e.Score, e.ValidationScore ?? double.NaN);
        }

        return Tensor.Wrap(rows, [state.History.Count, columns]);
    }

    public static string Format(IReadOnlyDictionary<string, double> numbers)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in numbers)
                json.WriteNumber(name, value);
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
                numbers[property.Name] = property.Value.GetDouble();
            return numbers;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new DataFormatException(path, 8L, $"the numbers of the checkpoint are damaged: {e.Message}", e);
        }
    }

    private static int ColumnsOf(LearningTask task) =>
        task.Measure == Measure.Accuracy ? HistoryColumns : MeasuredColumns;

    private static EpochResult EpochOf(LearningTask task, double[] row, string path)
    {
        if (!double.IsFinite(row[0] + row[1] + row[3] + row[4]) || double.IsInfinity(row[2])
            || row[0] is not (>= 0 and <= int.MaxValue))
        {
            string numbers = string.Join(", ", row.Select(number => $"{number}"));
            throw new DataFormatException(path, 8L,
                $"the checkpoint's history holds {numbers}; expected finite numbers");
        }

        bool isMeasured = row.Length == MeasuredColumns;
        return EpochResult.Of(task, (int)row[0], row[1], isMeasured ? row[7] : row[2], row[3], row[4], OrNull(row[5]),
            OrNull(isMeasured ? row[8] : row[6]));
    }

    private static double? OrNull(double value) => double.IsFinite(value) ? value : null;

    private static double Need(IReadOnlyDictionary<string, double> numbers, string name, string path) =>
        numbers.TryGetValue(name, out double value) && double.IsFinite(value) ? value
            : throw new DataFormatException(path, 8L, $"the checkpoint has no finite number \"{name}\"");

    private static long Integer(IReadOnlyDictionary<string, double> numbers, string name, double max, string path)
    {
        double value = Need(numbers, name, path);
        return value >= 0 && value <= max && value == Math.Floor(value) ? (long)value
            : throw new DataFormatException(path, 8L, $"the checkpoint's number \"{name}\" is {value}; "
                + $"expected an integer from 0 to {max}");
    }
}
