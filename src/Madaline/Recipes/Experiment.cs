using System.Security.Cryptography;
using System.Text;
using Madaline.Data;
using Madaline.NN;
using Madaline.Optim;
using Madaline.Training;

namespace Madaline.Recipes;

/// <summary>A recipe put to work on data: scalers fitted, network and optimizer built, ready to train.</summary>
public sealed class Experiment
{
    private readonly Dataset _training;
    private readonly Dataset? _validation;
    private readonly Trainer _trainer;
    private readonly Schedule? _schedule;
    private readonly DataLoader _loader;
    private readonly TensorDataset _samples;

    /// <summary>Builds everything from the recipe's seed; the same seed and data give the same bits.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="training">
    /// Only the training part, with a name for each class: scalers are fitted on it. A tenth is set aside for
    /// validation when the recipe stops early.
    /// </param>
    /// <param name="device">Where the network lives; the processor when omitted.</param>
    /// <exception cref="TensorException">Layers do not fit the data, a softmax feeds cross-entropy, or the batches are
    /// of one sample.</exception>
    public Experiment(Recipe recipe, TensorDataset training, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (training.Count == 0)
            throw new TensorException("experiment", "there are no training samples; expected at least one. "
                + "Hold out fewer.");
        int classes = training.ClassNames.Count;
        RequireClasses(training.Targets, classes);
        var rng = new Rng(recipe.Seed);
        TensorDataset? validation = null;
        if (recipe.Patience is not null)
            (training, validation) = training.Split(Splits.Stratified(training.Targets, 0.1, rng.Split("validation")));

        _samples = training;
        Loss loss = RecipeCatalog.BuildLoss(recipe);
        var pipeline = InputPipeline.Fit(recipe.Transforms, training.Inputs, classes);
        _training = training.With(pipeline.Training);
        _validation = validation?.With(pipeline.Transform);
        RequireBatches(recipe, NetworkPlan.Of(recipe, _training.InputShape, classes), training.Count);
        var network = RecipeCatalog.BuildNetwork(recipe, _training.InputShape, classes, rng.Split("network"));
        if (device is not null)
            network.To(device);
        Model = new TrainedModel(recipe, network, pipeline, training.InputShape, training.ClassNames,
            training.FeatureNames, Majority(training.Targets, classes), training.Encoder);
        var optimizer = RecipeCatalog.BuildOptimizer(recipe, network.Parameters());
        _loader = new DataLoader(_training, new LoaderOptions
        {
            BatchSize = Math.Min(recipe.Batch, training.Count),
            Shuffle = true,
            Prefetch = (long)training.InputShape.Elements * recipe.Batch > 1 << 16,
            Rng = rng.Split("order"),
        });
        _schedule = RecipeCatalog.BuildSchedule(recipe, optimizer, _loader.BatchCount);
        _trainer = new Trainer(network, loss, optimizer);
        Loss = loss;
    }

    /// <summary>The network and what goes with it; trained once <see cref="Train"/> is done.</summary>
    public TrainedModel Model { get; }

    /// <summary>The loss.</summary>
    public Loss Loss { get; }

    /// <summary>Steps of an epoch.</summary>
    public int StepsPerEpoch => _loader.BatchCount;

    /// <summary>Trains, from the start or from where a checkpoint left off.</summary>
    /// <param name="checkpoint">Where to save and go on from; null for neither.</param>
    /// <param name="callbacks">Called as training goes on.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellationToken">Stops after the step under way.</param>
    public TrainingResult Train(
        Checkpoint? checkpoint = null, IReadOnlyList<TrainerCallback>? callbacks = null,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        Recipe recipe = Model.Recipe;
        var options = new TrainerOptions
        {
            Epochs = recipe.Epochs,
            Schedule = _schedule,
            ScheduleCountsSteps = RecipeCatalog.CountsSteps(recipe),
            ClipNorm = recipe.ClipNorm,
            ClipValue = recipe.ClipValue,
            Patience = recipe.Patience,
            KeepBest = recipe.Patience is not null,
            Callbacks = callbacks ?? [],
            Checkpoint = checkpoint,
            ConfigurationSha256 = Fingerprint(recipe),
            DataSha256 = checkpoint is null ? "" : DataFingerprint.Sha256(_samples),
        };
        return _trainer.Fit(_loader, options, _validation, progress, cancellationToken);
    }

