using Madaline.Autograd;
using Madaline.Devices;

namespace Madaline.Optim;

/// <summary>Notices weights that became NaN or infinite, by one of them, without waiting for the device.</summary>
/// <remarks>
/// A loss of NaN makes the gradients of the last layer NaN, and a step later all weights are, for good. So one number
/// of the last parameter that had a gradient says it, however seldom it is asked for.
/// </remarks>
internal sealed class NumberCheck
{
    private Readback? _number;
    private DType _dtype;
    private long _step;

    /// <summary>Looks at the number that has come, and asks for the next.</summary>
    /// <param name="optimizer">Whose weights.</param>
    /// <param name="step">How many steps it has taken.</param>
    public void Look(Optimizer optimizer, long step)
    {
        if (_number is null)
            Ask(optimizer, step);
        if (_number is not { IsReady: true } number)
            return;
        double value = _dtype == DType.Float32 ? number.Get<float>()[0] : number.Get<double>()[0];
        _number = null;
        if (!double.IsFinite(value))
            Hints.Give(HintKind.NotFinite, Message($"after {_step} steps", optimizer.LearningRate));
        else if (_step != step)
            Ask(optimizer, step);
    }

    /// <summary>What is said of it.</summary>
    /// <param name="when">When it was seen.</param>
    /// <param name="rate">The learning rate.</param>
    public static string Message(string when, double rate) => $"{when} the weights are NaN or infinite, and no "
        + $"further step mends that. Use a lower learning rate (now {rate:G3}), clip gradients "
        + "(GradientClipping.ByNorm) or scale the inputs. A DetectAnomaly scope names the operation that made the "
        + "first NaN, such as the logarithm of 0.";

    private void Ask(Optimizer optimizer, long step)
    {
        for (int i = optimizer.Entries.Length - 1; i >= 0; i--)
        {
            Tensor parameter = optimizer.Entries[i].Parameter;
            if (parameter.Gradient is null || parameter.Elements == 0)
                continue;
            using var scope = new Unrecorded();
            using var pause = Tracing.Pause();
            Tensor first = parameter.Detach().Reshape([parameter.Elements]).Narrow(0, 0, 1);
            (_number, _dtype, _step) = (first.Device.ReadLater(first), first.DType, step);
            return;
        }
    }
}
