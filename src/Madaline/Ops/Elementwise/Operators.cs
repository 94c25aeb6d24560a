using Madaline.Autograd;
using Madaline.Ops;
using Madaline.Tensors;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Negative: <c>−x</c>.</summary>
    public static Tensor operator -(Tensor x) => x.Neg();

    /// <summary>Takes part in a sum of tensors in place; nothing is recorded.</summary>
    /// <param name="other">Stretches to this tensor's shape.</param>
    /// <param name="alpha">The other is multiplied by it first.</param>
    /// <exception cref="TensorException">This tensor takes part in a recording, or the result does not fit.</exception>
    public Tensor AddInPlace(Tensor other, double alpha = 1) =>
        Elementwise.InPlace<Add>(this, alpha == 1 ? other : other * alpha);

    /// <summary>Adds a number in place.</summary>
    public Tensor AddInPlace(Scalar other) => Elementwise.InPlace<Add>(this, other);

    /// <summary>Subtracts in place.</summary>
    public Tensor SubInPlace(Tensor other) => Elementwise.InPlace<Sub>(this, other);

    /// <summary>Multiplies in place.</summary>
    public Tensor MulInPlace(Tensor other) => Elementwise.InPlace<Mul>(this, other);

    /// <summary>Multiplies by a number in place.</summary>
    public Tensor MulInPlace(Scalar other) => Elementwise.InPlace<Mul>(this, other);

    /// <summary>Divides in place.</summary>
    public Tensor DivInPlace(Tensor other) => Elementwise.InPlace<Div>(this, other);

    /// <summary>Divides by a number in place.</summary>
    public Tensor DivInPlace(Scalar other) => Elementwise.InPlace<Div>(this, other);

    /// <summary>Sets every element to a number, in place.</summary>
    /// <exception cref="TensorException">The dtype does not hold the number.</exception>
    public Tensor FillInPlace(Scalar value)
    {
        value.RequireFits("fill", DType);
        BeginInPlace("fill");
        Device.Fill(this, value);
        if (Tracing.IsOpen)
            Tracing.Write("fill", this, [], ("value", value));
        return this;
    }

    /// <summary>Sets every element to 0, in place.</summary>
    public Tensor ZeroInPlace() => FillInPlace(0);

    /// <summary>Copies another tensor's elements into this one, converting and stretching them.</summary>
    /// <exception cref="TensorException">The other does not stretch to this shape, or this tensor takes part in a
    /// recording.</exception>
    public Tensor CopyFrom(Tensor source)
    {
        RequireAlive("copy");
        source.RequireAlive("copy");
        if (!Shape.Broadcast("copy", Shape, source.Shape).Equals(Shape))
            throw new TensorException("copy", $"source does not fit. source is {source.Shape}; "
                + $"expected a shape that broadcasts to {Shape}.");
        BeginInPlace("copy", source);
        if (!ReferenceEquals(source.Device, Device))
            source = source.To(Device);
        source = ReferenceEquals(source.Storage, Storage) ? source.Clone() : source;
        Device.Copy(source.BroadcastView(Shape), this);
        if (Tracing.IsOpen)
            Tracing.Write("copy", this, [source]);
        return this;
    }

    /// <summary>Refuses what recording forbids and counts the modification.</summary>
    /// <param name="op">The operation's name, for errors.</param>
    /// <param name="byHost">Code outside of operations will write, which no trace follows.</param>
    internal void BeginInPlace(string op, bool byHost = false)
    {
        RequireAlive(op);
        if (GradMode.IsRecording && NeedsGradient)
        {
            throw new TensorException(op, "a tensor that takes part in a recording cannot be changed in place. "
                + $"Tensor is {Shape} with RequiresGrad. "
                + "Wrap the change in using (new NoGrad()), or use the form that makes a new tensor.");
        }

        if (Strides.AsSpan().Contains(0) && Elements > 1 && HasRepeats())
            throw new TensorException(op, $"several elements share one place in memory. Tensor {Shape} was expanded. "
                + "Clone() it first.");
        Storage.Version++;
        if (Tracing.IsOpen && !byHost)
            Tracing.Announce(this);
    }

    /// <summary>The same for a change by another tensor, whose gradient would be lost.</summary>
    internal void BeginInPlace(string op, Tensor other)
    {
        other.RequireAlive(op);
        if (GradMode.IsRecording && other.NeedsGradient)
        {
            throw new TensorException(op, "a change in place is not recorded, so the gradient of the other operand "
                + $"would be lost. other is {other.Shape} with RequiresGrad. "
                + "Detach() it, wrap the change in using (new NoGrad()), or use the form that makes a new tensor.");
        }

        BeginInPlace(op);
    }

    private bool HasRepeats()
    {
        for (int d = 0; d < Rank; d++)
        {
            if (Strides[d] == 0 && Shape[d] > 1)
                return true;
        }

        return false;
    }
}
