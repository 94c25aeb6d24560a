using Madaline.Data;
using Madaline.Training;

namespace Madaline.Recipes;

/// <summary>A recipe's transforms, fitted on the training part, in order.</summary>
public sealed class InputPipeline
{
    private readonly Transform[] _steps;

    private InputPipeline(Transform[] steps, DType inputs)
    {
        _steps = steps;
        Training = new Compose(inputs == DType.Float64 ? TransformSteps.InDouble(steps) : steps);
        Transform = Training.InEvaluation ?? new Compose();
    }

    /// <summary>What batches pass through when a network is evaluated or used: no random step is among it.</summary>
    public Transform Transform { get; }

    /// <summary>What batches pass through in training: all steps.</summary>
    public Transform Training { get; }

    /// <summary>
    /// Builds the transforms and fits the scalers, each on what the steps before it make of the training inputs, random
    /// ones left out.
    /// </summary>
    /// <param name="specs">The recipe's transforms.</param>
    /// <param name="training">The training part's inputs [n, …].</param>
    /// <param name="classes">How many classes the targets have.</param>
    /// <exception cref="TensorException">A transform does not suit what the one before it makes; the message names its
    /// place.</exception>
    public static InputPipeline Fit(IReadOnlyList<Spec> specs, Tensor training, int classes)
    {
        var steps = TransformSteps.Build(specs, classes);
        using var scope = new NoGrad();
        for (int i = 0; i < steps.Length; i++)
        {
            var before = new Compose(training.DType == DType.Float64 ? TransformSteps.WithoutRounding(steps[..i])
                : steps[..i]).InEvaluation ?? new Compose();
            if (steps[i] is ChannelScaler channels)
                At(specs, i, () => channels.Fit(Parts(before, training)));
            else if (steps[i] is Scaler scaler)
                At(specs, i, () => scaler.Fit(before.Apply(training)));
        }

        TryOut(steps, specs, training);
        return new InputPipeline(steps, training.DType);
    }

    /// <summary>Builds the transforms and gives the scalers what was saved.</summary>
    /// <param name="specs">The recipe's transforms.</param>
    /// <param name="state">What <see cref="StateDict"/> gave.</param>
    /// <param name="inputShape">The shape of one input, before the transforms.</param>
    /// <param name="classes">How many classes the targets have.</param>
    /// <param name="inputs">The dtype of the inputs: Float64 ones are scaled before they are rounded.</param>
    /// <exception cref="TensorException">The state does not belong to these transforms and inputs.</exception>
    public static InputPipeline Load(
        IReadOnlyList<Spec> specs, IReadOnlyDictionary<string, Tensor> state, Shape inputShape, int classes,
        DType? inputs = null)
    {
        var steps = TransformSteps.Build(specs, classes);
        int taken = 0;
        for (int i = 0; i < steps.Length; i++)
        {
            if (steps[i] is Scaler scaler)
            {
                var own = NamePrefix.Under(state, $"{i}.");
                RequireColumns(scaler, own, inputShape);
                scaler.LoadStateDict(own);
                taken += own.Count;
            }

            At(specs, i, () => inputShape = steps[i].OutputShape(inputShape));
        }

        if (taken != state.Count)
            throw new TensorException("transforms", "there is state of other scalers. "
                + $"It holds {string.Join(", ", state.Keys)}; expected {taken} of them.");
        return new InputPipeline(steps, inputs ?? DType.Float32);
    }

    /// <summary>The steps of a program as a pipeline, and the parts of a recipe that build such steps.</summary>
    /// <param name="transform">
    /// What the program's batches pass through, scalers fitted; random steps are left out. Null for nothing.
    /// </param>
    /// <param name="inputs">The dtype of the inputs, as <see cref="Load"/> has it.</param>
    /// <exception cref="TensorException">A step is none that a recipe can name.</exception>
    internal static (InputPipeline Pipeline, IReadOnlyList<Spec> Specs) Of(Transform? transform, DType inputs)
    {
        Transform? evaluated = transform?.InEvaluation;
        Transform[] steps = evaluated is null ? [] : [.. new Compose(evaluated).Steps];
        Spec[] specs = Array.ConvertAll(steps, TransformSteps.Describe);
        return (new InputPipeline(steps, inputs), specs);
    }

