namespace Madaline.NN;

/// <summary>Cross-entropy of softmax with a target: <c>−Σ w[c] · t[c] · log softmax(x)[c]</c>, from logits.</summary>
/// <remarks>
/// Shape: output [n, classes, d…] or [classes]; target class indices [n, d…], or probabilities of the output's shape;
/// → [], or [n, d…] unreduced. The output must be logits: no softmax before it.
/// Numerics: through log-softmax, so large logits are safe. The mean over class indices is the weighted mean of those
/// that count (NaN when none does); over probabilities it divides by the number of samples.
/// </remarks>
public sealed class CrossEntropyLoss : Loss
{
    private readonly Tensor? _weight;
    private readonly long _ignoreIndex;

    /// <summary>A cross-entropy with PyTorch's defaults.</summary>
    /// <param name="weight">A weight for each class, or null.</param>
    /// <param name="labelSmoothing">0 to 1: how much of the target is spread evenly over all classes.</param>
    /// <param name="ignoreIndex">Targets of this value do not count (class indices only).</param>
    /// <param name="reduction">Over the samples.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="labelSmoothing"/> is not in 0 to 1.</exception>
    public CrossEntropyLoss(
        Tensor? weight = null, double labelSmoothing = 0, long ignoreIndex = -100,
        LossReduction reduction = LossReduction.Mean)
        : base(reduction)
    {
        if (!(labelSmoothing >= 0 && labelSmoothing <= 1))
            throw new ArgumentOutOfRangeException(nameof(labelSmoothing), "cross-entropy: no share. "
                + $"labelSmoothing is {labelSmoothing}; expected 0 to 1.");
        (_weight, _ignoreIndex, LabelSmoothing) = (weight, ignoreIndex, labelSmoothing);
    }

    /// <summary>How much of the target is spread evenly over all classes.</summary>
    public double LabelSmoothing { get; }

    /// <inheritdoc/>
    public override TargetKind Targets => TargetKind.Classes;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor output, Tensor target)
    {
        LossHints.ExpectLogits(Kind, output, "softmax");
        bool hasIndices = !target.DType.IsFloating();
        int axis = ClassAxis.Of(Kind, output, hasIndices ? target : null, _weight);
        Tensor? wanted = hasIndices ? null : Matching(output, target);
        var classes = hasIndices ? ClassTargets.Of(Kind, target, output.Shape[axis], _ignoreIndex) : default;
        bool isPlain = wanted is null && output.Rank == 2 && _weight is null && LabelSmoothing == 0
            && Reduction != LossReduction.None;
        if (isPlain)
            return output.CrossEntropy(classes.Indices, new(_ignoreIndex, Reduction == LossReduction.Mean));
        Tensor? weight = Alike(_weight, output);
        Tensor logs = output.LogSoftmax(axis);
        Tensor loss = wanted is null
            ? OfIndices(logs, axis, classes.Masked(), weight)
            : OfProbabilities(logs, axis, wanted, weight);
        return Transient.After(logs, loss);
    }

    private Tensor OfIndices(Tensor logs, int axis, MaskedTargets classes, Tensor? weight)
    {
        Tensor loss = ClassLikelihood.Of(logs, axis, classes, weight, Reduction);
        if (LabelSmoothing == 0)
            return loss;
        Tensor each = (weight is null ? logs : logs * AlongClasses(weight, logs, axis)).Sum(axis);
        if (classes.Ignored is { } ignored)
            each = each.MaskedFill(ignored, 0.0);
        Tensor? weights = weight is null ? null : ClassLikelihood.Weights(weight, classes);
        Tensor spread = Reduction switch
        {
            LossReduction.None => -each,
            LossReduction.Sum => -each.Sum(),
            LossReduction.Mean => ClassLikelihood.MeanOf(each.Sum(), weights, classes),
            _ => throw Unknown(Reduction),
        };
        return (loss * (1 - LabelSmoothing)) + (spread * (LabelSmoothing / logs.Shape[axis]));
    }

    private Tensor OfProbabilities(Tensor logs, int axis, Tensor target, Tensor? weight)
    {
        if (LabelSmoothing > 0)
            target = (target * (1 - LabelSmoothing)) + (LabelSmoothing / logs.Shape[axis]);
        Tensor product = logs * target;
        if (weight is not null)
            product *= AlongClasses(weight, logs, axis);
        Tensor each = -product.Sum(axis);
        return Reduction switch
        {
            LossReduction.None => each,
            LossReduction.Sum => each.Sum(),
            LossReduction.Mean => each.Sum() / (double)each.Elements,
            _ => throw Unknown(Reduction),
        };
    }

    /// <summary>Class weights shaped to stretch over a tensor's other dimensions.</summary>
    private static Tensor AlongClasses(Tensor weight, Tensor logs, int axis)
    {
        var sizes = new int[logs.Rank];
        Array.Fill(sizes, 1);
        sizes[axis] = weight.Elements;
        return weight.Reshape(sizes);
    }
}
