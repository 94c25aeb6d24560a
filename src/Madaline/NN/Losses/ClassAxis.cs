namespace Madaline.NN;

/// <summary>Where the classes lie in an output, and whether class indices and weights fit it.</summary>
internal static class ClassAxis
{
    /// <summary>The dimension of the classes: 0 without a batch, else 1.</summary>
    public static int Of(string loss, Tensor output, Tensor? target, Tensor? weight)
    {
        if (output.Rank == 0)
            throw new TensorException(loss, "the output has no dimension for the classes. output is []; expected "
                + "[n, classes].");
        int axis = output.Rank == 1 ? 0 : 1, classes = output.Shape[axis];
        if (target is not null)
            RequireFits(loss, output, target, axis);
        if (weight is not null && !(weight.Rank == 1 && weight.Shape[0] == classes))
            throw new TensorException(loss, $"there must be a weight for each class. weight is {weight.Shape}; "
                + $"expected [{classes}] for output {output.Shape}.");
        return axis;
    }

    private static void RequireFits(string loss, Tensor output, Tensor target, int axis)
    {
        ReadOnlySpan<int> before = output.Shape.AsSpan()[..axis], after = output.Shape.AsSpan()[(axis + 1)..];
        var sizes = target.Shape.AsSpan();
        if (sizes.Length == output.Rank - 1 && sizes[..axis].SequenceEqual(before)
            && sizes[axis..].SequenceEqual(after))
            return;
        int[] expected = [.. before, .. after];
        string remedy = target.Rank > 0 && output.Rank > 1 && target.Shape[0] != output.Shape[0]
            ? $"There must be one class index for each sample: {output.Shape[0]}, not {target.Shape[0]}."
            : target.Rank == output.Rank && target.Rank > 1 && target.Shape[axis] == 1
            ? $"Use target.Squeeze({axis})."
            : target.Shape.Equals(output.Shape)
                ? "For probabilities (one-hot targets) use To(DType.Float32) with CrossEntropyLoss."
                : "There must be one class index for each sample.";
        throw new TensorException(loss, $"the target does not fit the output. output is {output.Shape}, target is "
            + $"{target.DType} {target.Shape}; "
            + $"expected class indices {Shape.Format(expected)}. {remedy}");
    }
}
