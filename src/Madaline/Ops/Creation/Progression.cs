using Madaline.Tensors;

namespace Madaline.Ops;

/// <summary>How many numbers a step apart lie between two.</summary>
internal static class Progression
{
    public static int Count(DType dtype, Scalar start, Scalar end, Scalar step)
    {
        bool whole = !dtype.IsFloating();
        bool finite = double.IsFinite(start.Double) && double.IsFinite(end.Double) && !double.IsNaN(step.Double);
        int direction = !finite ? 0 : whole ? Math.Sign(step.Long) : Math.Sign(step.Double);
        int distance = !finite ? 0 : whole ? end.Long.CompareTo(start.Long) : end.Double.CompareTo(start.Double);
        if (direction == 0 || distance == -direction)
        {
            throw new TensorException("arange", $"the step does not lead from start to end. start is {start}, end is "
                + $"{end}, step is {step}; expected finite numbers and a step toward the end"
                + (whole && step.Long == 0 && step.Double != 0 ? $", of at least 1 for {dtype}." : "."));
        }

        double count = whole ? IntegerCount(start.Long, end.Long, step.Long)
            : Math.Ceiling((end.Double - start.Double) / step.Double);
        if (count > int.MaxValue)
            throw Sizes.TooMany("arange", $"{start} to {end} in steps of {step} are {count:R} numbers");
        return (int)count;
    }

    /// <summary>⌈(end − start) / step⌉ without rounding or wrapping around.</summary>
    private static double IntegerCount(Int128 start, Int128 end, Int128 step)
    {
        Int128 distance = end - start, full = distance / step;
        return (double)(distance % step == 0 ? full : full + 1);
    }
}
