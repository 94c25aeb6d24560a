using System.Diagnostics;

namespace Madaline.NN;

/// <summary>What training makes small: a number that says how far outputs are from their targets.</summary>
public abstract class Loss
{
    /// <summary>A loss that is reduced in a given way.</summary>
    /// <exception cref="ArgumentException">The reduction is not one this loss has.</exception>
    protected Loss(LossReduction reduction)
    {
        if (reduction == LossReduction.BatchMean && this is not KlDivLoss)
            throw new ArgumentException($"{GetType().Name}: only KlDivLoss has the reduction BatchMean; expected "
                + "Mean, Sum or None.", nameof(reduction));
        if (!Enum.IsDefined(reduction))
            throw new ArgumentException(
                $"{GetType().Name}: no such reduction. reduction is {reduction}; expected Mean, Sum or None.",
                nameof(reduction));
        Reduction = reduction;
    }

    /// <summary>How the losses of samples become one number.</summary>
    public LossReduction Reduction { get; }

    /// <summary>What it compares outputs with, which says what a network trained with it is for.</summary>
    public virtual TargetKind Targets => TargetKind.Any;

    /// <summary>The kind of loss, such as <c>CrossEntropyLoss</c>.</summary>
    public string Kind => GetType().Name;

    /// <summary>Computes the loss.</summary>
    /// <param name="output">What the network gave, floating.</param>
    /// <param name="target">What it should have given.</param>
    /// <exception cref="TensorException">
    /// The target does not fit the output; the message names both and the remedy.
    /// </exception>
    public Tensor Call(Tensor output, Tensor target)
    {
        if (!output.DType.IsFloating() && target.DType.IsFloating() && target.Rank >= output.Rank)
            throw new TensorException(Kind, $"the output holds no floating numbers. output is {output.DType} "
                + $"{output.Shape}, target is {target.DType} {target.Shape}; expected the network's output first. "
                + "Write loss.Call(output, target).");
        output.RequireFloating(Kind);
        Tensor.RequireSameDevice(Kind, output, target);
        return Forward(output, target);
    }

    /// <summary>The loss as a function; call it through <see cref="Call"/>.</summary>
    protected abstract Tensor Forward(Tensor output, Tensor target);

    /// <summary>What a choice between the reductions ends in: the constructor let none but those pass.</summary>
    internal static UnreachableException Unknown(LossReduction reduction) => new($"{reduction} is no reduction");

    /// <summary>Reduces a tensor of losses that nothing else holds.</summary>
    private protected Tensor Reduced(Tensor each) => Reduction switch
    {
        LossReduction.None => each,
        LossReduction.Sum => Transient.After(each, each.Sum()),
        LossReduction.BatchMean => Transient.After(each, each.Sum()) / (double)(each.Rank == 0 ? 1 : each.Shape[0]),
        LossReduction.Mean => Transient.After(each, each.Mean()),
        _ => throw Unknown(Reduction),
    };

    /// <summary>The target in the output's dtype, after making sure that both have one shape.</summary>
    private protected Tensor Matching(Tensor output, Tensor target)
    {
        if (output.Shape.Equals(target.Shape))
            return target.To(output.DType);
        throw new TensorException(Kind, $"the target has another shape than the output. output is {output.Shape}, "
            + $"target is {target.DType} {target.Shape}; expected target {output.Shape}. "
            + TargetAdvice.For(Targets, output, target));
    }

    /// <summary>A tensor of fixed weights in the output's dtype and on its device.</summary>
    private protected static Tensor? Alike(Tensor? weight, Tensor output) =>
        weight?.Detach().To(output.DType).To(output.Device);

    /// <summary>Its kind, and how losses are reduced where it is not by their mean.</summary>
    public override string ToString() => Reduction == LossReduction.Mean ? $"{Kind}()" : $"{Kind}({Reduction})";
}
