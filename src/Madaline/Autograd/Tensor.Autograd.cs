using Madaline.Autograd;

namespace Madaline;

public sealed partial class Tensor
{
    private bool _requiresGrad, _gradientSeen, _gradientForgotten;
    private Tensor? _gradient;

    /// <summary>The gradient that backward left here, or null. It adds up until <see cref="ZeroGrad"/>.</summary>
    /// <exception cref="TensorException">Set to a tensor of another shape, dtype or device.</exception>
    public Tensor? Grad
    {
        get
        {
            _gradientSeen = true;
            return Gradient;
        }

        set
        {
            RequireGradientOf(value);
            (_gradientSeen, _gradientForgotten) = (true, false);
            _gradient = value;
        }
    }

    /// <summary>
    /// Whether backward computes a gradient for this tensor. Set it on leaves: tensors that no recorded operation made.
    /// </summary>
    /// <exception cref="TensorException">Set on integers, or cleared on the result of a recorded
    /// operation.</exception>
    public bool RequiresGrad
    {
        get => _requiresGrad || GradFn is not null;
        set
        {
            if (GradFn is not null && !value)
                throw new TensorException("requires_grad", "only leaves can be changed, and an operation made this "
                    + "tensor. Use Detach().");
            if (value)
                RequireFloating("requires_grad");
            _requiresGrad = value;
        }
    }

    /// <summary>True when no recorded operation made this tensor.</summary>
    public bool IsLeaf => GradFn is null;

    internal Node? GradFn { get; set; }

    /// <summary>
    /// The gradient for the library's own use. Once user code has seen it, its memory is left to the collector.
    /// </summary>
    internal Tensor? Gradient => _gradientForgotten ? null : _gradient;

    /// <summary>How many gradients were added to the first one since it was last forgotten.</summary>
    internal int GradientAdditions { get; private set; }

    internal bool NeedsGradient => _requiresGrad || GradFn is not null;

    /// <summary>
    /// Takes the gradient away, for a pass of another purpose; <see cref="PutGradient"/> puts it back.
    /// </summary>
    internal GradientSlot TakeGradient()
    {
        var slot = new GradientSlot(_gradient, _gradientSeen, _gradientForgotten, GradientAdditions);
        (_gradient, _gradientSeen, _gradientForgotten, GradientAdditions) = (null, false, false, 0);
        return slot;
    }

    /// <summary>Puts a gradient back in place of what has come since.</summary>
    internal void PutGradient(in GradientSlot slot) => (_gradient, _gradientSeen, _gradientForgotten, GradientAdditions)
        = (slot.Gradient, slot.IsSeen, slot.IsForgotten, slot.Additions);

    private void RequireGradientOf(Tensor? gradient)
    {
        if (gradient is null)
            return;
        gradient.RequireAlive("grad");
        RequireSameDevice("grad", this, gradient);
        if (ReferenceEquals(gradient, this))
            throw new TensorException("grad", "a tensor cannot be its own gradient. Clone() it.");
        if (!gradient.Shape.Equals(Shape) || gradient.DType != DType)
        {
            throw new TensorException("grad", $"a gradient is like its tensor. gradient is {gradient.DType} "
                + $"{gradient.Shape}; expected {DType} {Shape}. Reshape it, or use To(DType.{DType}).");
        }
    }

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
        if (_gradient is null || _gradientForgotten)
            return;
        if (!_gradientSeen && _gradient.Storage is { IsPooled: false, Handles: 1 })
        {
            _gradientForgotten = true;
            return;
        }

