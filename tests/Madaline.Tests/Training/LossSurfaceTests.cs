using Madaline.NN;
using Madaline.Training;

namespace Madaline.Tests.Training;

/// <summary>A slice through the losses of a network, which it leaves as it was.</summary>
public sealed class LossSurfaceTests
{
    [Fact]
    public void Along_one_weight_it_is_the_loss_of_that_weight_moved()
    {
        var (network, x, y) = Make();
        var loss = new MseLoss();
        var surface = new LossSurface(network, loss, x, y, LossSurface.OfWeight(network, "0.weight", 5), LossSurface.OfWeight(network, "2.bias", 1));
        string before = Madaline.Recipes.TrainedModel.WeightsSha256(network);
        double here = loss.Call(network.Call(x), y).Item<double>(), moved = surface.At(0.3, -0.2);
        Assert.Equal(here, surface.At(0, 0), 1e-12);
        Assert.Equal(before, Madaline.Recipes.TrainedModel.WeightsSha256(network));
        var changed = network.StateDict().ToDictionary(entry => entry.Key, entry => entry.Value.Clone());
        double[] w = changed["0.weight"].ToArray<double>(), b = changed["2.bias"].ToArray<double>();
        w[5] += 0.3;
        b[1] -= 0.2;
        changed["0.weight"] = Tensor.From(w, changed["0.weight"].Shape);
        changed["2.bias"] = Tensor.From(b);
        network.LoadStateDict(changed);
        Assert.Equal(loss.Call(network.Call(x), y).Item<double>(), moved, 1e-12);
    }

    [Fact]
    public void Random_directions_are_as_large_as_the_weights_filter_by_filter()
    {
        var (network, _, _) = Make();
        var direction = LossSurface.RandomDirection(network, new Rng(4));
        Assert.Equal(["0.weight", "2.weight"], direction.Keys);
        foreach (var (name, tensor) in direction)
        {
            Tensor weight = network.StateDict()[name];
            Tensor sizes = (tensor.Square().Sum(1) - weight.Square().Sum(1)).Abs();
            Assert.True(sizes.Max().Item<double>() < 1e-9);
        }

        Assert.Equal(direction["0.weight"].ToArray<double>(), LossSurface.RandomDirection(network, new Rng(4))["0.weight"].ToArray<double>());
    }

    [Fact]
    public void The_slope_along_a_direction_is_that_of_the_gradient()
    {
        var (network, x, y) = Make();
        var loss = new MseLoss();
        var across = LossSurface.RandomDirection(network, new Rng(1));
        var surface = new LossSurface(network, loss, x, y, across, LossSurface.RandomDirection(network, new Rng(2)));
        var probe = Probe.Of(network, loss, x, y);
        double slope = across.Sum(entry => (entry.Value * probe.Gradients[entry.Key]).Sum().Item<double>());
        Assert.Equal(slope, (surface.At(1e-5, 0) - surface.At(-1e-5, 0)) / 2e-5, 1e-6);
    }

    [Fact]
    public void Directions_that_do_not_fit_are_refused()
    {
        var (network, x, y) = Make();
        var none = new Dictionary<string, Tensor>();
        Assert.Contains("0.weight", Assert.Throws<TensorException>(() => new LossSurface(network, new MseLoss(), x, y,
            new Dictionary<string, Tensor> { ["0.weight"] = Tensor.Ones([2]) }, none)).Message);
        Assert.Contains("name of a parameter", Assert.Throws<TensorException>(() => new LossSurface(network, new MseLoss(), x, y,
            new Dictionary<string, Tensor> { ["nothing"] = Tensor.Ones([2]) }, none)).Message);
        Assert.Throws<TensorException>(() => LossSurface.OfWeight(network, "0.weight", 10_000));
    }

    private static (Sequential Network, Tensor X, Tensor Y) Make()
    {
        var rng = new Rng(3);
        var network = new Sequential(new Linear(4, 6, rng: rng), new Tanh(), new Linear(6, 2, rng: rng));
        network.To(DType.Float64);
        return (network, Tensor.Randn([7, 4], DType.Float64, rng), Tensor.Randn([7, 2], DType.Float64, rng));
    }
}
