using System.Globalization;
using System.Runtime.InteropServices;
using Madaline.Data;
using Madaline.Datasets;
using Madaline.Recipes;
using Madaline.Training;

namespace Madaline.Workbench;

/// <summary>What a trained network is evaluated on.</summary>
/// <param name="Samples">Raw inputs, and classes in the set's own numbering.</param>
/// <param name="Notes">What the user should know about it.</param>
/// <param name="IsWhole">Whether it is a whole set that has no test part.</param>
public sealed record TestData(TensorDataset Samples, IReadOnlyList<Note> Notes, bool IsWhole = false)
{
    private const int MaxColumns = 20, MaxClasses = 12;

    /// <summary>
    /// The test part of the set that a network was trained on, or of the one that is asked for; of another set without
    /// a test part, all samples: <see cref="SeenSamples"/> tells whether the network was trained on them.
    /// </summary>
    /// <param name="model">The network.</param>
    /// <param name="request">The data that are asked for.</param>
    /// <param name="holdout">The part to hold out, where another is asked for than the recipe's.</param>
    /// <param name="part">Which samples; null for those that the recipe keeps from training.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    /// <exception cref="RequestException">The data are not what the network needs.</exception>
    public static TestData Load(
        TrainedModel model, DataRequest request, double? holdout = null, EvaluatedPart? part = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(request);
        Recipe recipe = request.Apply(WithKnownData(model.Recipe, request));
        bool own = recipe.Dataset == model.Recipe.Dataset;
        recipe = recipe with { Holdout = holdout ?? (own ? recipe.Holdout : null) };
        // A table is read by the encoder that the network was trained with; it knows the class column, too.
        var encoder = recipe.Dataset.Type == DatasetCatalog.TableName && model.FeatureNames.Count > 0
            ? model.Encoder : null;
        if (encoder is not null && request.HasRules)
        {
            throw new RequestException("the network keeps the rules of its own table (missing cells: "
                + $"{TableWords.Of(encoder.Missing)}, unknown values: {TableWords.Of(encoder.Unknown)}), and others "
                + "are asked for. Train it anew with those.");
        }

        if (encoder is not null && request.Target is null)
            recipe = recipe with { Dataset = recipe.Dataset.Without("target") };
        recipe = ForPart(recipe, part, own);
        if (own || recipe.Holdout is not null)
        {
            var parts = RecipeData.Load(recipe, request.Path, encoder, cancellationToken);
            return new TestData(part == EvaluatedPart.Train ? parts.Train : parts.Test, parts.Notes);
        }

        var pair = RecipeData.LoadPair(recipe, request.Path, skipTest: false, encoder, cancellationToken);
        var set = pair.Test ?? pair.Train;
        List<Note> notes = [.. pair.Remarks.Select(remark => new Note(remark))];
        if (pair.Test is null)
            notes.Add(new Note($"{set.Name} has no test part: all {set.Count} samples are evaluated."));
        return new TestData(set, notes, IsWhole: pair.Test is null);
    }

    /// <summary>The recipe, with the kind of data that is asked for where its own are in no catalog.</summary>
    private static Recipe WithKnownData(Recipe recipe, DataRequest request)
    {
        if (request.Dataset is not null || DatasetCatalog.All.Find(recipe.Dataset.Type) is not null)
            return recipe;
        if (request.Path is null)
        {
            throw new RequestException($"{recipe.Name} was trained on data of its program's own, which no catalog "
                + "holds.", new WorkbenchRemedy(WorkbenchRemedyKind.NameData));
        }

        string kind = Directory.Exists(request.Path) ? DatasetCatalog.ImagesName : DatasetCatalog.TableName;
        return recipe with { Dataset = new Spec(kind) };
    }

    private static Recipe ForPart(Recipe recipe, EvaluatedPart? part, bool isOwn)
    {
        if (part is null)
            return recipe;
        if (!isOwn)
        {
            throw new RequestException($"the network was trained on another set than {recipe.Dataset.Type}, of which "
                + "the parts are not told apart.", new WorkbenchRemedy(WorkbenchRemedyKind.OtherDataset));
        }

        if (part == EvaluatedPart.Holdout && recipe.Holdout is null)
            throw new RequestException("the run held no training samples out; expected the part test or train.");
        return part == EvaluatedPart.Test ? recipe with { Holdout = null } : recipe;
    }

