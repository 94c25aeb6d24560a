using System.CommandLine;
using System.Runtime.InteropServices;
using Madaline.Cli.Commands;
using Madaline.Data;
using Madaline.Datasets;
using Madaline.Recipes;
using Madaline.Training;

namespace Madaline.Cli.Inputs;

/// <summary>What a trained network is judged by.</summary>
/// <param name="Name">The set's name.</param>
/// <param name="Samples">Raw inputs, and classes in the set's own numbering.</param>
/// <param name="ClassNames">The set's class names, by index.</param>
/// <param name="FeatureNames">Columns of a table, or none.</param>
/// <param name="Notes">What the user should know about it.</param>
/// <param name="IsWhole">Whether it is a whole set that has no test part.</param>
internal sealed record TestSamples(
    string Name, Samples Samples, IReadOnlyList<string> ClassNames, IReadOnlyList<string> FeatureNames,
    IReadOnlyList<string> Notes, bool IsWhole = false)
{
    /// <summary>
    /// The test part of the set that a network was trained on, or of the one that flags name; of another set without
    /// a test part, all samples: <see cref="SeenSamples"/> tells whether the network learned from them.
    /// </summary>
    public static TestSamples Load(TrainedModel model, ParseResult flags, CommonOptions options,
        CancellationToken cancellation)
    {
        Recipe trained = model.Recipe, recipe = RecipeOverrides.WithDataset(trained, flags, options);
        bool own = recipe.Dataset == trained.Dataset;
        double? holdout = own ? recipe.Holdout : null;
        if (flags.GetValue(options.Holdout) is { } text)
            holdout = RecipeOverrides.HoldoutOf(text);
        recipe = recipe with { Holdout = holdout };
        string? data = flags.GetValue(options.Data);
        if (own || holdout is not null)
        {
            var parts = DataSource.Load(OfOwnTarget(recipe, model, flags, options), data, EncoderOf(model, recipe),
                cancellation);
            return new TestSamples(parts.Name, parts.Test, parts.ClassNames, parts.FeatureNames, parts.Notes);
        }

        var pair = DataSource.LoadPair(OfOwnTarget(recipe, model, flags, options).Dataset, data, skipTest: false,
            EncoderOf(model, recipe), cancellation);
        var set = pair.Test ?? pair.Train;
        return new TestSamples(set.Name, new Samples(set.Inputs, set.Targets), set.ClassNames, set.FeatureNames,
            pair.Test is not null ? pair.Remarks
                : [.. pair.Remarks, $"{set.Name} has no test part: all {set.Count} samples are judged."],
            IsWhole: pair.Test is null);
    }

    /// <summary>Judges a network by them.</summary>
    /// <exception cref="TensorException">Network and samples do not fit together.</exception>
    public Evaluation Evaluate(TrainedModel model, CancellationToken cancellation)
    {
        var samples = For(model);
        return Evaluator.Run(model.Network, RecipeCatalog.BuildLoss(model.Recipe),
            model.Prepare(samples.Inputs, samples.Targets), model.MajorityClass, cancellationToken: cancellation);
    }

    /// <summary>The samples with their classes numbered as a network numbers them.</summary>
    /// <exception cref="TensorException">Columns, shapes or classes do not fit.</exception>
    public Samples For(TrainedModel model)
    {
        RequireSameColumns(model);
        var samples = Samples;
        int[] sizes = samples.Inputs.Shape.ToArray()[1..];
        if (model.InputShape.Rank == 2 && sizes is [1, .. var grey])
        {
            // Runs from before images had a dimension of channels.
            samples = samples with { Inputs = samples.Inputs.Squeeze(1) };
            sizes = grey;
        }

        if (model.Encoder is { } encoder && samples.Inputs.DType.IsFloating())
            samples = samples with { Inputs = samples.Inputs.To(encoder.DType) };
        if (!model.InputShape.AsSpan().SequenceEqual(sizes))
        {
            throw new TensorException("evaluate",
                $"the network and {Name} do not fit. Samples are {Shape.Create(sizes)}; "
                + $"expected {model.InputShape}, as in {model.Recipe.Dataset.Type}. Choose another --dataset.");
        }

        if (ClassNames.SequenceEqual(model.ClassNames))
            return samples;
        int[] map = [.. ClassNames.Select(name => model.ClassNames.ToList().IndexOf(name))];
        if (Array.Exists(map, index => index < 0))
        {
            throw new TensorException("evaluate",
                $"the network does not know the classes of {Name}. They are {string.Join(", ", ClassNames.Take(12))}; "
                + $"expected {string.Join(", ", model.ClassNames.Take(12))}. Choose another --dataset.");
        }

        return samples with { Targets = Tensor.Wrap(map).To(DType.Int64).IndexSelect(0, samples.Targets) };
    }

    /// <summary>Whether these are the same samples in the same order, with the same classes.</summary>
    public bool AreThoseOf(TestSamples other) => ReferenceEquals(this, other)
        || (Samples.Inputs.Shape.Equals(other.Samples.Inputs.Shape)
            && Bytes(Samples.Inputs).SequenceEqual(Bytes(other.Samples.Inputs))
            && Names().SequenceEqual(other.Names()));

    private IEnumerable<string> Names() => Samples.Targets.ToArray<long>().Select(target => ClassNames[(int)target]);

    private static ReadOnlySpan<byte> Bytes(Tensor x) => x.DType == DType.UInt8 ? x.ToArray<byte>()
        : MemoryMarshal.AsBytes<double>(x.To(DType.Float64).ToArray<double>());

    /// <summary>A table is read by the encoder that the network was trained with.</summary>
    private static TableEncoder? EncoderOf(TrainedModel model, Recipe recipe) =>
        recipe.Dataset.Type == DatasetCatalog.TableName && model.FeatureNames.Count > 0 ? model.Encoder : null;

    /// <summary>The encoder knows the class column, unless a flag names another one.</summary>
    private static Recipe OfOwnTarget(Recipe recipe, TrainedModel model, ParseResult flags, CommonOptions options) =>
        EncoderOf(model, recipe) is null || flags.GetValue(options.Target) is not null ? recipe
            : recipe with { Dataset = recipe.Dataset.Without("target") };

    /// <summary>Refuses a table whose columns are others than those the network learned from, or in another
    /// order.</summary>
    private void RequireSameColumns(TrainedModel model)
    {
        if (FeatureNames.Count == 0 || model.FeatureNames.Count == 0 || FeatureNames.SequenceEqual(model.FeatureNames))
            return;
        throw new TensorException("evaluate",
            $"the network and {Name} do not fit. The columns are {string.Join(", ", FeatureNames.Take(20))}; "
            + $"expected {string.Join(", ", model.FeatureNames.Take(20))}. Name and order the table's columns so.");
    }
}