    /// <summary>Evaluates the network on samples it has not seen.</summary>
    public Evaluation Evaluate(TensorDataset samples, CancellationToken cancellationToken = default) => Evaluator.Run(
        Model.Network, Loss, Model.Prepare(samples), Model.MajorityClass, cancellationToken: cancellationToken);

    /// <summary>
    /// Stratified k-fold cross-validation of a recipe: network, optimizer and scalers start anew in each fold.
    /// </summary>
    /// <param name="recipe">Its seed decides the folds, and with the fold's number the weights.</param>
    /// <param name="samples">All samples, with a name for each class.</param>
    /// <param name="folds">At least 2; no more than the smallest class has samples.</param>
    /// <param name="progress">Told after every fold.</param>
    /// <param name="cancellationToken">Stops after the step under way.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static CrossValidationResult CrossValidate(
        Recipe recipe, TensorDataset samples, int folds = 5, IProgress<FoldResult>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var rng = new Rng(recipe.Seed);
        return CrossValidation.Run(samples, folds, rng.Split("folds"), TrainFold, progress);

        (Evaluation, double) TrainFold(TensorDataset train, TensorDataset test, int fold)
        {
            ulong seed = new Rng(recipe.Seed).Split("fold").Split(fold).NextUInt32();
            var experiment = new Experiment(recipe with { Seed = seed }, train);
            var training = experiment.Train(cancellationToken: cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            return (experiment.Evaluate(test, cancellationToken), training.Seconds);
        }
    }

    private static int Majority(Tensor targets, int classes)
    {
        var counts = new int[classes];
        foreach (long target in targets.ToArray<long>())
            counts[target]++;
        return Array.IndexOf(counts, counts.Max());
    }

    private static void RequireClasses(Tensor targets, int classes)
    {
        if (targets.DType != DType.Int64 || targets.Rank != 1)
            throw new TensorException("experiment", "the targets are no classes. "
                + $"targets is {targets.DType} {targets.Shape}; expected Int64 [n].");
        if (classes == 0)
        {
            throw new TensorException("experiment", "the classes have no names. ClassNames is empty; expected one for "
                + "each class. Give them to the set.");
        }

        long[] all = targets.ToArray<long>();
        int wrong = Array.FindIndex(all, target => (ulong)target >= (ulong)classes);
        if (wrong >= 0)
        {
            throw new TensorException("experiment", $"a target is no class. Target {wrong} is {all[wrong]}; "
                + $"expected 0 to {classes - 1}. "
                + "Give a name for each class.");
        }
    }

    /// <summary>
    /// Batch norm over one sample has no variance: better said at once than at the end of the first epoch.
    /// </summary>
    private static void RequireBatches(Recipe recipe, NetworkPlan plan, int samples)
    {
        int batch = Math.Min(recipe.Batch, samples), last = samples % batch == 0 ? batch : samples % batch;
        if (plan.SingleValueNorm is { } path && last == 1)
        {
            throw new TensorException(path, $"a batch of one sample has no variance. {samples} training samples in "
                + $"batches of {batch} leave a last batch of 1; expected at least 2. Use another batch size.");
        }
    }

    /// <summary>
    /// What must be equal for a checkpoint to go on: all of the recipe but its texts and the number of epochs.
    /// </summary>
    private static string Fingerprint(Recipe recipe) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        RecipeFile.Format(recipe with { Name = "", Description = "", Epochs = 1 }))));
}
