using Madaline.Autograd;

namespace Madaline.NN;

/// <summary>Initial values, written in place; each returns its tensor.</summary>
/// <remarks>
/// Fans: a weight [outputs, inputs, …] has inputs · (product of the rest) coming in, outputs · (that product) going
/// out.
/// </remarks>
public static partial class Init
{
    /// <summary>He's uniform initialisation: uniform in ±√3 · gain / √fan.</summary>
    /// <remarks>Source: He et al. 2015, arXiv:1502.01852.</remarks>
    /// <param name="tensor">A weight of at least two dimensions.</param>
    /// <param name="a">The slope below 0 of the leaky rectifier that follows.</param>
    /// <param name="mode">Keep the size of signals (incoming) or of gradients (outgoing).</param>
    /// <param name="nonlinearity">What follows.</param>
    /// <param name="rng">The stream to draw from; <see cref="Rng.Default"/> when omitted.</param>
    public static Tensor KaimingUniform(
        Tensor tensor, double a = 0, FanMode mode = FanMode.Incoming,
        Nonlinearity nonlinearity = Nonlinearity.LeakyRelu, Rng? rng = null)
    {
        double bound = Math.Sqrt(3) * KaimingDeviation(tensor, a, mode, nonlinearity);
        return Uniform(tensor, -bound, bound, rng);
    }

    /// <summary>He's normal initialisation: normal with deviation gain / √fan.</summary>
    /// <remarks>Source: He et al. 2015, arXiv:1502.01852. Parameters as for <see cref="KaimingUniform"/>.</remarks>
    public static Tensor KaimingNormal(
        Tensor tensor, double a = 0, FanMode mode = FanMode.Incoming,
        Nonlinearity nonlinearity = Nonlinearity.LeakyRelu, Rng? rng = null) =>
        Normal(tensor, 0, KaimingDeviation(tensor, a, mode, nonlinearity), rng);

    /// <summary>Glorot's uniform initialisation: uniform in ±gain · √(6 / (incoming + outgoing)).</summary>
    /// <remarks>Source: Glorot and Bengio 2010, AISTATS.</remarks>
    public static Tensor XavierUniform(Tensor tensor, double gain = 1, Rng? rng = null)
    {
        double bound = Math.Sqrt(3) * XavierDeviation(tensor, gain);
        return Uniform(tensor, -bound, bound, rng);
    }

    /// <summary>Glorot's normal initialisation: normal with deviation gain · √(2 / (incoming + outgoing)).</summary>
    /// <remarks>Source: Glorot and Bengio 2010, AISTATS.</remarks>
    public static Tensor XavierNormal(Tensor tensor, double gain = 1, Rng? rng = null) =>
        Normal(tensor, 0, XavierDeviation(tensor, gain), rng);

    /// <summary>Uniform in [low, high).</summary>
    public static Tensor Uniform(Tensor tensor, double low = 0, double high = 1, Rng? rng = null) =>
        Written(tensor, Tensor.Uniform(tensor.Shape, low, high, tensor.DType, rng, tensor.Device));

    /// <summary>Normal with a mean and standard deviation.</summary>
    public static Tensor Normal(Tensor tensor, double mean = 0, double deviation = 1, Rng? rng = null) =>
        Written(tensor, Tensor.Normal(tensor.Shape, mean, deviation, tensor.DType, rng, tensor.Device));

    /// <summary>Zeros.</summary>
    public static Tensor Zeros(Tensor tensor) => Constant(tensor, 0);

    /// <summary>Ones.</summary>
    public static Tensor Ones(Tensor tensor) => Constant(tensor, 1);

    /// <summary>One number everywhere.</summary>
    public static Tensor Constant(Tensor tensor, double value) => NoGrad.Run(() => tensor.FillInPlace(value));

    /// <summary>What a nonlinearity takes from the size of signals, to be made good by the weights.</summary>
    /// <param name="nonlinearity">Which one.</param>
    /// <param name="slope">The slope below 0 of a leaky rectifier.</param>
    public static double Gain(Nonlinearity nonlinearity, double slope = 0.01) => nonlinearity switch
    {
        Nonlinearity.Tanh => 5.0 / 3,
        Nonlinearity.Relu => Math.Sqrt(2),
        Nonlinearity.LeakyRelu => Math.Sqrt(2 / (1 + (slope * slope))),
        Nonlinearity.Selu => 0.75,
        _ => 1,
    };

    /// <summary>How many numbers come into an output of a weight, and how many go out of an input.</summary>
    /// <exception cref="TensorException">The tensor has fewer than two dimensions.</exception>
    public static (int Incoming, int Outgoing) Fans(Tensor tensor)
    {
        if (tensor.Rank < 2)
        {
            throw new TensorException("init", $"fans need two dimensions. Tensor is {tensor.Shape}; expected "
                + $"[outputs, inputs, …]. "
                + "Use Uniform, Normal or Constant for a bias.");
        }

        int rest = 1;
        foreach (int size in tensor.Shape.AsSpan()[2..])
            rest *= size;
        return (tensor.Shape[1] * rest, tensor.Shape[0] * rest);
    }

    private static double KaimingDeviation(Tensor tensor, double a, FanMode mode, Nonlinearity nonlinearity)
    {
        var (incoming, outgoing) = Fans(tensor);
        return Gain(nonlinearity, a) / Math.Sqrt(Math.Max(1, mode == FanMode.Incoming ? incoming : outgoing));
    }

    private static double XavierDeviation(Tensor tensor, double gain)
    {
        var (incoming, outgoing) = Fans(tensor);
        return gain * Math.Sqrt(2.0 / Math.Max(1, incoming + outgoing));
    }

    private static Tensor Written(Tensor tensor, Tensor values)
    {
        using var scope = new Unrecorded();
        tensor.CopyFrom(values);
        values.Release();
        return tensor;
    }
}
