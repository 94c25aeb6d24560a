namespace Madaline;

public sealed partial class Tensor
{
    private bool _requiresGrad;

    /// <summary>The gradient that backward left here, or null. It adds up until <see cref="ZeroGrad"/>.</summary>
    public Tensor? Grad { get; set; }

    /// <summary>Whether backward computes a gradient for this tensor. Set it on leaves: tensors that no recorded operation made.</summary>
    /// <exception cref="TensorException">Set on whole numbers, or cleared on the result of a recorded operation.</exception>
    public bool RequiresGrad
    {
        get => _requiresGrad || GradFn is not null;
        set
        {
            if (GradFn is not null && !value)
                throw new TensorException("requires_grad", "only leaves can be changed, and an operation made this tensor. Use Detach().");
            if (value)
                RequireFloating("requires_grad");
            _requiresGrad = value;
        }
    }

    /// <summary>True when no recorded operation made this tensor.</summary>
    public bool IsLeaf => GradFn is null;

    internal Node? GradFn { get; set; }

    internal bool NeedsGradient => _requiresGrad || GradFn is not null;

    /// <summary>Sets <see cref="RequiresGrad"/> and returns the tensor, for use after a creation.</summary>
    public Tensor WithGrad()
    {
        RequiresGrad = true;
        return this;
    }

    /// <summary>The same elements without their history: backward stops here.</summary>
    public Tensor Detach() => Share();

    /// <summary>Keeps the gradient of this tensor although it is not a leaf.</summary>
    public void RetainGrad()
    {
        if (GradFn is { } node)
            node.RetainedOutput = this;
    }

    /// <summary>Forgets the gradient.</summary>
    public void ZeroGrad()
    {
        Grad?.HandBack();
        Grad = null;
    }

    /// <summary>Computes the gradients of this tensor by all leaves it depends on and adds them to their <see cref="Grad"/>.</summary>
    /// <param name="gradient">The gradient of the final loss by this tensor; 1 when omitted, which needs a single element.</param>
    /// <param name="retainGraph">Keep what was saved, so that backward can run again.</param>
    /// <exception cref="TensorException">Nothing was recorded; the shapes differ; a saved tensor was modified in place.</exception>
    public void Backward(Tensor? gradient = null, bool retainGraph = false)
    {
        if (!NeedsGradient)
        {
            throw new TensorException("backward", $"nothing was recorded for this tensor. RequiresGrad is false for shape {Shape}; expected a tensor "
                + "made from leaves with RequiresGrad, outside NoGrad. Set RequiresGrad on a leaf first.");
        }

        if (gradient is null && Elements != 1)
        {
            throw new TensorException("backward", $"only a single number has a gradient of 1. Tensor is {Shape}; expected one element. "
                + "Reduce it with Sum() or Mean(), or pass a gradient of its shape.");
        }

        if (gradient is not null && !gradient.Shape.Equals(Shape))
            throw new TensorException("backward", $"the gradient has another shape. gradient is {gradient.Shape}; expected {Shape}.");
        Tensor start = gradient?.To(DType).Share() ?? Full(Shape, 1.0, DType, Device);
        if (GradFn is { } node)
            Tape.Backward(node, start, retainGraph);
        else
            AccumulateGrad(start);
    }

    /// <summary>Adds to <see cref="Grad"/>; the gradient given belongs to this tensor from now on.</summary>
    internal void AccumulateGrad(Tensor gradient)
    {
        if (Grad is not null)
        {
            if (Grad.Shape.Equals(gradient.Shape) && Grad.DType == gradient.DType)
            {
                Grad.Device.Binary(default(Add), Grad, gradient, Grad);
                Grad.Storage.Version++;
            }
            else
            {
                throw new TensorException("backward", $"Grad has another shape. Grad is {Grad.DType} {Grad.Shape}; expected {gradient.DType} {gradient.Shape}. Call ZeroGrad().");
            }

            gradient.HandBack();
            return;
        }

        if (gradient.IsContiguous && gradient.Storage.Handles == 1 && gradient.Storage.Length == gradient.Elements)
        {
            Grad = gradient;
            return;
        }

        Grad = EmptyLike(gradient);
        Device.Copy(gradient, Grad);
        gradient.HandBack();
    }
}
