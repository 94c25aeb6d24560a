using Madaline.Data;
using Madaline.NN;
using Madaline.Training;

namespace Madaline.Recipes;

/// <summary>
/// What answering and saving need to know of a network that a program built itself: its inputs, what is done to them,
/// and what it answers.
/// </summary>
/// <remarks>
/// <code>
/// var about = ModelDescription.Of(train) with { Transform = scaler };
/// TrainedModel model = TrainedModel.Of(network, about);
/// </code>
/// </remarks>
public sealed record ModelDescription
{
    /// <summary>What the model is called; the class of the network where empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>The shape of one raw input, without the batch and before the transform.</summary>
    public required Shape InputShape { get; init; }

    /// <summary>The dtype of raw inputs.</summary>
    public DType InputDType { get; init; } = DType.Float32;

    /// <summary>
    /// What the network's batches pass through first, scalers fitted; random steps are left out. Null for nothing.
    /// </summary>
    public Transform? Transform { get; init; }

    /// <summary>
    /// What it was trained with, which says whether classes or a number is answered and how scores become
    /// probabilities; null for cross-entropy where there are names of classes, and else for the mean squared error.
    /// </summary>
    public Loss? Loss { get; init; }

    /// <summary>Names of the classes, by index; numbers where a loss of classes has none.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>The most frequent class of the training part, for the baseline.</summary>
    public int MajorityClass { get; init; }

    /// <summary>Names of the columns of a table, or none.</summary>
    public IReadOnlyList<string> FeatureNames { get; init; } = [];

    /// <summary>What makes numbers of a table's rows; null for other data.</summary>
    public TableEncoder? Encoder { get; init; }

    /// <summary>What is predicted, such as a table's column; empty where nobody has said.</summary>
    public string TargetName { get; init; } = "";

    /// <summary>The scale that numeric targets were brought to for training.</summary>
    public TargetScale TargetScale { get; init; } = TargetScale.None;

    /// <summary>The data set by its name in the catalog of sets, and its options; null for data of your own.</summary>
    public Spec? Dataset { get; init; }

    /// <summary>Which samples it was trained on, so that it is not evaluated on them unawares; or null.</summary>
    public SampleFingerprints? TrainingSamples { get; init; }

    /// <summary>What a training part says of itself: all but the transform, the scale of targets and the
    /// name.</summary>
    /// <param name="training">The raw samples that the network was trained on, before any transform.</param>
    public static ModelDescription Of(TensorDataset training)
    {
        ArgumentNullException.ThrowIfNull(training);
        var task = LearningTask.Of(training.Targets);
        // A table's set is called table:FILE.
        string set = training.Name.Split(':')[0];
        return new ModelDescription
        {
            InputShape = training.InputShape,
            InputDType = training.Inputs.DType,
            Loss = task.HasNumbers ? new MseLoss() : new CrossEntropyLoss(),
            ClassNames = task.HasNumbers ? [] : training.ClassNames,
            MajorityClass = task.HasNumbers || training.Count == 0 ? 0 : MostFrequent(training.Targets),
            FeatureNames = training.FeatureNames,
            Encoder = training.Encoder,
            TargetName = task.HasNumbers ? training.TargetName : "",
            Dataset = set.Length > 0 ? new Spec(set) : null,
            TrainingSamples = SampleFingerprints.Of(training.Inputs),
        };
    }

    /// <summary>The class with the most samples, the first of equals.</summary>
    private static int MostFrequent(Tensor targets) => (int)targets.ToArray<long>()
        .CountBy(target => target).OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key).First().Key;
}
