namespace Madaline.NN;

/// <summary>The negative log-likelihood of class indices, weighted, masked and reduced.</summary>
internal static class ClassLikelihood
{
    /// <summary>−w[c] · x[c], 0 where ignored; the mean is the weighted one.</summary>
    public static Tensor Of(Tensor logs, int axis, MaskedTargets targets, Tensor? weight, LossReduction reduction)
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
            LossReduction.Mean => MeanOf(each.Sum(), weights, targets),
            _ => throw Loss.Unknown(reduction),
        };
    }

    /// <summary>The weight of each target's class, 0 where ignored.</summary>
    public static Tensor Weights(Tensor weight, MaskedTargets targets)
    {
        Tensor picked = weight.IndexSelect(0, targets.Indices.Reshape(-1)).Reshape(targets.Indices.Shape.AsSpan());
        return targets.Ignored is { } ignored ? picked.MaskedFill(ignored, 0.0) : picked;
    }

    /// <summary>Minus a sum, divided by the weights of the targets that count, or by how many do.</summary>
    public static Tensor MeanOf(Tensor sum, Tensor? weights, MaskedTargets targets) =>
        weights is null ? sum / -targets.CountIn(sum.DType) : -(sum / weights.Sum());
}
