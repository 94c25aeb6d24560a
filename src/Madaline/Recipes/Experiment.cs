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
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(training);
        if (recipe.Network is { } built)
            throw new TensorException("experiment", $"the recipe tells of a network that a program trained. It is of "
                + $"{built}; expected a recipe without \"network\". Train it in that program.");
        if (training.Count == 0)
            throw new TensorException("experiment", "there are no training samples; expected at least one. "
                + "Hold out fewer.");
        var task = RecipeCatalog.TaskOf(recipe);
        task.Require("experiment", training);
        if (training.IsImages && recipe.Transforms.All(transform => transform.Type != "to-float"))
            throw new TensorException("recipe › transforms", "the network would get bytes. The samples are "
                + $"{training.Inputs.DType} {training.InputShape}, and no transform makes numbers of them; expected "
                + "to-float. Put {\"type\": \"to-float\"} first.");
        int classes = task.Outputs(training.ClassNames.Count);
        var rng = new Rng(recipe.Seed);
        TensorDataset? validation = null;
        if (recipe.Patience is not null)
            (training, validation) = training.Split(task.Split(training.Targets, 0.1, rng.Split("validation")));

        _samples = training;
        Loss loss = RecipeCatalog.BuildLoss(recipe, training.Targets, classes);
        var pipeline = InputPipeline.Fit(recipe.Transforms, training.Inputs, classes);
        var scale = task.FitScale(training.Targets);
        _training = Scaled(task, scale, training).With(pipeline.Training);
        var sampler = RecipeCatalog.BuildSampler(recipe, training.Targets);
        int count = sampler?.Count ?? training.Count;
        RequireBatches(recipe, NetworkPlan.Of(recipe, _training.InputShape, classes), count);
        var network = RecipeCatalog.BuildNetwork(recipe, _training.InputShape, classes, rng.Split("network"));
        if (device is not null)
            network.To(device);
        Model = new TrainedModel(recipe, network, pipeline, training.InputShape,
            task.HasNumbers ? [] : training.ClassNames, training.FeatureNames,
            task.HasNumbers ? 0 : Majority(training.Targets, classes), training.Encoder)
        {
            TargetName = task.HasNumbers ? training.TargetName : "",
            TargetScale = scale,
        };
        _validation = validation is null ? null : Model.Prepare(validation);
        var optimizer = RecipeCatalog.BuildOptimizer(recipe, network.Parameters());
        _loader = new DataLoader(_training, new LoaderOptions
        {
            BatchSize = Math.Min(recipe.Batch, count),
            Shuffle = sampler is null,
            Sampler = sampler,
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

    /// <summary>
    /// What the training consists of, for a <see cref="TimeMachine"/>: how it goes on, with nothing that looks on.
    /// </summary>
    public TrainingSetup Setup => new(_trainer, _loader, Options(null, null));

    /// <summary>Trains, from the start or from where a checkpoint left off.</summary>
    /// <param name="checkpoint">Where to save and go on from; null for neither.</param>
    /// <param name="callbacks">Called as training goes on.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellationToken">Stops after the step under way.</param>
    public TrainingResult Train(
        Checkpoint? checkpoint = null, IReadOnlyList<TrainerCallback>? callbacks = null,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var options = Options(checkpoint, callbacks);
        return _trainer.Fit(_loader, options, _validation, progress, cancellationToken);
    }

    /// <summary>Evaluates the network on samples it has not seen.</summary>
    public Evaluation Evaluate(TensorDataset samples, CancellationToken cancellationToken = default) =>
        Model.Evaluate(samples, cancellationToken);

    /// <summary>
    /// Of two classes, keeps with the model the threshold that gives the best F1 on samples that were held out.
    /// </summary>
    /// <param name="evaluation">How the model did on them.</param>
    /// <returns>The threshold and its F1, which is somewhat too good on the samples it was chosen on; null where there
    /// is nothing to choose.</returns>
    public (double Threshold, double F1)? ChooseThreshold(Evaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        var best = evaluation.Ranking?.BestThreshold;
        Model.Threshold = best?.Threshold;
        return best;
    }

    /// <summary>
    /// k-fold cross-validation of a recipe, stratified where there are classes: network, optimizer and scalers start
    /// anew in each fold.
    /// </summary>
    /// <param name="recipe">Its seed decides the folds, and with the fold's number the weights.</param>
    /// <param name="samples">All samples, with a name for each class.</param>
    /// <param name="folds">At least 2; no more than the smallest class has samples, or than there are numbers.</param>
    /// <param name="progress">Told after every fold.</param>
    /// <param name="cancellationToken">Stops after the step under way.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static CrossValidationResult CrossValidate(
        Recipe recipe, TensorDataset samples, int folds = 5, IProgress<FoldResult>? progress = null,
        CancellationToken cancellationToken = default)
    {
        RecipeCatalog.TaskOf(recipe).Require("experiment", samples);
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

    private TrainerOptions Options(Checkpoint? checkpoint, IReadOnlyList<TrainerCallback>? callbacks)
    {
        Recipe recipe = Model.Recipe;
        return new TrainerOptions
        {
            Epochs = recipe.Epochs,
            Schedule = _schedule,
            ScheduleCountsSteps = RecipeCatalog.CountsSteps(recipe),
            ClipNorm = recipe.ClipNorm,
            ClipValue = recipe.ClipValue,
            Patience = recipe.Patience,
            KeepBest = recipe.Patience is not null,
            TargetScale = Model.Task.HasNumbers ? Model.TargetScale : null,
            Callbacks = callbacks ?? [],
            Checkpoint = checkpoint,
            ConfigurationSha256 = Fingerprint(recipe),
            DataSha256 = checkpoint is null ? "" : DataFingerprint.Sha256(_samples),
        };
    }

    private static int Majority(Tensor targets, int classes)
    {
        var counts = new int[classes];
        foreach (long target in targets.ToArray<long>())
            counts[target]++;
        return Array.IndexOf(counts, counts.Max());
    }

    /// <summary>The training part with its numbers on their scale, rounded once.</summary>
    private static TensorDataset Scaled(LearningTask task, TargetScale scale, TensorDataset training) =>
        !task.HasNumbers ? training
            : training.With(targets: scale.Apply(training.Targets.Reshape(-1, 1)).To(DType.Float32));

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

    /// <summary>The recipe's name and the network, in a line.</summary>
    public override string ToString() => $"Experiment {Model.Recipe.Name}: {Model}";
}