        if (!_gradientSeen)
            _gradient.Release();
        (_gradient, _gradientSeen) = (null, false);
    }

    /// <summary>
    /// Memory for this leaf's next gradient: that of the last one, if it is small and nothing read it before it was
    /// forgotten.
    /// </summary>
    internal Tensor NewGradient()
    {
        if (!_gradientForgotten)
            return EmptyLike(this, "backward");
        Tensor last = _gradient!;
        (_gradient, _gradientForgotten) = (null, false);
        bool fits = last.Shape.Equals(Shape) && last.DType == DType && ReferenceEquals(last.Device, Device)
            && last.IsContiguous;
        return fits ? last : EmptyLike(this, "backward");
    }

    /// <summary>
    /// Computes the gradients of this tensor by all leaves it depends on and adds them to their <see cref="Grad"/>.
    /// </summary>
    /// <remarks>
    /// Nothing is recorded meanwhile: gradients have no history, and there are no gradients of gradients (PyTorch's
    /// <c>create_graph</c>).
    /// </remarks>
    /// <param name="gradient">The gradient of the final loss by this tensor; 1 when omitted, which needs a single
    /// element.</param>
    /// <param name="retainGraph">Keep what was saved, so that backward can run again.</param>
    /// <exception cref="TensorException">Nothing was recorded; the shapes differ; a saved tensor was modified in
    /// place.</exception>
    public void Backward(Tensor? gradient = null, bool retainGraph = false)
    {
        if (!NeedsGradient)
        {
            throw new TensorException("backward", "nothing was recorded for this tensor. "
                + $"RequiresGrad is false for shape {Shape}; expected a tensor "
                + "made from leaves with RequiresGrad, outside NoGrad. Set RequiresGrad on a leaf first. What is "
                + "computed from a Grad has no history: gradients of gradients are not supported.");
        }

        if (gradient is null && Elements != 1)
        {
            throw new TensorException("backward", $"only a single number has a gradient of 1. Tensor is {Shape}; "
                + "expected one element. "
                + "Reduce it with Sum() or Mean(), or pass a gradient of its shape.");
        }

        if (gradient is not null && !gradient.Shape.Equals(Shape))
            throw new TensorException("backward", $"the gradient has another shape. gradient is {gradient.Shape}; "
                + $"expected {Shape}.");
        if (gradient is not null)
            RequireSameDevice("backward", this, gradient);
        using var pause = Tracing.Pause();
        Tensor start = gradient?.DType == DType ? gradient.Share() : EmptyLike(this, "backward");
        if (gradient is null)
            Device.Fill(start, 1.0);
        else if (gradient.DType != DType)
            Device.Copy(gradient, start);
        if (GradFn is { } node)
            Tape.Backward(node, start, retainGraph);
        else
            AccumulateGrad(start);
    }

    /// <summary>Adds to <see cref="Grad"/>; the gradient given belongs to this tensor from now on.</summary>
    internal void AccumulateGrad(Tensor gradient)
    {
        if (_gradientForgotten)
            (_gradient, _gradientForgotten) = (null, false);
        if (_gradient is not null)
        {
            if (_gradient.Shape.Equals(gradient.Shape) && _gradient.DType == gradient.DType)
            {
                // Of an expanded gradient several elements are one.
                if (!_gradient.IsContiguous)
                {
                    Tensor apart = EmptyLike(_gradient);
                    _gradient.Device.Copy(_gradient, apart);
                    _gradient = apart;
                }

                _gradient.Device.Accumulate(_gradient, gradient, _gradient);
                _gradient.Storage.Version++;
                GradientAdditions++;
            }
            else
            {
                throw new TensorException("backward", "Grad has another shape. "
                    + $"Grad is {_gradient.DType} {_gradient.Shape}; expected {gradient.DType} {gradient.Shape}. "
                    + "Call ZeroGrad().");
            }

            gradient.Release();
            return;
        }

        GradientAdditions = 0;
        if (gradient.IsContiguous && gradient.Storage.Handles == 1 && gradient.Storage.Length == gradient.Elements)
        {
            _gradient = gradient;
            return;
        }

        _gradient = EmptyLike(gradient, "backward");
        Device.Copy(gradient, _gradient);
        gradient.Release();
    }
}
