using Madaline.NN;

namespace Madaline.Workbench.Backpropagation;

/// <summary>∂C/∂a of a network's outputs: by central differences of the loss itself in double precision.</summary>
internal sealed class CostSlope(Loss loss, Tensor output, Tensor target)
{
    private const double Step = 1e-5;

    public double At(int cell)
    {
        double[] a = output.To(DType.Float64).ToArray<double>();
        double value = a[cell];
        // Probabilities end at 0 and 1, and the slope of their logarithm grows without bound there.
        double step = loss is BceLoss ? Math.Min(Step, 1e-3 * Math.Min(value, 1 - value)) : Step;
        a[cell] = value + step;
        double above = Cost(a);
        a[cell] = value - step;
        return (above - Cost(a)) / (2 * step);
    }

    private double Cost(double[] a)
    {
        using var scope = new NoGrad();
        return loss.Call(Tensor.From(a, output.Shape), target).Item<double>();
    }
}
