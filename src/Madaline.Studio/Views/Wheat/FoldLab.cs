using System.Diagnostics;
using Madaline.Data;
using Madaline.Formats;
using Madaline.NN;
using Madaline.Recipes;
using Madaline.Training;

namespace Madaline.Studio.Views.Wheat;

/// <summary>
/// Trains folds on a thread of its own, for as long as somebody looks: the training that is shown is not disturbed.
/// </summary>
/// <param name="recipe">What trains each fold.</param>
/// <param name="table">The rows.</param>
internal sealed class FoldLab(Recipe recipe, WheatTable table)
{
    /// <summary>As many as <c>madaline crossval</c> has.</summary>
    private const int MostFolds = 5;

    private const int MaxJobs = 32;

    private static readonly string[] Scalers = ["min-max", "z-score"];

    private static readonly long Patience = 2 * Stopwatch.Frequency;

    private readonly Lock _gate = new();
    private readonly Dictionary<FoldJob, Progress> _done = [];
    private FoldJob[] _wanted = [];
    private FoldJob? _current;
    private bool _runs;
    private long _seenAt;
    private int _epoch;

    /// <summary>The rows.</summary>
    public WheatTable Table => table;

    /// <summary>What is held out in each fold; the same rows as in <c>madaline crossval</c> with this seed.</summary>
    public Split[] Splits { get; } = Divide(recipe, table);

    /// <summary>Epochs at which a fold is trained in a moment, and no more than the recipe has.</summary>
    public int UsualEpochs
    {
        get
        {
            const int QuickSteps = 12_000;
            int steps = Math.Max(1, (table.Count * (MostFolds - 1) / MostFolds / recipe.Batch) + 1);
            return Math.Clamp(QuickSteps / steps, 1, recipe.Epochs);
        }
    }

    /// <summary>As many as the recipe has.</summary>
    public int MostEpochs => recipe.Epochs;

    /// <summary>Whether the recipe scales columns with numbers that it learns from rows.</summary>
    public bool Scales => recipe.Transforms.Any(transform => Scalers.Contains(transform.Type));

    /// <summary>Says what is to be trained, first things first, and that somebody looks.</summary>
    /// <returns>What is done of each.</returns>
    public FoldReport[] Want(FoldJob[] jobs)
    {
        lock (_gate)
        {
            if (_done.Count > MaxJobs)
                _done.Clear();
            (_wanted, _seenAt) = (jobs, Stopwatch.GetTimestamp());
            foreach (var job in jobs)
                _done.TryAdd(job, new Progress());
            if (!_runs && Next() is not null)
            {
                _runs = true;
                new Thread(Run) { IsBackground = true, Name = "Madaline folds", Priority = ThreadPriority.BelowNormal }
                    .Start();
            }

            return [.. jobs.Select(job => new FoldReport(job, [.. _done[job].Scores],
                _runs && job == _current ? _epoch : null, _done[job].Problem))];
        }
    }

    private static Split[] Divide(Recipe recipe, WheatTable table)
    {
        int smallest = table.Classes.GroupBy(c => c).Min(members => members.Count());
        int folds = Math.Min(MostFolds, smallest);
        return folds < 2 ? []
            : LearningTask.Classification.Folds(table.Samples.Targets, folds, new Rng(recipe.Seed).Split("folds"));
    }

    private FoldJob? Next() => _wanted.FirstOrDefault(job =>
        _done[job] is { Problem: "" } progress && progress.Scores.Count < Splits.Length);

    private bool IsWanted(FoldJob job)
    {
        lock (_gate)
            return _wanted.Contains(job) && Stopwatch.GetTimestamp() - _seenAt < Patience;
    }

    private void Run()
    {
        using var silence = Hints.Collect(_ => { });
        while (true)
        {
            FoldJob? job;
            Progress? progress = null;
            lock (_gate)
            {
                job = Stopwatch.GetTimestamp() - _seenAt < Patience ? Next() : null;
                _runs = job is not null;
                (_current, _epoch) = (job, 0);
                if (job is not null)
                    progress = _done[job];
            }

            if (job is null)
                return;
            try
            {
                TrainNext(job, progress!);
            }
            catch (Exception e) when (e is TensorException or TrainingException or ArgumentException
                or DataFormatException)
            {
                lock (_gate)
                    progress!.Problem = e.Message;
            }
        }
    }

    /// <summary>The next fold of a job; of one that is not wanted any more nothing is kept.</summary>
    private void TrainNext(FoldJob job, Progress progress)
    {
        int fold = progress.Scores.Count;
        var rows = job.Slip is { } slip ? table.With(slip).Samples : table.Samples;
        // As Experiment.CrossValidate has it.
        Recipe own = recipe with
        {
            Epochs = job.Epochs,
            Seed = new Rng(recipe.Seed).Split("fold").Split(fold).NextUInt32(),
        };
        if (job.Setting == FoldSetting.ScaledBefore)
            (own, rows) = Scaled(own, rows);
        var (train, test) = rows.Split(Splits[fold]);
        var experiment = new Experiment(own, train);
        if (job.Setting == FoldSetting.KeptNetwork && progress.Network is { } kept)
            experiment.Model.Network.LoadStateDict(kept.StateDict());
        var watch = new Watch(this, job, experiment, test);
        experiment.Train(callbacks: [watch]);
        if (watch.IsStopped)
            return;
        double score = experiment.Evaluate(test).Accuracy;
        lock (_gate)
        {
            progress.Scores.Add(new FoldScore(score, Math.Max(score, watch.Best), watch.BestEpoch));
            progress.Network = job.Setting == FoldSetting.KeptNetwork ? experiment.Model.Network : null;
        }
    }

    /// <summary>The leak: columns are brought to one scale by all rows, and only then divided.</summary>
    private static (Recipe Recipe, TensorDataset Rows) Scaled(Recipe recipe, TensorDataset rows)
    {
        Spec[] scalers = [.. recipe.Transforms.TakeWhile(transform => Scalers.Contains(transform.Type))];
        var pipeline = InputPipeline.Fit(scalers, rows.Inputs, rows.ClassNames.Count);
        return (recipe with { Transforms = [.. recipe.Transforms.Skip(scalers.Length)] },
            rows.With(pipeline.Transform.Apply(rows.Inputs)));
    }

    /// <summary>What is done of a job.</summary>
    private sealed class Progress
    {
        public List<FoldScore> Scores { get; } = [];

        /// <summary>Why there are no more; empty where there will be.</summary>
        public string Problem { get; set; } = "";

        /// <summary>The network of the last fold, where it goes on.</summary>
        public Module? Network { get; set; }
    }

    /// <summary>Looks at the test rows after each epoch, and ends what nobody wants.</summary>
    private sealed class Watch(FoldLab lab, FoldJob job, Experiment experiment, TensorDataset test) : TrainerCallback
    {
        public bool IsStopped { get; private set; }

        public double Best { get; private set; }

        public int BestEpoch { get; private set; } = 1;

        public override bool OnStep(in TrainingProgress progress)
        {
            IsStopped |= !lab.IsWanted(job);
            return !IsStopped;
        }

        public override bool OnEpoch(EpochResult epoch)
        {
            Volatile.Write(ref lab._epoch, epoch.Epoch);
            if (job is { Setting: FoldSetting.Honest, Slip: null }
                && experiment.Evaluate(test).Accuracy is var score && score > Best)
                (Best, BestEpoch) = (score, epoch.Epoch);
            return true;
        }
    }
}
