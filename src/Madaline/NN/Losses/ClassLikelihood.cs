namespace Madaline.NN;

/// <summary>The negative log-likelihood of class indices, weighted, masked and reduced.</summary>
internal static class ClassLikelihood
{
    /// <summary>−w[c] · x[c], 0 where ignored; the mean is the weighted one.</summary>
    public static Tensor Of(Tensor logs, int axis, ClassTargets targets, Tensor? weight, LossReduction reduction)
    {
        Tensor index = targets.Indices.Unsqueeze(axis), found = logs.Gather(axis, index);
        Tensor picked = Transient.After(found, found.Squeeze(axis));
        if (targets.Ignored is { } ignored)
            picked = picked.MaskedFill(ignored, 0.0);
        Tensor? weights = weight is null ? null : Weights(weight, targets);
        Tensor each = weights is null ? picked : picked * weights;
        return reduction switch
        {
            LossReduction.None => -each,
            LossReduction.Sum => each.Sum() * -1.0,
            _ => each.Sum() / -Total(weights, targets, logs),
        };
    }

    /// <summary>The weight of each target's class, 0 where ignored.</summary>
    public static Tensor Weights(Tensor weight, ClassTargets targets)
    {
        Tensor picked = weight.IndexSelect(0, targets.Indices.Reshape(-1)).Reshape(targets.Indices.Shape.AsSpan());
        return targets.Ignored is { } ignored ? picked.MaskedFill(ignored, 0.0) : picked;
    }

    /// <summary>What a mean divides by: the weights of the targets that count, or how many do.</summary>
    public static Tensor Total(Tensor? weights, ClassTargets targets, Tensor like) =>
        weights is null ? Tensor.Full(Shape.Scalar, (double)targets.Count, like.DType, like.Device) : weights.Sum();
}
