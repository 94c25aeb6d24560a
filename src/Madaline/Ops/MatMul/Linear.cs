using Madaline.Autograd;
using Madaline.Devices;
using Madaline.Ops;
using Madaline.Tensors;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Affine map in one pass: <c>y = x · Wᵀ + b</c>.</summary>
    /// <remarks>
    /// Shape: […, inputs], weight [outputs, inputs], bias [outputs] → […, outputs]; weight [inputs], bias [] → […].
    /// DType: one for all, no Bool; integers are exact up to 2⁵³.
    /// Gradient: dx = dy · W, dW = dyᵀ · x, db = Σ dy over the rows.
    /// </remarks>
    /// <exception cref="TensorException">The last size is not the weight's number of inputs, or dtypes
    /// differ.</exception>
    public Tensor Linear(Tensor weight, Tensor? bias = null) => Linear(weight, bias, relu: false);

    /// <summary>An affine map, followed by ReLU in the same pass if wanted.</summary>
    internal Tensor Linear(Tensor weight, Tensor? bias, bool relu)
    {
        RequireAlive("linear");
        weight.RequireAlive("linear");
        bias?.RequireAlive("linear");
        RequireSameDevice("linear", this, weight);
        RequireSameDevice("linear", this, bias ?? weight);
        if (weight.Rank == 1)
            return LinearByVector(weight, bias, relu);
        if (weight.Rank != 2 || Rank == 0 || Shape[-1] != weight.Shape[1])
            throw LinearAdvice.Misfit(this, weight);
        if (DType != weight.DType)
            throw LinearAdvice.OtherType(this, weight);
        if (bias is not null && bias.DType != DType)
            throw new TensorException("linear", $"dtypes differ. bias is {bias.DType}, weight is {weight.DType}; "
                + $"expected the same. Use To(DType.{weight.DType}).");
        if (bias is not null && (bias.Rank != 1 || bias.Shape[0] != weight.Shape[0]))
            throw new TensorException("linear", $"the bias does not fit. bias is {bias.Shape}; "
                + $"expected [{weight.Shape[0]}].");
        if (DType == DType.Bool)
            throw new TensorException("linear", "does not take truth values. Input and weight are Bool; expected "
                + "numbers. Use To(DType.Float32).");
        if (!DType.IsFloating())
        {
            Tensor sums = To(DType.Float64).Linear(weight.To(DType.Float64), bias?.To(DType.Float64), relu: false);
            return relu ? Products.Wrap(sums, DType).Relu() : Products.Wrap(sums, DType);
        }

        Sizes.RequireStorable("linear", this);
        Sizes.RequireStorable("linear", weight);
        var y = Empty(Shape.With(Rank - 1, weight.Shape[0], "linear"), DType, Device, "linear");
        Device.MatMul(LinearNode.Rows(this), LinearNode.Transposed(weight), bias, LinearNode.Rows(y),
            relu ? Epilogue.Relu : Epilogue.None);
        if (Tracing.IsOpen)
            TraceLinear(weight, bias, relu, y);
        return Tape.Records(this, weight) || (bias is not null && Tape.Records(bias))
            ? Attach(y, weight, bias, relu)
            : y;
    }

    private Tensor Attach(Tensor y, Tensor weight, Tensor? bias, bool relu)
    {
        if (GradFn is LinearNode { IsRectified: false } before)
            before.HintAtMissingActivation(weight.Shape);
        return Tape.Attach(y, new LinearNode(this, weight, bias, relu ? y : null));
    }

    private void TraceLinear(Tensor weight, Tensor? bias, bool relu, Tensor y) =>
        Tracing.Add("linear", [this, weight, bias], [y], relu ? [("relu", true)] : []);

    /// <summary>One output without a dimension of its own.</summary>
    private Tensor LinearByVector(Tensor weight, Tensor? bias, bool relu)
    {
        if (bias is not null && bias.Rank != 0)
            throw new TensorException("linear", $"the bias does not fit. bias is {bias.Shape}, weight is "
                + $"{weight.Shape}; expected [].");
        return Linear(weight.Unsqueeze(0), bias?.Unsqueeze(0), relu).Squeeze(-1);
    }
}

/// <summary>Backward of an affine map.</summary>
internal sealed class LinearNode : Node
{
    private readonly Shape _inputs, _kernel;
    private Tensor? _bias;
    private SavedTensor _x, _weight, _rectified;

    // The input makes the weight's gradient, and the weight the input's: what no gradient needs is not saved.
    public LinearNode(Tensor x, Tensor weight, Tensor? bias, Tensor? rectified) : base(x, weight, bias)
    {
        _rectified = rectified is null ? default : new SavedTensor(rectified);
        (_inputs, _kernel) = (x.Shape, weight.Shape);
        _x = Needs(1) ? new SavedTensor(x) : default;
        _weight = Needs(0) ? new SavedTensor(weight) : default;
        _bias = bias;
    }

    public override string Name => "linear";

    public override bool IsRectified => _rectified.IsSet;

    public override void Backward(Tensor dy)
    {
        Tensor? rectified = _rectified.IsSet ? _rectified.Get(Name) : null;
        // A gradient that nothing else reads is rectified in place.
        Tensor dz = rectified is null || (dy.IsContiguous && dy.Storage.Handles == 1) ? dy : Tensor.EmptyLike(dy, Name);
        Tensor rows = Rows(dz);
        Tensor? db = _bias is not null && Needs(2) ? NewGradient(2, _bias.Shape, dy) : null;
        if (rectified is not null || db is not null)
        {
            LinearForms.Gradient(
                ReferenceEquals(dy, dz) ? rows : Rows(dy), rectified is null ? null : Rows(rectified), rows, db);
        }

        if (db is not null)
            Give(2, db);
        if (Needs(1))
        {
            var dw = NewGradient(1, _kernel, dy);
            dy.Device.MatMul(Transposed(rows), Rows(_x.Get(Name)), null, dw);
            Give(1, dw);
        }

        if (Needs(0))
        {
            var dx = NewGradient(0, _inputs, dy);
            dy.Device.MatMul(rows, _weight.Get(Name), null, Rows(dx));
            Give(0, dx);
        }

        if (!ReferenceEquals(dy, dz))
            dz.Release();
    }

    protected override void DropSaved() => (_x, _weight, _rectified, _bias) = (default, default, default, null);

    /// <summary>Two maps with a narrow middle are a map of low rank, which may be meant.</summary>
    public void HintAtMissingActivation(Shape next)
    {
        int inputs = _inputs[-1], middle = next[1], outputs = next[0];
        if (middle < Math.Min(inputs, outputs) || !Hints.IsDue(HintKind.NoActivationBetween))
            return;
        Hints.Give(HintKind.NoActivationBetween, $"a linear layer ({inputs} to {middle}) is followed by another "
            + $"({middle} to {outputs}) with nothing between them: together they can do no more than one layer from "
            + $"{inputs} to {outputs}.", "Put an activation between them, such as Relu.");
    }

    /// <summary>The leading dimensions merged into rows.</summary>
    public static Tensor Rows(Tensor x)
    {
        if (x.Rank == 2)
            return x;
        Tensor source = x.IsContiguous ? x : x.RowMajor();
        int columns = x.Shape[-1], rows = 1;
        foreach (int size in x.Shape.AsSpan()[..^1])
            rows *= size;
        return source.Alias(new([rows, columns], [columns, 1], source.Offset));
    }

    public static Tensor Transposed(Tensor x) => x.Alias(x.Layout.Transposed());
}
