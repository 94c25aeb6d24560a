using Madaline.Autograd;
using Madaline.Devices;
using Madaline.Tensors;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Uniform in [0, 1).</summary>
    public static Tensor Rand(Shape shape, DType dtype = DType.Float32, Rng? rng = null, Device? device = null) =>
        Uniform(shape, 0, 1, dtype, rng, device);

    /// <summary>Uniform in [low, high).</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="low">The smallest possible number.</param>
    /// <param name="high">Above all possible numbers.</param>
    /// <param name="dtype">A floating dtype.</param>
    /// <param name="rng">The stream to draw from; <see cref="Rng.Default"/> when omitted.</param>
    /// <param name="device">Where; the processor when omitted.</param>
    public static Tensor Uniform(Shape shape, double low, double high, DType dtype = DType.Float32, Rng? rng = null,
        Device? device = null) =>
        Drawn("uniform", Distribution.Uniform, shape, low, high, dtype, rng, device);

    /// <summary>Normal with mean 0 and standard deviation 1.</summary>
    public static Tensor Randn(Shape shape, DType dtype = DType.Float32, Rng? rng = null, Device? device = null) =>
        Normal(shape, 0, 1, dtype, rng, device);

    /// <summary>Normal with a mean and standard deviation.</summary>
    public static Tensor Normal(Shape shape, double mean, double deviation, DType dtype = DType.Float32,
        Rng? rng = null, Device? device = null) =>
        Drawn("normal", Distribution.Normal, shape, mean, deviation, dtype, rng, device);

    /// <summary>Integers, uniform in [low, high).</summary>
    /// <exception cref="TensorException">The range is empty, or the dtype does not hold it.</exception>
    public static Tensor RandInt(
        long low, long high, Shape shape, DType dtype = DType.Int64, Rng? rng = null, Device? device = null)
    {
        if (high <= low)
            throw new TensorException("randint", $"the range is empty. It is {low} to {high}; "
                + "expected high above low.");
        ((Scalar)low).RequireFits("randint", dtype, wraps: false);
        ((Scalar)(high - 1)).RequireFits("randint", dtype, wraps: false);
        return Drawn("randint", Distribution.Integers, shape, low, high, dtype, rng, device);
    }

    /// <summary>1 with a probability, else 0.</summary>
    public static Tensor Bernoulli(
        Shape shape, double probability, DType dtype = DType.Float32, Rng? rng = null, Device? device = null)
    {
        if (!(probability >= 0 && probability <= 1))
            throw new TensorException("bernoulli", $"not a probability. It is {probability}; expected 0 to 1.");
        return Drawn("bernoulli", Distribution.Bernoulli, shape, probability, 0, dtype, rng, device);
    }

    /// <summary>The numbers 0 … count − 1 in random order, as Int64.</summary>
    /// <exception cref="TensorException">The count is negative, or larger than memory.</exception>
    public static Tensor RandPerm(int count, Rng? rng = null, Device? device = null)
    {
        if (count < 0)
            throw new TensorException("randperm", $"the count is negative. count is {count}; expected at least 0.");
        Sizes.RequireRoom("randperm", [count], DType.Int64);
        Tensor y;
        using (Tracing.Pause())
            y = Wrap((rng ?? Rng.Default).Permutation(count)).To(DType.Int64).To(MetaDevice.Or(device));
        if (Tracing.IsOpen)
            Tracing.Add("randperm", [], [y], ("n", count));
        return y;
    }

    private static Tensor Drawn(
        string op, Distribution distribution, Shape shape, double a, double b, DType dtype, Rng? rng, Device? device)
    {
        if (distribution is Distribution.Uniform or Distribution.Normal && !dtype.IsFloating())
            throw new TensorException(op, $"needs a floating dtype. dtype is {dtype}; expected Float32 or Float64. "
                + "Use RandInt for integers.");
        var y = Empty(shape, dtype, MetaDevice.Or(device), op);
        Rng stream = rng ?? Rng.Default;
        int perBlock = RandomBlock.PerBlock(distribution, dtype);
        ulong block = stream.ReserveBlocks(Sizes.Chunks(y.Elements, perBlock));
        y.Device.Random(distribution, stream.Key, block, a, b, y);
        if (Tracing.IsOpen)
            Tracing.Add(op, [], [y], ("size", shape), ("a", a), ("b", b), ("dtype", dtype));
        return y;
    }
}
