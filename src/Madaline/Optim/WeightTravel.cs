using System.Runtime.CompilerServices;

namespace Madaline.Optim;

/// <summary>How far an optimizer has moved the weights, seen in a few elements of the largest of them.</summary>
internal sealed class WeightTravel
{
    private const int MostSamples = 256;

    // Where rows of weights begin, edges of images meet: steps of the golden ratio meet all places alike.
    private const double Step = 0.6180339887498949;

    private static readonly ConditionalWeakTable<Tensor, WeightTravel> Known = [];

    private readonly WeakReference<Optimizer> _optimizer;
    private readonly Tensor _places, _start;

    private WeightTravel(Optimizer optimizer, Tensor parameter)
    {
        _optimizer = new(optimizer);
        var places = new long[Math.Min(MostSamples, parameter.Elements)];
        for (int i = 0; i < places.Length; i++)
            places[i] = (long)(((i + 1) * Step % 1) * parameter.Elements);
        _places = Tensor.Wrap<long>(places, [places.Length]);
        _start = Samples(parameter);
    }

    /// <summary>Remembers where the weights are when their optimizer is made.</summary>
    public static void Begin(Optimizer optimizer)
    {
        Tensor? largest = null;
        foreach (var entry in optimizer.Entries)
        {
            if (entry.Parameter.Elements > (largest?.Elements ?? 0))
                largest = entry.Parameter;
        }

        if (largest is not null)
            Known.AddOrUpdate(largest, new WeightTravel(optimizer, largest));
    }

    /// <summary>The optimizer of some parameters, and how far it moved them; null if none is in use.</summary>
    /// <param name="parameters">A network's parameters.</param>
    /// <returns>It, the parameter that is watched, and the optimizer.</returns>
    public static (WeightTravel Travel, Tensor Parameter, Optimizer Optimizer)? Of(IEnumerable<Tensor> parameters)
    {
        foreach (Tensor parameter in parameters)
        {
            if (Known.TryGetValue(parameter, out var travel) && travel._optimizer.TryGetTarget(out var optimizer))
                return (travel, parameter, optimizer);
        }

        return null;
    }

    /// <summary>The root mean square of the way, by that of where it began; waits for the device.</summary>
    public double Ratio(Tensor parameter)
    {
        double way = 0, size = 0;
        double[] now = Numbers(Samples(parameter)), start = Numbers(_start);
        for (int i = 0; i < now.Length; i++)
        {
            way += (now[i] - start[i]) * (now[i] - start[i]);
            size += start[i] * start[i];
        }

        // From 0 any way is as far as it is long, and NaN stays NaN.
        return size > 0 ? Math.Sqrt(way / size) : way == 0 ? 0 : way / way;
    }

    private Tensor Samples(Tensor parameter) => NoGrad.Run(() =>
        parameter.Detach().Reshape([parameter.Elements]).IndexSelect(0, _places.To(parameter.Device)));

    private static double[] Numbers(Tensor x) => x.To(DType.Float64).ToArray<double>();
}
