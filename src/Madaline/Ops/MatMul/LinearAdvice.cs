using Madaline.Tensors;

namespace Madaline.Ops;

/// <summary>What to do about an input that does not fit a linear layer.</summary>
internal static class LinearAdvice
{
    /// <summary>The error of an input whose last dimension is not the weight's.</summary>
    /// <param name="x">The input.</param>
    /// <param name="weight">[outputs, inputs].</param>
    public static TensorException Misfit(Tensor x, Tensor weight)
    {
        int inputs = weight.Rank == 2 ? weight.Shape[1] : 0;
        return new TensorException("linear", $"the input does not fit the weight. input is {x.Shape}, weight is "
            + $"{weight.Shape}; expected input [*, {inputs}]. {Remedy(x, weight, inputs)}");
    }

    /// <summary>The error of an input of another dtype.</summary>
    /// <param name="x">The input.</param>
    /// <param name="weight">The weight.</param>
    public static TensorException OtherType(Tensor x, Tensor weight) => new("linear", $"dtypes differ. input is "
        + $"{x.DType}, weight is {weight.DType}; expected the same. {TypeAdvice.For(x, weight.DType)}");

    private static string Remedy(Tensor x, Tensor weight, int inputs)
    {
        const string Check = "Check the size of the layer before.";
        if (weight.Rank != 2 || inputs == 0 || x.Elements == 0)
            return Check;
        int rows = x.Elements / inputs;
        bool isWhole = x.Elements % inputs == 0;
        if (x.Rank == 1)
        {
            return inputs == 1 ? $"For {rows} samples of one number, Unsqueeze(1) makes it [{rows}, 1]."
                : isWhole ? "It was flattened with its batch: Flatten(1) keeps the first dimension, "
                    + $"[{rows}, {inputs}]."
                : Check;
        }

        if (isWhole && rows == 1)
        {
            return $"It has the {inputs} numbers of a single sample, without a batch dimension: Unsqueeze(0) before "
                + $"the network, and Flatten(1), make it [1, {inputs}].";
        }

        if (isWhole && rows == x.Shape[0])
            return $"Flatten the input first: Flatten(1) makes it [{rows}, {inputs}].";
        if (x.Rank == 2 && x.Shape[0] == inputs)
            return $"Its rows seem to be columns: x.T is [{x.Shape[1]}, {inputs}].";
        return $"{Check} With {x.Shape[^1]} numbers a sample, this one is Linear({x.Shape[^1]}, {weight.Shape[0]}).";
    }
}
