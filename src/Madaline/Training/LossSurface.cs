using Madaline.NN;

namespace Madaline.Training;

/// <summary>The loss of a network along two directions through its weights: one slice of very many.</summary>
/// <remarks>
/// Valleys that it shows are there, walls between may be gone around in other directions.
/// Random directions are scaled filter by filter to the size of the weights, and leave biases and norms alone, so that
/// slices of different networks can be compared. The network is taken in evaluation mode and is changed and put back by
/// every call: use one that nothing else uses.
/// Source: Li et al. 2018, Visualizing the Loss Landscape of Neural Nets, arXiv:1712.09913.
/// </remarks>
public sealed class LossSurface
{
    private readonly Module _network;
    private readonly Loss _loss;
    private readonly Tensor _inputs, _targets;
    private readonly (Tensor Parameter, Tensor Center, Tensor? Across, Tensor? Up)[] _moves;

    /// <summary>A surface around the weights that a network has now.</summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="inputs">A batch, as the network takes it.</param>
    /// <param name="targets">Its targets.</param>
    /// <param name="across">The first direction: a tensor for each parameter that moves, by its dotted name.</param>
    /// <param name="up">The second one.</param>
    /// <exception cref="TensorException">A direction names no parameter, or has another shape.</exception>
    public LossSurface(
        Module network, Loss loss, Tensor inputs, Tensor targets, IReadOnlyDictionary<string, Tensor> across,
        IReadOnlyDictionary<string, Tensor> up)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(across);
        ArgumentNullException.ThrowIfNull(up);
        (_network, _loss, _inputs, _targets) = (network, loss, inputs, targets);
        var parameters = network.NamedParameters().ToDictionary(entry => entry.Name, entry => entry.Tensor);
        foreach (var (name, direction) in across.Concat(up))
        {
            if (!parameters.TryGetValue(name, out var parameter) || !parameter.Shape.Equals(direction.Shape))
                throw new TensorException("loss surface", $"a direction does not fit the network. {name} is "
                    + $"{direction.Shape}; expected {parameter?.Shape.ToString() ?? "the name of a parameter"}. "
                    + "Make directions of the same network.");
        }

        _moves = [.. parameters.Where(entry => across.ContainsKey(entry.Key) || up.ContainsKey(entry.Key))
            .Select(entry => (entry.Value, entry.Value.Detach().Clone(), across.GetValueOrDefault(entry.Key),
                up.GetValueOrDefault(entry.Key)))];
    }

    /// <summary>The loss at center + a · across + b · up.</summary>
    /// <param name="a">How far along the first direction; 0 for where the network is.</param>
    /// <param name="b">How far along the second.</param>
    public double At(double a, double b)
    {
        using var scope = new NoGrad();
        try
        {
            foreach (var (parameter, center, across, up) in _moves)
            {
                Tensor moved = center;
                if (across is not null)
                    moved += across * a;
                if (up is not null)
                    moved += up * b;
                parameter.CopyFrom(moved);
            }

            return _loss.Call(_network.Evaluate(_inputs), _targets).Item<double>();
        }
        finally
        {
            foreach (var move in _moves)
                move.Parameter.CopyFrom(move.Center);
        }
    }

    /// <summary>A random direction, as large as the weights, filter by filter.</summary>
    /// <param name="network">The network.</param>
    /// <param name="rng">The stream.</param>
    public static IReadOnlyDictionary<string, Tensor> RandomDirection(Module network, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(rng);
        using var scope = new NoGrad();
        var direction = new Dictionary<string, Tensor>();
        foreach (var (name, parameter) in network.NamedParameters())
        {
            // Biases and the factors of norms stay: they have no filters.
            if (parameter.Rank < 2)
                continue;
            int filters = parameter.Shape[0];
            Tensor weights = parameter.Detach().Reshape(filters, -1);
            Tensor random = Tensor.Randn(weights.Shape, parameter.DType, rng, parameter.Device);
            direction.Add(name, (random * (Size(weights) / (Size(random) + 1e-12))).Reshape(parameter.Shape.AsSpan()));
        }

        return direction;
    }

    /// <summary>The direction of one weight.</summary>
    /// <param name="network">The network.</param>
    /// <param name="parameter">The parameter's dotted name.</param>
    /// <param name="element">The weight's place in it, flattened.</param>
    /// <exception cref="TensorException">There is no such weight.</exception>
    public static IReadOnlyDictionary<string, Tensor> OfWeight(Module network, string parameter, int element)
    {
        ArgumentNullException.ThrowIfNull(network);
        Tensor? found = network.NamedParameters().FirstOrDefault(entry => entry.Name == parameter).Tensor;
        if (found is null || element < 0 || element >= found.Elements)
            throw new TensorException("loss surface", $"there is no such weight. It is {parameter}, element {element}; "
                + "expected a parameter's dotted name and a place in it.");
        Tensor one = Tensor.Arange(found.Elements, device: found.Device).EqualTo(element).To(found.DType);
        return new Dictionary<string, Tensor> { [parameter] = one.Reshape(found.Shape.AsSpan()) };
    }

    private static Tensor Size(Tensor rows) => rows.Square().Sum(1, keepDims: true).Sqrt();
}
