using Madaline.NN;

namespace Madaline.Workbench.Backpropagation;

/// <summary>A second network of the same layers in double precision, for slopes that are measured.</summary>
public sealed class NetworkTwin
{
    private const double Step = 1e-5;

    private readonly Module _network;
    private readonly Dictionary<string, Module> _layers;
    private Loss? _loss;
    private Tensor? _input, _target;

    /// <summary>Takes a network that was built as the first one was; it is changed.</summary>
    /// <param name="network">The second network.</param>
    public NetworkTwin(Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        network.To(Device.Cpu);
        network.To(DType.Float64);
        network.Eval();
        _network = network;
        _layers = network.NamedModules().ToDictionary(entry => entry.Name, entry => entry.Module);
    }

    internal Module LayerOf(string name) => _layers[name];

    internal void Follow(Module network, Loss loss, Tensor input, Tensor target)
    {
        _network.LoadStateDict(network.StateDict());
        _loss = loss;
        _input = input.DType.IsFloating() ? input.To(Device.Cpu).To(DType.Float64) : input.To(Device.Cpu);
        _target = target.To(Device.Cpu);
    }

    internal double FiniteDifference(string parameter, int element) =>
        CostBetween(parameter, element, -Step, Step) / (2 * Step);

    /// <summary>By how much the cost is larger with one change of a parameter's element than with another.</summary>
    internal double CostBetween(string parameter, int element, double from, double to)
    {
        Tensor tensor = _network.NamedParameters().First(entry => entry.Name == parameter).Tensor;
        double[] values = tensor.Detach().ToArray<double>();
        double value = values[element];
        double above = CostWith(to), below = CostWith(from);
        Set(value);
        return above - below;

        double CostWith(double change)
        {
            Set(value + change);
            using var scope = new NoGrad();
            return _loss!.Call(_network.Call(_input!), _target!).Item<double>();
        }

        void Set(double changed)
        {
            values[element] = changed;
            _network.LoadStateDict(
                new Dictionary<string, Tensor> { [parameter] = Tensor.From(values, tensor.Shape) }, strict: false);
        }
    }
}
