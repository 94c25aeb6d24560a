using Madaline.NN;
using Madaline.Training;

namespace Madaline.Tests.Training;

/// <summary>The plane in which a training moved most.</summary>
public sealed class WeightPathTests
{
    [Fact]
    public void States_in_a_plane_are_found_where_they_are()
    {
        var network = new Linear(4, 3, rng: new Rng(1));
        Tensor a = Tensor.Randn([3, 4], rng: new Rng(2)), b = Tensor.Randn([3, 4], rng: new Rng(3));
        (double A, double B)[] places = [(2, 0.5), (-1, 1.5), (0.25, -1), (1, 1)];
        var path = WeightPath.Of(network, [.. places.Select(place => State(network, (a * place.A) + (b * place.B)))]);
        Assert.Equal(1, path.Share, 1e-5);
        Assert.Equal(1, Dot(path.Across, path.Across), 1e-5);
        Assert.Equal(1, Dot(path.Up, path.Up), 1e-5);
        Assert.Equal(0, Dot(path.Across, path.Up), 1e-5);
        for (int i = 0; i < places.Length; i++)
        {
            // Back from the plane: the network's weights and so much of each direction are the state.
            Tensor expected = (a * places[i].A) + (b * places[i].B);
            Tensor found = (path.Across["weight"] * path.Points[i].Across) + (path.Up["weight"] * path.Points[i].Up);
            Assert.True((expected - found).Abs().Max().Item<float>() < 1e-4);
        }
    }

    [Fact]
    public void Its_plane_holds_no_less_of_the_path_than_any_other()
    {
        var network = new Linear(6, 2, rng: new Rng(1));
        var rng = new Rng(9);
        Tensor[] moves = [.. Enumerable.Range(0, 8).Select(_ => Tensor.Randn([2, 6], rng: rng))];
        var path = WeightPath.Of(network, [.. moves.Select(move => State(network, move))]);
        double all = moves.Sum(move => (double)move.Square().Sum().Item<float>());
        Assert.InRange(path.Share, 2.0 / 12, 1);
        for (int trial = 0; trial < 50; trial++)
        {
            Tensor first = Tensor.Randn([2, 6], rng: rng), second = Tensor.Randn([2, 6], rng: rng);
            first /= first.Square().Sum().Sqrt();
            second -= first * (first * second).Sum();
            second /= second.Square().Sum().Sqrt();
            double share = moves.Sum(move => Math.Pow((move * first).Sum().Item<float>(), 2) + Math.Pow((move * second).Sum().Item<float>(), 2)) / all;
            Assert.True(share <= path.Share + 1e-6, $"{share} against {path.Share}");
        }
    }

    [Fact]
    public void What_is_no_path_is_named()
    {
        var network = new Linear(4, 3, rng: new Rng(1));
        var here = State(network, Tensor.Zeros([3, 4]));
        Assert.Contains("no plane", Assert.Throws<TensorException>(() => WeightPath.Of(network, [here, here])).Message);
        Assert.Contains("no plane", Assert.Throws<TensorException>(() => WeightPath.Of(network, [])).Message);
        Assert.Contains("weight is missing; expected [3, 4]", Assert.Throws<TensorException>(() =>
            WeightPath.Of(network, [here, new Dictionary<string, Tensor>()])).Message);
    }

    private static IReadOnlyDictionary<string, Tensor> State(Linear network, Tensor move) => new Dictionary<string, Tensor>
    {
        ["weight"] = network.Weight.Detach() + move,
        ["bias"] = network.Bias!.Detach().Clone(),
    };

    private static double Dot(IReadOnlyDictionary<string, Tensor> a, IReadOnlyDictionary<string, Tensor> b) =>
        a.Sum(entry => (double)(entry.Value * b[entry.Key]).Sum().Item<float>());
}
