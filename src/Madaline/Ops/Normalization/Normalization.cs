namespace Madaline;

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
                + $"expected the same. Use To(DType.{operand.DType}).");
        if (!operand.Shape.Equals(shape))
            throw new TensorException(op, $"the {name} does not fit. {name} is {operand.Shape}, input is {x.Shape}; "
                + $"expected {shape}. Check the size of the layer before.");
    }

    /// <summary>Normalises by the statistics of x itself.</summary>
    public static Found Run(
        string op, NormLayout layout, Tensor x, Tensor? weight, Tensor? bias, double eps, bool relu = false)
    {
        Tensor mean = Tensor.Empty([layout.Parts], x.DType, x.Device), inverse = Tensor.EmptyLike(mean);
        Tensor variance = Tensor.EmptyLike(mean), y = Tensor.Empty(x.Shape, x.DType, x.Device);
        x.Device.Normalize(Operands(layout, x, mean, inverse, weight, bias, relu), eps, variance, y);
        return new(Recorded(op, layout, x, mean, inverse, weight, bias, relu, given: false, y), mean, variance);
    }

    /// <summary>Normalises by given statistics.</summary>
    public static Tensor By(string op, NormLayout layout, Tensor x, Tensor mean, Tensor variance, Tensor? weight,
        Tensor? bias, double eps, bool relu = false)
    {
        Tensor inverse = Tensor.EmptyLike(variance), y = Tensor.Empty(x.Shape, x.DType, x.Device);
        x.Device.Unary(new WithRight<Add>(default, eps), variance, inverse);
        x.Device.Unary(default(Rsqrt), inverse, inverse);
        x.Device.NormalizeBy(Operands(layout, x, mean, inverse, weight, bias, relu), y);
        return Recorded(op, layout, x, mean, inverse, weight, bias, relu, given: true, y);
    }

    public static NormOperands Operands(NormLayout layout, Tensor x, Tensor mean, Tensor inverse, Tensor? weight,
        Tensor? bias, bool relu) =>
        new(layout, x.Glance().Contiguous(), mean.Glance().Contiguous(), inverse, weight?.Glance().Contiguous(),
            bias?.Glance().Contiguous(), relu);

    private static Tensor Recorded(string op, NormLayout layout, Tensor x, Tensor mean, Tensor inverse, Tensor? weight,
        Tensor? bias, bool relu, bool given, Tensor y)
    {
        if (Tape.Records(x) || (weight is not null && Tape.Records(weight)) || (bias is not null && Tape.Records(bias)))
            return Tape.Attach(y, new NormNode(op, layout, x, mean, inverse, weight, bias, relu, given));
        inverse.HandBack();
        return y;
    }
}
