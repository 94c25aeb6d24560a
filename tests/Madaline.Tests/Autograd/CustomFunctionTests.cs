namespace Madaline.Tests.Autograd;

public sealed class CustomFunctionTests
{
    [Fact]
    public void Its_gradient_flows_and_agrees_with_central_differences()
    {
        Tensor x = Tensor.From([1.0, -2]).WithGrad();
        new Cube().Apply(x * 2).Sum().Backward();
        Assert.Equal([24.0, 96], x.Grad!.ToArray<double>());
        GradCheck.Run(y => new Cube().Apply(y), Tensor.Randn([3, 2], DType.Float64, new Rng(1)));
    }

    [Fact]
    public void A_wrong_gradient_is_found()
    {
        var error = Assert.Throws<TensorException>(() => GradCheck.Run(y => new Wrong(1).Apply(y), Tensor.From([1.0, 2])));
        Assert.Contains("backward and central differences disagree. Input 0 [2], element 0: backward gives", error.Message);
    }

    [Fact]
    public void Gradients_of_the_wrong_count_or_shape_are_refused()
    {
        Tensor x = Tensor.From([1.0, 2]).WithGrad();
        Assert.Equal("Wrong: backward gave 2 gradients; expected one for each of 1 inputs (null for none).",
            Assert.Throws<TensorException>(() => new Wrong(2).Apply(x).Sum().Backward()).Message);
        Assert.Equal("Wrong: backward gave a gradient of the wrong shape. Gradient 0 is [1]; expected [2].",
            Assert.Throws<TensorException>(() => new Wrong(3).Apply(x).Sum().Backward()).Message);
    }

    [Fact]
    public void An_instance_serves_one_call()
    {
        var cube = new Cube();
        cube.Apply(Tensor.Ones([1]));
        Assert.Equal("Cube: a Function instance serves one call. Make a new one for each Apply.",
            Assert.Throws<TensorException>(() => cube.Apply(Tensor.Ones([1]))).Message);
    }

    [Fact]
    public void A_backward_that_runs_another_through_shared_operations_disturbs_nothing()
    {
        Tensor w = Tensor.Ones([4]).WithGrad(), shared = w * 3, inner = (shared * shared).Sum();
        new Nested(inner, retainGraph: true).Apply(shared).Sum().Backward();

        // 2 · 3 by the outer pass, 2 · 3 · 3 by the inner one.
        Assert.Equal([24f, 24, 24, 24], w.Grad!.ToArray<float>());
        Tensor v = Tensor.Ones([4]).WithGrad(), again = v * 3;
        Assert.Contains("mul: backward came here a second time", Assert.Throws<TensorException>(
            () => new Nested((again * again).Sum(), retainGraph: false).Apply(again).Sum().Backward()).Message);
        (v * 2).Sum().Backward();
        Assert.Equal([20f, 20, 20, 20], v.Grad!.ToArray<float>());
    }

    private sealed class Nested(Tensor inner, bool retainGraph) : Function
    {
        protected override Tensor Forward(Tensor[] inputs) => inputs[0] * 2;

        protected override Tensor?[] Backward(Tensor dy)
        {
            inner.Backward(retainGraph: retainGraph);
            return [dy * 2];
        }
    }

    private sealed class Cube : Function
    {
        private Tensor _x = null!;

        protected override Tensor Forward(Tensor[] inputs) => (_x = inputs[0]) * _x * _x;

        protected override Tensor?[] Backward(Tensor dy) => [dy * 3 * _x * _x];
    }

    private sealed class Wrong(int kind) : Function
    {
        protected override Tensor Forward(Tensor[] inputs) => inputs[0] * 2;

        protected override Tensor?[] Backward(Tensor dy) => kind switch
        {
            1 => [dy],
            2 => [dy, dy],
            _ => [dy[0..1]],
        };
    }
}
