namespace Madaline.NN;

/// <summary>What to do about a target whose shape is not the output's.</summary>
internal static class TargetAdvice
{
    /// <summary>The advice, as sentences.</summary>
    /// <param name="targets">What the loss compares outputs with.</param>
    /// <param name="output">What the network gave.</param>
    /// <param name="target">What it should have given.</param>
    public static string For(TargetKind targets, Tensor output, Tensor target)
    {
        bool isList = output.Rank == 2 && (target.Rank == 1 || (target.Rank == 2 && target.Shape[1] == 1));
        if (output.Rank > 0 && target.Rank > 0 && output.Shape[0] != target.Shape[0])
            return "There must be one target for each sample: both begin with the number of samples.";
        if (isList && output.Shape[1] > 1)
            return ForManyOutputs(targets, output, target);
        return (output.Rank - target.Rank) switch
        {
            1 when output.Shape[-1] == 1 => "Use target.Unsqueeze(1), or output.Squeeze(-1): stretched against each "
                + "other they would give every pair.",
            -1 when target.Shape[-1] == 1 => "Use target.Squeeze(-1), or output.Unsqueeze(1): stretched against "
                + "each other they would give every pair.",
            _ => "Reshape one of them.",
        };
    }

    /// <summary>Several scores a sample, and one number of each: a class, or the wrong last layer.</summary>
    private static string ForManyOutputs(TargetKind targets, Tensor output, Tensor target)
    {
        int outputs = output.Shape[1];
        string column = target.Rank == 1 ? "target.Unsqueeze(1)" : "target";
        string list = target.Rank == 1 ? "" : ".Squeeze(1)";
        if (targets == TargetKind.Classes)
            return $"Class indices are integers: use target{list}.To(DType.Int64). Floating targets are probabilities, "
                + "one for each class.";
        if (target.DType.IsFloating())
        {
            return $"For one number a sample give the last layer one output in place of {outputs}, and use {column}; "
                + $"class indices need CrossEntropyLoss and target{list}.To(DType.Int64).";
        }

        string indices = target.Rank == 1 ? "them as they are" : $"target{list}";
        return $"Class indices need CrossEntropyLoss, which takes {indices}; or one-hot targets: "
            + $"{column}.EqualTo(Tensor.Arange({outputs})).To(DType.{output.DType}).";
    }
}