    /// <summary>The shape of a sample after a recipe's transforms, worked out without data.</summary>
    /// <param name="specs">The recipe's transforms.</param>
    /// <param name="inputShape">The shape of one input, before the transforms.</param>
    /// <param name="classes">How many classes the targets have.</param>
    /// <exception cref="TensorException">A transform does not suit what the one before it makes; the message names its
    /// place.</exception>
    public static Shape OutputShape(IReadOnlyList<Spec> specs, Shape inputShape, int classes)
    {
        var steps = TransformSteps.Build(specs, classes);
        for (int i = 0; i < steps.Length; i++)
            At(specs, i, () => inputShape = steps[i].OutputShape(inputShape));
        return inputShape;
    }

    /// <summary>What the scalers learned: <c>INDEX.NAME</c>.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> StateDict()
    {
        for (int i = 0; i < _steps.Length; i++)
        {
            if (_steps[i] is not Scaler scaler)
                continue;
            foreach (var (name, tensor) in scaler.StateDict())
                yield return new($"{i}.{name}", tensor);
        }
    }

    /// <summary>The inputs in parts, after the steps before a scaler: a large set is never copied as a whole.</summary>
    private static IEnumerable<Tensor> Parts(Transform before, Tensor inputs)
    {
        for (int start = 0; start < inputs.Shape[0]; start += ChannelScaler.ImagesAtOnce)
        {
            int count = Math.Min(ChannelScaler.ImagesAtOnce, inputs.Shape[0] - start);
            yield return before.Apply(inputs.Narrow(0, start, count));
        }
    }

    /// <summary>Two samples go through all steps: what does not fit is told before training begins.</summary>
    private static void TryOut(Transform[] steps, IReadOnlyList<Spec> specs, Tensor training)
    {
        RequireColoursFirst(steps, specs);
        int count = Math.Min(2, training.Shape[0]);
        var batch = new Batch(training.Narrow(0, 0, count), Tensor.Zeros([count], DType.Int64));
        Tensor evaluated = batch.Inputs;
        var rng = new Rng(0);
        for (int i = 0; i < steps.Length; i++)
        {
            At(specs, i, () => batch = steps[i].Apply(batch, rng));
            At(specs, i, () => evaluated = steps[i].InEvaluation?.Apply(evaluated, rng) ?? evaluated);
            if (!batch.Inputs.Shape.Equals(evaluated.Shape))
            {
                throw new TensorException(TransformSteps.Place(specs, i), "training and evaluation get different "
                    + $"inputs. Training gets {batch.Inputs.Shape}, evaluation {evaluated.Shape}; "
                    + "expected the same shape.");
            }
        }
    }

    /// <summary>Colours are changed in 0 … 1: a normalisation before that would be cut off unseen.</summary>
    private static void RequireColoursFirst(Transform[] steps, IReadOnlyList<Spec> specs)
    {
        int scaled = Array.FindIndex(steps, step => step is Normalize or Scaler);
        int colours = Array.FindLastIndex(steps, step => step is ColorJitter);
        if (scaled >= 0 && colours > scaled)
        {
            throw new TensorException(TransformSteps.Place(specs, colours), "works on colours from 0 to 1. "
                + $"{specs[scaled].Type} comes before it; expected after it. Exchange the two.");
        }
    }

    /// <summary>Runs a step; what it refuses is told with the place in the recipe.</summary>
    private static void At(IReadOnlyList<Spec> specs, int i, Action step)
    {
        try
        {
            step();
        }
        catch (TensorException e)
        {
            throw new TensorException(TransformSteps.Place(specs, i), TransformSteps.Explain(e, specs[i].Type));
        }
    }

    private static void RequireColumns(Scaler scaler, Dictionary<string, Tensor> state, Shape sample)
    {
        bool isImage = scaler is ChannelScaler;
        foreach (var (name, tensor) in state)
        {
            if (tensor.Rank != 1 || (isImage ? sample.Rank < 2 : sample.Rank != 1) || tensor.Shape[0] != sample[0])
            {
                throw new TensorException("model", $"the scaler's {name} is {tensor.Shape}; expected one number for "
                    + $"each {(isImage ? "channel" : "column")} of {sample}.");
            }
        }
    }
}
