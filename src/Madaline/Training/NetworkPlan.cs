namespace Madaline.Training;

/// <summary>What a recipe's layers come to for inputs of a shape, worked out before anything is allocated.</summary>
internal sealed class NetworkPlan
{
    /// <summary>No recipe builds a larger network: 1 GiB of parameters.</summary>
    public const long MaxNumbers = 1 << 28;

    private NetworkPlan(IReadOnlyList<int[]> inputs, int[] output, double numbers) =>
        (Inputs, Output, Numbers) = (inputs, output, numbers);

    /// <summary>The shape that each layer gets, without the batch.</summary>
    public IReadOnlyList<int[]> Inputs { get; }

    /// <summary>The shape of the last layer's output.</summary>
    public int[] Output { get; }

    /// <summary>Parameters and buffers in all.</summary>
    public double Numbers { get; }

    /// <summary>Goes through the layers.</summary>
    /// <exception cref="TensorException">A layer does not fit the one before it, or the network is too
    /// large.</exception>
    public static NetworkPlan Of(Recipe recipe, Shape inputShape, int classes)
    {
        var inputs = new List<int[]>();
        int[] shape = inputShape.ToArray();
        double numbers = 0;
        for (int i = 0; i < recipe.Layers.Count; i++)
        {
            Spec spec = recipe.Layers[i];
            string place = $"recipe › layers[{i}] ({spec.Type})";
            RequireFits(spec, shape, place);
            inputs.Add(shape);
            int outputs = Outputs(spec, classes);
            numbers += NumbersOf(spec, shape, outputs);
            shape = spec.Type switch
            {
                "linear" => [.. shape[..^1], outputs],
                "flatten" => [(int)Elements(shape)],
                _ => shape,
            };
            if (Elements(shape) > MaxNumbers || numbers > MaxNumbers)
            {
                throw new TensorException(place, $"the network is too large. "
                    + $"Up to here it has {numbers:N0} parameters and an output of "
                    + $"{Elements(shape):N0} numbers a sample; expected at most {MaxNumbers:N0} of each. "
                    + $"Use fewer outputs.");
            }
        }

        return new NetworkPlan(inputs, shape, numbers);
    }

    /// <summary>How many outputs a linear layer has.</summary>
    public static int Outputs(Spec spec, int classes) =>
        spec.Text("outputs") == "classes" ? classes : spec.Whole("outputs", classes);

    private static void RequireFits(Spec spec, int[] shape, string place)
    {
        if (spec.Type is "linear" or "layer-norm" or "batch-norm" && shape.Length == 0)
            throw new TensorException(place, "the input has no dimension. Input is [] a sample; "
                + "expected at least one.");
        if (spec.Type == "batch-norm" && shape.Length > 2)
        {
            throw new TensorException(place, $"the input does not fit. Input is {Shape.Create(shape)} a sample; "
                + $"expected [features] or "
                + "[features, length]. Put a flatten before it.");
        }
    }

    private static double NumbersOf(Spec spec, int[] shape, int outputs) => spec.Type switch
    {
        "linear" => ((double)shape[^1] + (spec.Flag("bias", true) ? 1 : 0)) * outputs,
        "layer-norm" => 2.0 * shape[^1],
        "batch-norm" => (4.0 * shape[0]) + 1,
        _ => 0,
    };

    private static double Elements(int[] shape) => shape.Aggregate(1.0, (product, size) => product * size);
}