    /// <summary>Evaluates a network on them.</summary>
    /// <param name="model">The network.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <exception cref="MisfitException">Network and samples do not fit together.</exception>
    public Evaluation Evaluate(TrainedModel model, CancellationToken cancellationToken = default) =>
        model.Evaluate(For(model), cancellationToken);

    /// <summary>The samples with their classes numbered as a network numbers them.</summary>
    /// <param name="model">The network.</param>
    /// <exception cref="MisfitException">Columns, shapes or classes do not fit.</exception>
    public TensorDataset For(TrainedModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        RequireSameColumns(model);
        var samples = Samples;
        // Runs from before images had a dimension of channels.
        if (model.InputShape.Rank == 2 && samples.InputShape.AsSpan() is [1, ..])
            samples = samples.With(samples.Inputs.Squeeze(1));
        if (model.Encoder is { } encoder && samples.Inputs.DType.IsFloating())
            samples = samples.With(samples.Inputs.To(encoder.DType));
        if (!model.InputShape.Equals(samples.InputShape))
        {
            throw new MisfitException("evaluate", $"the network and {samples.Name} do not fit. Samples are "
                + $"{samples.InputShape}; expected {model.InputShape}, as in {model.Recipe.Dataset.Type}.");
        }

        if (LearningTask.Of(samples.Targets) != model.Task)
        {
            throw new MisfitException("evaluate", $"the network and {samples.Name} do not fit. The network is for "
                + $"{model.Task}, and the targets are {(model.Task.HasNumbers ? "classes" : "numbers")}.");
        }

        if (samples.ClassNames.SequenceEqual(model.ClassNames))
            return samples;
        List<string> known = [.. model.ClassNames];
        int[] map = [.. samples.ClassNames.Select(name => known.IndexOf(name))];
        if (Array.Exists(map, index => index < 0))
        {
            throw new MisfitException("evaluate", $"the network does not know the classes of {samples.Name}. They are "
                + $"{string.Join(", ", samples.ClassNames.Take(MaxClasses))}; expected "
                + $"{string.Join(", ", model.ClassNames.Take(MaxClasses))}.");
        }

        Tensor numbers = Tensor.Wrap(map).To(DType.Int64);
        return samples.With(targets: numbers.IndexSelect(0, samples.Targets), classNames: model.ClassNames);
    }

    /// <summary>Whether these are the same samples in the same order, with the same classes.</summary>
    /// <param name="other">Other samples.</param>
    public bool AreThoseOf(TestData other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ReferenceEquals(this, other)
            || (Samples.Inputs.Shape.Equals(other.Samples.Inputs.Shape)
                && Bytes(Samples.Inputs).SequenceEqual(Bytes(other.Samples.Inputs))
                && LearningTask.Of(Samples.Targets) == LearningTask.Of(other.Samples.Targets)
                && Answers().SequenceEqual(other.Answers()));
    }

    /// <summary>The names of the classes, or the numbers.</summary>
    private IEnumerable<string> Answers() => LearningTask.Of(Samples.Targets).HasNumbers
        ? Samples.Targets.To(DType.Float64).ToArray<double>()
            .Select(number => number.ToString("R", CultureInfo.InvariantCulture))
        : Samples.Targets.ToArray<long>().Select(target => Samples.ClassNames[(int)target]);

    private static ReadOnlySpan<byte> Bytes(Tensor x) => x.DType == DType.UInt8 ? x.ToArray<byte>()
        : MemoryMarshal.AsBytes<double>(x.To(DType.Float64).ToArray<double>());

    /// <summary>Refuses a table whose columns are others than those of the training, or in another order.</summary>
    private void RequireSameColumns(TrainedModel model)
    {
        var columns = Samples.FeatureNames;
        if (columns.Count == 0 || model.FeatureNames.Count == 0 || columns.SequenceEqual(model.FeatureNames))
            return;
        throw new MisfitException("evaluate", $"the network and {Samples.Name} do not fit. The columns are "
            + $"{string.Join(", ", columns.Take(MaxColumns))}; expected "
            + $"{string.Join(", ", model.FeatureNames.Take(MaxColumns))}. Name and order the table's columns so.");
    }
}
