using Madaline.NN;

namespace Madaline.Training;

/// <summary>
/// The way of a training through the space of its weights, seen in the plane in which it moved most.
/// </summary>
/// <remarks>
/// The plane leads through the weights of now and holds the first two principal components of the distances to them.
/// Numerics: distances in Float32, their products and the components in double precision.
/// Source: Li et al. 2018, Visualizing the Loss Landscape of Neural Nets, arXiv:1712.09913, section 7.
/// </remarks>
public sealed class WeightPath
{
    private const int Sweeps = 50;

    private WeightPath(IReadOnlyDictionary<string, Tensor> across, IReadOnlyDictionary<string, Tensor> up,
        IReadOnlyList<(double Across, double Up)> points, double share) =>
        (Across, Up, Points, Share) = (across, up, points, share);

    /// <summary>The direction of most movement, of length 1, as <see cref="LossSurface"/> takes it.</summary>
    public IReadOnlyDictionary<string, Tensor> Across { get; }

    /// <summary>The direction of most of the rest, of length 1 and at right angles to the first.</summary>
    public IReadOnlyDictionary<string, Tensor> Up { get; }

    /// <summary>Where each state is in the plane; the network is at (0, 0).</summary>
    public IReadOnlyList<(double Across, double Up)> Points { get; }

    /// <summary>How much of all squared distances lies in the plane: 1 for all of it.</summary>
    public double Share { get; }

    /// <summary>The plane of a path to where a network is now.</summary>
    /// <param name="network">The network; it is not changed.</param>
    /// <param name="states">
    /// Its weights at some steps, as <see cref="TimeMachine.Copies"/> gives them; at least two that differ from now.
    /// </param>
    /// <exception cref="TensorException">
    /// There are fewer, or a state lacks a parameter or has another shape of it.
    /// </exception>
    public static WeightPath Of(Module network, IReadOnlyList<IReadOnlyDictionary<string, Tensor>> states)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(states);
        using var scope = new NoGrad();
        var parameters = network.NamedParameters().ToList();
        Tensor[] rows = [.. states.Select(state => Distance(parameters, state))];
        double[,] products = Products(rows);
        var components = Components(products);
        double total = Enumerable.Range(0, rows.Length).Sum(i => products[i, i]);
        if (rows.Length < 2 || components[1].Value <= 1e-12 * total || total == 0)
            throw new TensorException("weight path", $"there is no plane that it moves in. It has {rows.Length} "
                + "states, which lie in a line or do not differ; expected at least two apart from the network's own. "
                + "Take more steps.");
        Tensor across = Direction(rows, components[0]), up = Direction(rows, components[1]);
        return new WeightPath(Named(parameters, across), Named(parameters, up),
            [.. rows.Select((_, i) => (At(components[0], i), At(components[1], i)))],
            (components[0].Value + components[1].Value) / total);
    }

    /// <summary>How many states, and how much of their distances lies in the plane.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"a path of {Points.Count} states, {100 * Share:F0}% of it in this plane");

    /// <summary>All parameters of a state minus those of now, in one row.</summary>
    private static Tensor Distance(
        List<(string Name, Tensor Tensor)> parameters, IReadOnlyDictionary<string, Tensor> state)
    {
        var parts = new List<Tensor>();
        foreach (var (name, parameter) in parameters)
        {
            if (!state.TryGetValue(name, out var then) || !then.Shape.Equals(parameter.Shape))
                throw new TensorException("weight path", $"a state is not of this network. {name} is "
                    + $"{then?.Shape.ToString() ?? "missing"}; expected {parameter.Shape}. Take its own.");
            parts.Add((then.To(parameter.Device) - parameter.Detach()).To(DType.Float32).Flatten());
        }

        return Tensor.Concat([.. parts], 0);
    }

    private static double[,] Products(Tensor[] rows)
    {
        double[,] products = new double[rows.Length, rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int k = 0; k <= i; k++)
                products[i, k] = products[k, i] = (rows[i] * rows[k]).To(DType.Float64).Sum().Item<double>();
        }

        return products;
    }

    /// <summary>Eigenvalues and eigenvectors of a symmetric matrix by Jacobi's rotations, the largest first.</summary>
    private static List<(double Value, double[] Vector)> Components(double[,] matrix)
    {
        int n = matrix.GetLength(0);
        double[,] a = (double[,])matrix.Clone(), v = new double[n, n];
        for (int i = 0; i < n; i++)
            v[i, i] = 1;
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            for (int p = 0; p < n; p++)
            {
                for (int q = p + 1; q < n; q++)
                    Rotate(a, v, p, q);
            }
        }

        return [.. Enumerable.Range(0, n).OrderByDescending(i => a[i, i])
            .Select(i => (a[i, i], Enumerable.Range(0, n).Select(row => v[row, i]).ToArray())),
            // Two at least, so that whoever asks for a plane finds the second one empty.
            (0, new double[n]), (0, new double[n])];
    }

    private static void Rotate(double[,] a, double[,] v, int p, int q)
    {
        if (a[p, q] == 0)
            return;
        double ratio = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        double t = (ratio < 0 ? -1 : 1) / (Math.Abs(ratio) + Math.Sqrt((ratio * ratio) + 1));
        double cos = 1 / Math.Sqrt((t * t) + 1), sin = t * cos;
        int n = a.GetLength(0);
        for (int k = 0; k < n; k++)
            (a[k, p], a[k, q]) = ((cos * a[k, p]) - (sin * a[k, q]), (sin * a[k, p]) + (cos * a[k, q]));
        for (int k = 0; k < n; k++)
            (a[p, k], a[q, k]) = ((cos * a[p, k]) - (sin * a[q, k]), (sin * a[p, k]) + (cos * a[q, k]));
        for (int k = 0; k < n; k++)
            (v[k, p], v[k, q]) = ((cos * v[k, p]) - (sin * v[k, q]), (sin * v[k, p]) + (cos * v[k, q]));
    }

    private static double At((double Value, double[] Vector) component, int row) =>
        Math.Sqrt(component.Value) * component.Vector[row];

    /// <summary>The rows' sum, weighted by a component, of length 1.</summary>
    private static Tensor Direction(Tensor[] rows, (double Value, double[] Vector) component)
    {
        Tensor sum = rows[0] * component.Vector[0];
        for (int i = 1; i < rows.Length; i++)
            sum += rows[i] * component.Vector[i];
        return sum / Math.Sqrt(component.Value);
    }

    private static Dictionary<string, Tensor> Named(List<(string Name, Tensor Tensor)> parameters, Tensor row)
    {
        var named = new Dictionary<string, Tensor>();
        int from = 0;
        foreach (var (name, parameter) in parameters)
        {
            int to = from + parameter.Elements;
            named.Add(name, row[from..to].Reshape(parameter.Shape.AsSpan()).To(parameter.DType));
            from = to;
        }

        return named;
    }
}
