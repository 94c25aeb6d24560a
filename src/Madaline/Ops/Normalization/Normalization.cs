using Madaline.Autograd;
using Madaline.Devices;
using Madaline.Tensors;

namespace Madaline.Ops;

/// <summary>What the normalising ops share: checks, the call of the device, and recording.</summary>
internal static class Normalization
{
    /// <summary>
    /// The output, and the mean and variance (divided by n) that were found, one for each part; the mean belongs to the
    /// recording, if there is one.
    /// </summary>
    internal readonly record struct Found(Tensor Y, Tensor Mean, Tensor Variance);

    public static void Require(string op, Tensor x)
    {
        x.RequireAlive(op);
        x.RequireFloating(op);
    }

    /// <summary>
    /// Refuses an operand, null or one number for each of <paramref name="shape"/>, that does not fit.
    /// </summary>
    public static void Require(string op, Tensor x, string name, Tensor? operand, Shape shape)
    {
        if (operand is null)
            return;
        operand.RequireAlive(op);
        Tensor.RequireSameDevice(op, x, operand);
        if (operand.DType != x.DType)
            throw new TensorException(op, $"dtypes differ. input is {x.DType}, {name} is {operand.DType}; "
                + $"expected the same. {TypeAdvice.For(x, operand.DType)}");
        if (!operand.Shape.Equals(shape))
            throw new TensorException(op, $"the {name} does not fit. {name} is {operand.Shape}, input is {x.Shape}; "
                + $"expected {shape}. Check the size of the layer before.");
    }

    /// <summary>Normalises by the statistics of x itself.</summary>
    public static Found Run(string op, NormLayout layout, Tensor x, Tensor? weight, Tensor? bias, double eps,
        bool relu = false, Tensor? added = null, RunningStatistics? running = null)
    {
        using var pause = Tracing.Pause();
        Tensor mean = Tensor.Empty([layout.Parts], x.DType, x.Device), inverse = Tensor.EmptyLike(mean);
        Tensor variance = Tensor.EmptyLike(mean), y = Tensor.Empty(x.Shape, x.DType, x.Device, op);
        var operands = new NormOperands(layout, x, mean, inverse, weight, bias, EpilogueOf(relu, added), added);
        NormForms.Forward(InOrder(operands), eps, variance, y, running);
        return new(Recorded(op, operands, given: false, y), mean, variance);
    }

    /// <summary>Normalises by given statistics.</summary>
    public static Tensor By(string op, NormLayout layout, Tensor x, Tensor mean, Tensor variance, Tensor? weight,
        Tensor? bias, double eps, bool relu = false, Tensor? added = null)
    {
        using var pause = Tracing.Pause();
        Tensor inverse = Tensor.EmptyLike(variance), y = Tensor.Empty(x.Shape, x.DType, x.Device, op);
        x.Device.Unary(new WithRight<Add>(default, eps), variance, inverse);
        x.Device.Unary(default(Rsqrt), inverse, inverse);
        var operands = new NormOperands(layout, x, mean, inverse, weight, bias, EpilogueOf(relu, added), added);
        NormForms.Apply(InOrder(operands), y);
        return Recorded(op, operands, given: true, y);
    }

    /// <summary>What comes after the normalisation: something is added only before a rectifier.</summary>
    public static Epilogue EpilogueOf(bool relu, Tensor? added) =>
        added is not null ? Epilogue.AddRelu : relu ? Epilogue.Relu : Epilogue.None;

    /// <summary>The operands without gaps, for the length of a call.</summary>
    public static NormOperands InOrder(in NormOperands o) => o with
    {
        X = o.X.RowMajor(),
        Mean = o.Mean.RowMajor(),
        Weight = o.Weight?.RowMajor(),
        Bias = o.Bias?.RowMajor(),
        Added = o.Added?.RowMajor(),
    };

    private static Tensor Recorded(string op, in NormOperands o, bool given, Tensor y)
    {
        if (Tape.Records(o.X) || Records(o.Weight) || Records(o.Bias) || Records(o.Added))
            return Tape.Attach(y, new NormNode(op, o, given, y));
        o.Inverse.Release();
        return y;
    }

    private static bool Records(Tensor? x) => x is not null && Tape.Records(x);
}
