using Madaline.NN;

namespace Madaline.Tests.NN;

public sealed class LayerOutputTests
{
    [Fact]
    public void Outputs_of_inner_layers_last_and_are_those_of_the_network()
    {
        var rng = new Rng(3);
        var model = new Sequential(
            new Linear(4, 6, rng: rng), new Relu(), new Dropout(0.5, rng), new Linear(6, 3, rng: rng));
        Tensor x = Tensor.Randn([5, 4], rng: rng);
        model.Eval();
        Tensor first = model[0].Call(x).Detach(), last = model.Call(x).Detach();
        model.Train();
        var outputs = model.OutputsOf(x, layer => layer is Linear or Dropout);
        Assert.Equal(["0", "2", "3"], outputs.Select(o => o.Name));
        Assert.Same(model[2], outputs[1].Layer);
        Assert.Equal(first.ToArray<float>(), outputs[0].Output.ToArray<float>());
        Assert.Equal(first.Relu().ToArray<float>(), outputs[1].Output.ToArray<float>());
        Assert.Equal(last.ToArray<float>(), outputs[2].Output.ToArray<float>());
        Assert.All(outputs, o => Assert.Null(o.Output.GradFn));
    }

    [Fact]
    public void The_network_is_put_back_into_its_mode_and_nobody_looks_on_after()
    {
        var inner = new Sequential(("a", new Linear(2, 2)), ("b", new Relu()));
        var model = new Sequential(("body", inner), ("head", new Linear(2, 1)));
        int seen = 0;
        var outputs = model.OutputsOf(Tensor.Zeros([1, 2]), _ =>
        {
            seen++;
            Assert.False(inner.IsTraining);
            return true;
        });
        Assert.Equal(["body.a", "body.b", "body", "head", ""], outputs.Select(o => o.Name));
        Assert.True(model.IsTraining && inner[0].IsTraining);
        model.Call(Tensor.Zeros([1, 2]));
        Assert.Equal(5, seen);
        Assert.Throws<TensorException>(() => model.OutputsOf(Tensor.Zeros([1, 3]), _ => true));
        Assert.True(inner[0].IsTraining);
    }
}
