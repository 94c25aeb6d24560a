using Madaline.Data;

namespace Madaline.Studio.Views.Valley;

/// <summary>A sigmoid neuron with two weights and its quadratic cost over samples: a real valley.</summary>
internal static class ValleyNeuron
{
    private const int MaxSamples = 120;

    /// <summary>The neuron's valley for the session's table, or for two clouds of points where it has none.</summary>
    /// <remarks>
    /// C = 1/2n Σ (σ(v₁x₁ + v₂x₂) − y)²; x₁ and x₂ are the first two columns with mean 0 and standard deviation 1, and
    /// y is 1 for the first class. Numerics: double precision.
    /// </remarks>
    /// <param name="train">The training part.</param>
    public static ValleyFunction Of(TensorDataset train)
    {
        bool isTable = train.ClassNames.Count > 0 && train.Inputs.Rank == 2 && train.Inputs.Shape[1] >= 2;
        var (x, y, target, data) = isTable ? OfTable(train) : Clouds();
        return new ValleyFunction("neuron", $"a sigmoid neuron with two weights, on {data}", 8,
            (v1, v2) => Cost(v1, v2, x, y, target), (v1, v2) => Slopes(v1, v2, x, y, target));
    }

    private static (double[] X, double[] Y, double[] Target, string Data) OfTable(TensorDataset train)
    {
        // Evenly spread, since tables may be sorted by class.
        int count = Math.Min(MaxSamples, train.Count);
        int[] chosen = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * train.Count / count))];
        double[] all = train.Inputs.To(DType.Float64).ToArray<double>();
        long[] classes = train.Targets.ToArray<long>();
        int columns = train.Inputs.Shape[1];
        return (Standard([.. chosen.Select(row => all[row * columns])]),
            Standard([.. chosen.Select(row => all[(row * columns) + 1])]),
            [.. chosen.Select(row => classes[row] == 0 ? 1.0 : 0)], $"{train.Name}: is it {train.ClassNames[0]}?");
    }

    /// <summary>Two clouds that lie partly in each other.</summary>
    private static (double[] X, double[] Y, double[] Target, string Data) Clouds()
    {
        const int Each = 40;
        double[] noise = Tensor.Randn([4 * Each], DType.Float64, new Rng(7)).ToArray<double>();
        double[] x = new double[2 * Each], y = new double[2 * Each], target = new double[2 * Each];
        for (int i = 0; i < x.Length; i++)
        {
            bool isFirst = i < Each;
            (x[i], y[i], target[i]) = (noise[2 * i] + (isFirst ? 1 : -1), noise[(2 * i) + 1] + (isFirst ? 0.6 : -0.6),
                isFirst ? 1 : 0);
        }

        return (x, y, target, "two clouds of points");
    }

    private static double[] Standard(double[] values)
    {
        double mean = values.Average(), deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        return [.. values.Select(value => deviation > 0 ? (value - mean) / deviation : 0)];
    }

    private static double Cost(double v1, double v2, double[] x, double[] y, double[] target)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double error = Logistic((v1 * x[i]) + (v2 * y[i])) - target[i];
            sum += error * error;
        }

        return sum / (2 * x.Length);
    }

    private static (double X, double Y) Slopes(double v1, double v2, double[] x, double[] y, double[] target)
    {
        double across = 0, up = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double a = Logistic((v1 * x[i]) + (v2 * y[i])), delta = (a - target[i]) * a * (1 - a);
            (across, up) = (across + (delta * x[i]), up + (delta * y[i]));
        }

        return (across / x.Length, up / x.Length);
    }

    private static double Logistic(double z) => 1 / (1 + Math.Exp(-z));
}
