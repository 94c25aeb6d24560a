using System.Diagnostics;
using Madaline.Data;
using Madaline.Formats;
using Madaline.Optim;

namespace Madaline.Training;

/// <summary>
/// Saves all that training needs to go on to the same bits: weights, optimizer, schedule, streams and position.
/// </summary>
/// <remarks>
/// One safetensors file, written atomically: a kill at any time leaves the last whole one. It is saved when training is
/// cancelled or ends, and after steps and epochs when the last one is <paramref name="intervalSeconds"/> old; less
/// often where saving is slow, so that it never costs more than a twentieth of the training.
/// </remarks>
/// <param name="path">The file.</param>
/// <param name="intervalSeconds">The least time between two saves.</param>
public sealed class Checkpoint(string path, double intervalSeconds = 2)
{
    private const string NetworkPrefix =
        "network.", BestPrefix = "best.", OptimizerPrefix = "optimizer.", History = "history";
    private const string Version = "checkpoint 1";

    /// <summary>Where the configuration is; files have always called it so.</summary>
    private const string ConfigurationKey = "recipe";

    private const string BestByKey = "best_by";

    private const double MinWorkPerSaving = 20;
    private long _saved = Stopwatch.GetTimestamp();
    private double _savingSeconds;

    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>
    /// Whether training goes on with other training data than those the file was made with; refused otherwise.
    /// </summary>
    public bool AllowsChangedData { get; init; }

    /// <summary>Whether there is something to go on with.</summary>
    public bool Exists => File.Exists(Path);

    internal void Save(Trainer trainer, DataLoader loader, TrainerOptions options, bool force)
    {
        double due = Math.Max(intervalSeconds, MinWorkPerSaving * _savingSeconds);
        if (!force && Stopwatch.GetElapsedTime(_saved).TotalSeconds < due)
            return;
        long started = Stopwatch.GetTimestamp();
        trainer.Pending.Read();
        var tensors = new List<KeyValuePair<string, Tensor>>
        {
            new(History, TrainerNumbers.HistoryOf(trainer.Task, trainer.State)),
        };
        foreach (var (name, tensor) in trainer.Network.StateDict())
            tensors.Add(new(NetworkPrefix + name, tensor));
        foreach (var (name, tensor) in trainer.Best ?? new Dictionary<string, Tensor>())
            tensors.Add(new(BestPrefix + name, tensor));
        OptimizerState optimizer = trainer.Optimizer.SaveState();
        foreach (var (name, tensor) in optimizer.Tensors)
            tensors.Add(new(OptimizerPrefix + name, tensor));
        var numbers = TrainerNumbers.Collect(trainer, loader, options.Schedule, optimizer);
        var metadata = new Dictionary<string, string>
        {
            ["madaline"] = Version,
            [ConfigurationKey] = options.ConfigurationSha256,
            ["numbers"] = TrainerNumbers.Format(numbers),
        };
        MetricHistory.Save(trainer.State.History, tensors, metadata);
        if (trainer.State.BestBy.Length > 0)
            metadata[BestByKey] = trainer.State.BestBy;
        if (options.DataSha256.Length > 0)
            metadata["data"] = options.DataSha256;
        SafeTensors.Write(Path, tensors, metadata);
        _saved = Stopwatch.GetTimestamp();
        _savingSeconds = Stopwatch.GetElapsedTime(started, _saved).TotalSeconds;
    }

    /// <summary>Puts a trainer where the file was saved; does nothing when there is none.</summary>
    /// <exception cref="DataFormatException">
    /// The file is damaged, or belongs to another configuration, network or optimizer; the file stays as it is.
    /// </exception>
    /// <exception cref="ChangedDataException">It was made with other training data.</exception>
    internal void Restore(Trainer trainer, DataLoader loader, TrainerOptions options)
    {
        if (!Exists)
            return;
        var file = SafeTensors.Read(Path);
        if (file.Metadata.GetValueOrDefault("madaline") != Version || !file.Metadata.TryGetValue("numbers",
            out string? text))
            throw new DataFormatException(Path, 8L, "no checkpoint: the metadata lacks \"madaline\": "
                + $"\"{Version}\" or \"numbers\"");
        if (file.Metadata.GetValueOrDefault(ConfigurationKey) != options.ConfigurationSha256)
        {
            throw new DataFormatException(Path, -1L, "was made with another configuration: only the number of epochs "
                + "may change. Resume with the one it was made with, or train anew into another folder");
        }

        var numbers = TrainerNumbers.Parse(text, Path);
        var state = TrainerNumbers.StateOf(numbers, file.Tensors.GetValueOrDefault(History), trainer.Task,
            loader, Path);
        MetricHistory.Restore(file, state.History, Path);
        state.BestBy = PlainText.Of(file.Metadata.GetValueOrDefault(BestByKey) ?? "");
        if (!AllowsChangedData && options.DataSha256.Length > 0
            && file.Metadata.TryGetValue("data", out string? data) && data != options.DataSha256)
        {
            throw new ChangedDataException($"checkpoint: {Path} was made with other training data. Their values, "
                + "classes or order have changed; expected the same, for the same bits. Go on with the same data, or "
                + "train anew.");
        }

        try
        {
            var best = NamePrefix.Under(file.Tensors, BestPrefix);
            RequireSameShapes(best, trainer.Network.StateDict());
            trainer.Network.LoadStateDict(NamePrefix.Under(file.Tensors, NetworkPrefix));
            trainer.Optimizer.LoadState(new OptimizerState(
                NamePrefix.Under(file.Tensors, OptimizerPrefix), NamePrefix.Under(numbers, OptimizerPrefix)));
            TrainerNumbers.Restore(numbers, trainer, options.Schedule, Path);
            (trainer.State, trainer.Best) = (state, best.Count > 0 ? best : null);
        }
        catch (Exception e) when (e is TensorException or ArgumentException)
        {
            throw new DataFormatException(Path, -1L, "does not fit this network and optimizer: "
                + $"{e.Message} Resume with the configuration it was made with.", e);
        }
    }

    private static void RequireSameShapes(Dictionary<string, Tensor> best, IReadOnlyDictionary<string, Tensor> network)
    {
        if (best.Count == 0)
            return;
        foreach (var (name, tensor) in network)
        {
            if (best.Count != network.Count || !best.TryGetValue(name, out Tensor? saved)
                || !saved.Shape.Equals(tensor.Shape))
                throw new TensorException("checkpoint", $"the best weights differ from the network's at {name}; "
                    + $"expected {tensor.Shape}.");
        }
    }
}
