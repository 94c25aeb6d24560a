using Madaline.Autograd;
using Madaline.Data;
using Madaline.Formats;
using Madaline.NN;
using Madaline.Training;

namespace Madaline.Recipes;

/// <summary>
/// A network with all that answering needs: its recipe, what its scalers learned, class and feature names.
/// </summary>
/// <remarks>
/// Safe from many threads as long as none of them trains it: one model serves a whole program. Training it, or giving
/// it other weights, is the work of one thread while no other uses it.
/// </remarks>
public sealed class TrainedModel
{
    private const int RowsAtOnce = 1024;

    internal TrainedModel(
        Recipe recipe, Module network, InputPipeline pipeline, Shape inputShape, IReadOnlyList<string> classNames,
        IReadOnlyList<string> featureNames, int majorityClass, TableEncoder? encoder = null)
    {
        Encoder = encoder ?? (inputShape.Rank == 1 && inputShape.Elements == featureNames.Count
            ? ColumnsOfOldModels.Find(recipe, featureNames, classNames) : null);
        Recipe = recipe;
        Network = network;
        Pipeline = pipeline;
        InputShape = inputShape;
        ClassNames = classNames;
        FeatureNames = featureNames;
        MajorityClass = majorityClass;
    }

    /// <summary>How it was trained; of a program's own network, what is known of it.</summary>
    public Recipe Recipe { get; }

    /// <summary>The network.</summary>
    public Module Network { get; }

    /// <summary>What is done to inputs before the network sees them.</summary>
    public InputPipeline Pipeline { get; }

    /// <summary>The shape of one input, before the transforms.</summary>
    public Shape InputShape { get; }

    /// <summary>Class names, by index.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Names of the columns of a table, or none.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>
    /// What makes numbers of a table's rows; null for a network that was not trained on a table, and for one that was
    /// saved before models kept it and whose names of features could mean several tables.
    /// </summary>
    public TableEncoder? Encoder { get; }

    /// <summary>The most frequent class of the training part; 0 where numbers are predicted.</summary>
    public int MajorityClass { get; }

    /// <summary>What it is for: the recipe's loss decides.</summary>
    public LearningTask Task => RecipeCatalog.TaskOf(Recipe);

    /// <summary>What is predicted, such as a table's column; empty where nobody has said.</summary>
    public string TargetName { get; init; } = "";

    /// <summary>The scale of the numbers that it predicts; none for classes.</summary>
    public TargetScale TargetScale { get; internal init; } = TargetScale.None;

    /// <summary>Which samples it was trained on, where a program has said so.</summary>
    internal SampleFingerprints? TrainingSamples { get; init; }

    /// <summary>
    /// Of two classes, the probability from which the rarer one is answered where that is asked for: the one that gave
    /// the best F1 on the hold-out; null where none was chosen.
    /// </summary>
    public double? Threshold { get; internal set; }

