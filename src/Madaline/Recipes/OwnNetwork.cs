using System.Globalization;
using Madaline.Autograd;
using Madaline.Data;
using Madaline.Devices;
using Madaline.NN;
using Madaline.Training;

namespace Madaline.Recipes;

/// <summary>Models of networks that a program built itself.</summary>
internal static class OwnNetwork
{
    /// <summary>The model of a network, with a recipe that tells what is known of it.</summary>
    /// <exception cref="TensorException">Network and description do not fit together.</exception>
    public static TrainedModel Of(Module network, ModelDescription about)
    {
        var (pipeline, transforms) = InputPipeline.Of(about.Transform, about.Encoder?.DType ?? DType.Float32);
        Loss loss = about.Loss ?? (about.ClassNames.Count > 0 ? new CrossEntropyLoss() : new MseLoss());
        Shape input = pipeline.Transform.OutputShape(about.InputShape);
        var recipe = new Recipe
        {
            Name = about.Name.Length > 0 ? about.Name : network.Kind,
            Network = network.Kind,
            Dataset = about.Dataset ?? new Spec(Recipe.Own),
            Transforms = transforms,
            Layers = [],
            Loss = RecipeCatalog.Describe(loss),
            Optimizer = new Spec(Recipe.Own),
        };
        var task = RecipeCatalog.TaskOf(recipe);
        int outputs = RequireOutputs(network, Answer(network, pipeline, about), task, about.ClassNames.Count);
        if (task.HasNumbers && about.ClassNames.Count > 0)
            throw new TensorException("model", $"the loss compares numbers, and there are {about.ClassNames.Count} "
                + "names of classes; expected none. Give a loss of classes, such as CrossEntropyLoss.");
        RequireClass(task, about.MajorityClass, outputs);
        IReadOnlyList<string> names = task.HasNumbers || about.ClassNames.Count > 0 ? about.ClassNames
            : [.. Enumerable.Range(0, outputs).Select(c => c.ToString(CultureInfo.InvariantCulture))];
        recipe = recipe with { Layers = LayersOf(network, recipe, input, names.Count) };
        return new TrainedModel(
            recipe, network, pipeline, about.InputShape, names, about.FeatureNames, about.MajorityClass, about.Encoder)
        {
            TargetName = about.TargetName,
            TargetScale = about.TargetScale,
            TrainingSamples = about.TrainingSamples,
        };
    }

    /// <summary>The shape of what the network says to one input of zeros.</summary>
    private static Shape Answer(Module network, InputPipeline pipeline, ModelDescription about)
    {
        using var scope = new Unrecorded();
        Tensor blank = Tensor.Zeros([1, .. about.InputShape.AsSpan()], about.InputDType);
        return network.Evaluate(pipeline.Transform.Apply(blank).To(network.Device)).Shape;
    }

    private static int RequireOutputs(Module network, Shape output, LearningTask task, int classes)
    {
        bool fits = output.Rank == 2 && (task.HasNumbers ? output[1] == 1 : classes == 0 || output[1] == classes);
        if (fits)
            return output[1];
        string expected = task.HasNumbers ? "1" : classes == 0 ? "classes" : $"{classes}";
        throw new TensorException("model", $"{network.Kind} does not give one "
            + $"{(task.HasNumbers ? "number" : "score a class")}. Its output for one input is {output}; expected [1, "
            + $"{expected}]. Give a network with as many outputs, or name the classes that it tells apart.");
    }

    private static void RequireClass(LearningTask task, int majority, int outputs)
    {
        if (majority < 0 || majority >= (task.HasNumbers ? 1 : outputs))
            throw new TensorException("model", $"the majority class is none. It is {majority}; expected 0 to "
                + $"{outputs - 1}. Leave it out to have 0.");
    }

    /// <summary>
    /// Layers that build the same network, parameter by parameter; none where only the program can build it.
    /// </summary>
    private static IReadOnlyList<Spec> LayersOf(Module network, Recipe recipe, Shape input, int classes)
    {
        if (LayerTypes.DescribeAll(network) is not { Length: > 0 } layers)
            return [];
        using var scope = new MetaDevice.Scope();
        try
        {
            Sequential built = RecipeCatalog.BuildNetwork(recipe with { Layers = layers }, input, classes, new Rng(0));
            return HaveSameState(built.StateDict(), network.StateDict()) ? layers : [];
        }
        catch (Exception e) when (e is TensorException or ArgumentException)
        {
            // More than recipes allow, such as a kernel of 2,000 pixels.
            return [];
        }
    }

    private static bool HaveSameState(IReadOnlyDictionary<string, Tensor> a, IReadOnlyDictionary<string, Tensor> b) =>
        a.Count == b.Count && a.Zip(b).All(pair => pair.First.Key == pair.Second.Key
            && pair.First.Value.DType == pair.Second.Value.DType
            && pair.First.Value.Shape.Equals(pair.Second.Value.Shape));
}
