using System.Text.Json;
using Madaline.Formats;

namespace Madaline.Training;

/// <summary>What a checkpoint holds of metrics: a row an epoch, and their names.</summary>
internal static class MetricHistory
{
    /// <summary>How many metrics a training may have.</summary>
    public const int MaxMetrics = 32;

    private const string Tensors = "history.metrics", Names = "metrics", BestBy = "metrics_best_by",
        BestIs = "metrics_best_is";

    /// <summary>Adds them to what is saved; nothing where there are none.</summary>
    public static void Save(
        IReadOnlyList<EpochResult> epochs, List<KeyValuePair<string, Tensor>> tensors,
        Dictionary<string, string> metadata)
    {
        if (!epochs.Any(epoch => epoch.Metrics.Count > 0 || epoch.IsBest is not null))
            return;
        string[] names = [.. epochs.SelectMany(epoch => epoch.Metrics).Select(value => value.Name).Distinct()];
        int columns = names.Length + 1;
        var rows = new double[epochs.Count * columns];
        for (int i = 0; i < epochs.Count; i++)
        {
            for (int j = 0; j < names.Length; j++)
                rows[(i * columns) + j] = epochs[i].Metrics.Find(names[j]) ?? double.NaN;
            rows[(i * columns) + names.Length] = epochs[i].IsBest is { } best ? (best ? 1 : 0) : double.NaN;
        }

        tensors.Add(new(Tensors, Tensor.Wrap(rows, [epochs.Count, columns])));
        metadata.Add(Names, JsonNames.Write(names));
        if (epochs.LastOrDefault(epoch => epoch.BestBy is not null)?.BestBy is { } by)
        {
            metadata.Add(BestBy, by.Name);
            metadata.Add(BestIs, by.IsHigherBetter ? "higher" : "lower");
        }
    }

    /// <summary>Puts them into the epochs that were read.</summary>
    /// <exception cref="DataFormatException">They are damaged.</exception>
    public static void Restore(SafeTensorsFile file, List<EpochResult> epochs, string path)
    {
        if (!file.Metadata.TryGetValue(Names, out string? json))
            return;
        string[] names = JsonNames.Read(json, Names, path);
        int columns = names.Length + 1;
        var rows = file.Tensors.GetValueOrDefault(Tensors);
        if (rows is null || rows.DType != DType.Float64 || rows.Rank != 2 || rows.Shape[0] != epochs.Count
            || rows.Shape[1] != columns || names.Length > MaxMetrics || !Array.TrueForAll(names, Metric.IsName))
        {
            string found = rows?.Shape.ToString() ?? "missing";
            throw new DataFormatException(path, 8L, $"the checkpoint's metrics are {found}; expected Float64 "
                + $"[{epochs.Count}, {columns}] and a name for each, at most {MaxMetrics}");
        }

        double[] values = rows.ToArray<double>();
        var decides = file.Metadata.TryGetValue(BestBy, out string? name) && names.Contains(name)
            ? new DecidingMetric(name, file.Metadata.GetValueOrDefault(BestIs) == "higher") : null;
        for (int i = 0; i < epochs.Count; i++)
        {
            var row = values.AsSpan(i * columns, columns);
            double best = row[^1];
            var metrics = new MetricValue[names.Length];
            for (int j = 0; j < names.Length; j++)
                metrics[j] = new MetricValue(names[j], row[j]);
            epochs[i] = epochs[i] with
            {
                Metrics = metrics.Length == 0 ? MetricValues.Empty : new MetricValues(metrics),
                IsBest = double.IsNaN(best) ? null : best != 0,
                BestBy = double.IsNaN(best) ? null : decides,
            };
        }
    }
}