    /// <summary>The model of a network that a program built itself, to ask, evaluate, draw and save.</summary>
    /// <remarks>
    /// Weights are shared, not copied: training the network goes on to change the model. Where the network is a
    /// <see cref="Sequential"/> of layers that recipes know, a saved run needs no code to be read again.
    /// </remarks>
    /// <param name="network">Any module that gives scores [n, classes], or a number a sample [n, 1].</param>
    /// <param name="about">Its inputs, what is done to them, and what it answers.</param>
    /// <exception cref="TensorException">Network and description do not fit together, or a file could not name the loss
    /// or a transform.</exception>
    public static TrainedModel Of(Module network, ModelDescription about)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(about);
        return OwnNetwork.Of(network, about);
    }

    /// <summary>SHA-256 over the bytes of all parameters and buffers in order: equal weights, equal sum.</summary>
    public string WeightsSha256() => WeightsSha256(Network);

    /// <summary>SHA-256 over the bytes of a network's parameters and buffers in order.</summary>
    /// <remarks>Every NaN counts as one: their signs and payloads are the processor's own.</remarks>
    public static string WeightsSha256(Module network) => WeightsHash.Of(network);

    /// <summary>The probability of each class for a batch of raw inputs, or the number predicted of each.</summary>
    /// <param name="inputs">Shape: [n, …] with <see cref="InputShape"/> behind n.</param>
    /// <returns>Shape: [n, classes]; rows add up to 1. Of numbers Float64 [n, 1], in their own unit.</returns>
    /// <remarks>
    /// Any number of threads may predict with one model at once; each gets the bits it would get alone. The network is
    /// taken in evaluation mode whatever mode it is in, and nothing of it changes.
    /// </remarks>
    /// <exception cref="TensorException">The inputs have another shape.</exception>
    public Tensor Predict(Tensor inputs)
    {
        Shape expected = (int[])[inputs.Rank == 0 ? 0 : inputs.Shape[0], .. InputShape.AsSpan()];
        if (!inputs.Shape.Equals(expected))
            throw new TensorException("predict", $"the inputs have another shape. inputs is {inputs.Shape}; "
                + $"expected [*, {string.Join(", ", InputShape)}]. {InputAdvice.For(inputs.Shape, InputShape)}");
        using var scope = new Unrecorded();
        Tensor scores = Network.Evaluate(Pipeline.Transform.Apply(inputs).To(Network.Device));
        return Task.HasNumbers ? TargetScale.Invert(scores)
            : RecipeCatalog.LossOf(Recipe).Probabilities(scores);
    }

    /// <summary>The number predicted of each of a batch of raw inputs, in its own unit.</summary>
    /// <param name="inputs">Shape: [n, …] with <see cref="InputShape"/> behind n.</param>
    /// <exception cref="TensorException">The model answers classes, the inputs have another shape, or an answer is not
    /// finite.</exception>
    public double[] PredictNumbers(Tensor inputs)
    {
        if (!Task.HasNumbers)
            throw WrongTask("numbers, and the model answers classes", "Classify or Predict");
        double[] numbers = Predict(inputs).ToArray<double>();
        int wrong = Array.FindIndex(numbers, number => !double.IsFinite(number));
        return wrong < 0 ? numbers : throw new TensorException("predict", $"the answer to input {wrong} is "
            + $"{numbers[wrong]}; expected a finite number. The input lies far outside what was trained on, or the "
            + "weights are not finite.");
    }

    /// <summary>The number predicted of each row of a table, whether the target's column is there or not.</summary>
    /// <param name="table">
    /// A table with the columns by name in any order, or without a header in the order of the one trained on.
    /// </param>
    /// <exception cref="DataFormatException">A row can't be used: with line, column and remedy.</exception>
    /// <exception cref="TensorException">The model answers classes, or was not trained on a table.</exception>
    public IReadOnlyList<double> PredictNumbers(Table table)
    {
        var numbers = new List<double>();
        foreach (var rows in RequireEncoder().EncodeRows(table).Chunk(RowsAtOnce))
            numbers.AddRange(PredictNumbers(Tensor.Stack(Array.ConvertAll(rows, row => row.Values))));
        return numbers;
    }

    /// <summary>The number predicted of one row, by the names of its columns; columns of no use are passed
    /// over.</summary>
    /// <param name="row">Numbers, or texts as the table has them, by column.</param>
    /// <exception cref="DataFormatException">A column is missing, no number or an unknown value.</exception>
    /// <exception cref="TensorException">The model answers classes, or was not trained on a table.</exception>
    public double PredictNumber<TValue>(IReadOnlyDictionary<string, TValue> row) =>
        PredictNumbers(RequireEncoder().EncodeRow(row).Unsqueeze(0))[0];

    /// <summary>The number predicted of one row that is written as text.</summary>
    /// <param name="row">
    /// Cells between delimiters: those of the features in the table's order, or all of the table's.
    /// </param>
    /// <exception cref="DataFormatException">Not one row, or a cell that is no number or an unknown value.</exception>
    /// <exception cref="TensorException">The model answers classes, or was not trained on a table.</exception>
    public double PredictNumber(string row) => PredictNumbers(RequireEncoder().EncodeRow(row).Unsqueeze(0))[0];

    /// <summary>The class of each of a batch of raw inputs, with the probability of every class.</summary>
    /// <param name="inputs">Shape: [n, …] with <see cref="InputShape"/> behind n.</param>
    /// <param name="threshold">
    /// Of two classes, the probability from which on the one that was rarer in training is answered, such as
    /// <see cref="Threshold"/>; the more likely one where null.
    /// </param>
    /// <exception cref="TensorException">The model predicts numbers, the inputs have another shape, a threshold is
    /// given for more than two classes, or an answer is NaN.</exception>
    public IReadOnlyList<Prediction> Classify(Tensor inputs, double? threshold = null)
    {
        if (Task.HasNumbers)
            throw WrongTask("classes, and the model predicts numbers", "PredictNumbers");
        if (threshold is not null && ClassNames.Count != 2)
            throw new TensorException("predict", $"a threshold is for two classes. There are {ClassNames.Count}; "
                + "expected 2. Leave the threshold out.");
        return Prediction.Of(ClassNames, Predict(inputs), threshold, 1 - MajorityClass);
    }

    private static TensorException WrongTask(string what, string remedy) =>
        new("predict", $"asked for {what}. Use {remedy}.");

    /// <summary>The class of one row, by the names of its columns; columns of no use are passed over.</summary>
    /// <param name="row">Numbers, or texts as the table has them, by column.</param>
    /// <exception cref="DataFormatException">A column is missing, no number or an unknown value.</exception>
    /// <exception cref="TensorException">The network was not trained on a table, or the answer is NaN.</exception>
    public Prediction Predict<TValue>(IReadOnlyDictionary<string, TValue> row) =>
        Classify(RequireEncoder().EncodeRow(row).Unsqueeze(0))[0];

    /// <summary>The class of one row that is written as text.</summary>
    /// <param name="row">
    /// Cells between delimiters: those of the features in the table's order, or all of the table's.
    /// </param>
    /// <exception cref="DataFormatException">Not one row, or a cell that is no number or an unknown value.</exception>
    /// <exception cref="TensorException">The network was not trained on a table, or the answer is NaN.</exception>
    public Prediction Predict(string row) => Classify(RequireEncoder().EncodeRow(row).Unsqueeze(0))[0];

    /// <summary>The class of each row of a table, whether its classes are there or not.</summary>
    /// <param name="table">
    /// A table with the columns by name in any order, or without a header in the order of the one trained on.
    /// </param>
    /// <exception cref="DataFormatException">A row can't be used: with line, column and remedy.</exception>
    /// <exception cref="TensorException">The network was not trained on a table, or an answer is NaN.</exception>
    public IReadOnlyList<Prediction> Predict(Table table)
    {
        var predictions = new List<Prediction>();
        foreach (var rows in RequireEncoder().EncodeRows(table).Chunk(RowsAtOnce))
            predictions.AddRange(Classify(Tensor.Stack(Array.ConvertAll(rows, row => row.Values))));
        return predictions;
    }

    private TableEncoder RequireEncoder() => Encoder ?? throw new TensorException("predict", FeatureNames.Count == 0
        ? $"the network was not trained on a table. Its inputs are {InputShape}; expected the columns of a table. "
            + "Give it a tensor."
        : "the model was saved before models kept their table's columns, and its names of features could mean several "
            + "tables. Train it anew, or give it a tensor.");

    /// <summary>Raw samples as this network sees them, with its names of classes, or its scale of numbers.</summary>
    /// <param name="samples">Raw inputs, and classes as the network numbers them, or numbers in their own unit.</param>
    public Dataset Prepare(TensorDataset samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (Task.HasNumbers)
            samples = samples.With(targets: TargetScale.Apply(samples.Targets.Reshape(-1, 1)));
        return samples.With(classNames: ClassNames).With(Pipeline.Transform);
    }

    /// <summary>
    /// Evaluates the network on samples, their classes numbered as the network numbers them, or their numbers in their
    /// own unit.
    /// </summary>
    /// <remarks>The loss counts every sample once, whatever weights classes had in training.</remarks>
    /// <param name="samples">Raw inputs and their targets.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <exception cref="TensorException">The targets are not of the model's task.</exception>
    public Evaluation Evaluate(TensorDataset samples, CancellationToken cancellationToken = default) =>
        Evaluate(samples, [], cancellationToken);

    /// <summary>The same, with numbers of your own (<see cref="Evaluation.Metrics"/>).</summary>
    /// <param name="samples">Raw inputs and their targets.</param>
    /// <param name="metrics">What else is computed of all samples.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <exception cref="TensorException">The targets are not of the model's task.</exception>
    public Evaluation Evaluate(
        TensorDataset samples, IReadOnlyList<Metric> metrics, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (LearningTask.Of(samples.Targets) != Task)
            Task.Require("evaluate", samples);
        Recipe plain = Recipe with { Loss = Recipe.Loss.Without(ClassWeights.Key) };
        return Evaluator.Run(Network, RecipeCatalog.BuildLoss(plain), Prepare(samples), new EvaluatorOptions
        {
            MajorityClass = MajorityClass,
            TargetScale = Task.HasNumbers ? TargetScale : null,
            Probabilities = RecipeCatalog.LossOf(Recipe).Probabilities,
            Metrics = metrics,
        }, cancellationToken: cancellationToken);
    }

    /// <summary>Saves a run: a folder that <see cref="Load(string, Module)"/> reads, and the tool.</summary>
    /// <remarks>
    /// Every file is written atomically, the recipe last. A run of the same name and class in the folder is replaced;
    /// its metrics stay where none are given, such as those of a <see cref="MetricsLog"/>.
    /// </remarks>
    /// <param name="folder">The folder, such as <c>runs/net</c>; made where there is none.</param>
    /// <param name="epochs">How each epoch went, for curves and comparisons; or null.</param>
    /// <returns>The run.</returns>
    /// <exception cref="RunFolderException">The folder holds another run, or a training writes to it.</exception>
    public RunFolder SaveRun(string folder, IReadOnlyList<EpochResult>? epochs = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var run = new RunFolder(folder);
        run.Write(this, epochs);
        return run;
    }

    /// <summary>Reads a run into a network of the program's own.</summary>
    /// <remarks>The network is in evaluation mode afterwards; its weights are those that were saved.</remarks>
    /// <param name="folder">What <see cref="SaveRun"/> or a training left.</param>
    /// <param name="network">A network made as the saved one was: with the same names and shapes of parameters.</param>
    /// <exception cref="RunFolderException">The folder holds no run.</exception>
    /// <exception cref="DataFormatException">A file is damaged, or the network has other parameters: the message lists
    /// them.</exception>
    public static TrainedModel Load(string folder, Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return RunFolder.Open(folder).ReadModel(network);
    }

    /// <summary>Writes weights, scalers and names into one safetensors file.</summary>
    public void Save(string path) => ModelFile.Write(this, path);

    /// <summary>Reads what <see cref="Save"/> wrote, for the recipe it was trained by.</summary>
    /// <remarks>The network is in evaluation mode.</remarks>
    /// <exception cref="DataFormatException">The file is damaged, or belongs to another recipe.</exception>
    public static TrainedModel Load(Recipe recipe, string path) => ModelFile.Read(recipe, path);

    /// <summary>What it takes and answers, and its size, in a line.</summary>
    public override string ToString() => $"TrainedModel {Recipe.Name}: {Network.Kind} of {Network.ParameterCount:N0} "
        + $"parameters, inputs {InputShape}, "
        + (Task.HasNumbers ? $"predicts {(TargetName.Length > 0 ? TargetName : "a number")}"
            : $"{ClassNames.Count} classes ({string.Join(", ", ClassNames.Take(10))}"
                + $"{(ClassNames.Count > 10 ? ", …" : "")})");
}
