using Madaline.NN;
using Madaline.Studio.Live;
using Madaline.Training;

namespace Madaline.Studio.Views.Landscape;

/// <summary>Two directions through the weights of a network, and the way of its training in their plane.</summary>
/// <param name="Kind">How they were chosen: <c>random</c>, <c>path</c> or <c>weights</c>.</param>
/// <param name="Across">The first.</param>
/// <param name="Up">The second.</param>
internal sealed record Slice(
    string Kind, IReadOnlyDictionary<string, Tensor> Across, IReadOnlyDictionary<string, Tensor> Up)
{
    private const int MaxStates = 24;

    /// <summary>A path that has reached the rim fills so much of it.</summary>
    private const double Filled = 0.8;

    /// <summary>What a radius of 1 is, in words.</summary>
    public string Unit { get; private init; } = "";

    /// <summary>Steps of the training, where its way is shown.</summary>
    public IReadOnlyList<long> Steps { get; private init; } = [];

    /// <summary>Where the weights were after each of them, with the network of now at (0, 0).</summary>
    public IReadOnlyList<(double Across, double Up)> Path { get; private init; } = [];

    /// <summary>How much of the way lies in the plane.</summary>
    public double Share { get; private init; }

    /// <summary>Chooses the directions that are asked for.</summary>
    /// <param name="stage">The network.</param>
    /// <param name="session">Its training.</param>
    /// <param name="choice">What is asked for.</param>
    /// <exception cref="ViewException">There are none such.</exception>
    public static Slice Of(Stage stage, Session session, SliceChoice choice) => choice.Kind switch
    {
        "path" => OfPath(stage, session),
        "weights" => OfWeights(stage.Network, choice),
        _ => OfChance(stage.Network, choice.Seed),
    };

    private static Slice OfChance(Module network, int seed)
    {
        var rng = new Rng((ulong)seed);
        return new Slice("random", LossSurface.RandomDirection(network, rng.Split("across")),
            LossSurface.RandomDirection(network, rng.Split("up")))
        {
            Unit = "moves each neuron's weights by as much as they are large",
        };
    }

    private static Slice OfWeights(Module network, SliceChoice choice)
    {
        var parameter = network.NamedParameters().FirstOrDefault(entry => entry.Name == choice.Parameter);
        if (parameter.Tensor is null)
            parameter = network.NamedParameters().Last(entry => entry.Tensor.Rank > 1);
        int last = parameter.Tensor.Elements - 1;
        return new Slice("weights", LossSurface.OfWeight(network, parameter.Name, Math.Min(choice.First, last)),
            LossSurface.OfWeight(network, parameter.Name, Math.Min(choice.Second, last)))
        {
            Unit = "moves each of the two weights by 1",
        };
    }

    /// <summary>The plane in which the training moved most so far, so large that all of its way is in it.</summary>
    private static Slice OfPath(Stage stage, Session session)
    {
        var states = session.Copies(MaxStates).Where(state => state.Step <= stage.Step).ToList();
        try
        {
            var path = WeightPath.Of(stage.Network, [.. states.Select(state => state.Weights)]);
            double size = path.Points.Max(point => Math.Max(Math.Abs(point.Across), Math.Abs(point.Up))) / Filled;
            return new Slice("path", Scaled(path.Across, size), Scaled(path.Up, size))
            {
                Unit = "holds the whole way so far",
                Steps = [.. states.Select(state => state.Step)],
                Path = [.. path.Points.Select(point => (point.Across / size, point.Up / size))],
                Share = path.Share,
            };
        }
        catch (TensorException)
        {
            throw new ViewException("There is no way to show yet: the weights have hardly moved. Train some steps.");
        }
    }

    private static Dictionary<string, Tensor> Scaled(IReadOnlyDictionary<string, Tensor> direction, double size) =>
        direction.ToDictionary(entry => entry.Key, entry => entry.Value * size);
}

/// <summary>Which directions are asked for.</summary>
/// <param name="Kind">How they are chosen.</param>
/// <param name="Seed">For random ones.</param>
/// <param name="Parameter">For two weights, the parameter that holds them; any other text for the last matrix.</param>
/// <param name="First">The first weight, flattened.</param>
/// <param name="Second">The second one.</param>
internal sealed record SliceChoice(string Kind, int Seed, string Parameter, int First, int Second)
{
    /// <summary>Reads what a page asks for.</summary>
    public static SliceChoice Of(ViewArguments arguments) => new(arguments.Text("slice"),
        arguments.Integer("directions", 1000), arguments.Text("parameter"),
        arguments.Integer("first", int.MaxValue), arguments.Integer("second", int.MaxValue, 1));
}
