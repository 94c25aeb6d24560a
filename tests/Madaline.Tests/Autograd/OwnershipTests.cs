namespace Madaline.Tests.Autograd;

/// <summary>What user code holds stays as it is.</summary>
public sealed class OwnershipTests
{
    [Fact]
    public void A_gradient_that_was_read_survives_ZeroGrad()
    {
        Tensor w = Tensor.Ones([2000]).WithGrad();
        (w * 3).Sum().Backward();
        Tensor gradient = w.Grad!;
        w.ZeroGrad();
        Tensor.Full([2000], 7);
        Assert.Null(w.Grad);
        Assert.All(gradient.ToArray<float>(), value => Assert.Equal(3, value));
    }

    [Fact]
    public void A_function_may_keep_the_gradient_it_was_given()
    {
        var keep = new Keep();
        Tensor x = Tensor.Ones([2000]).WithGrad();
        keep.Apply(x).Sum().Backward();
        Tensor.Full([2000], 7);
        Assert.All(keep.Seen!.ToArray<float>(), value => Assert.Equal(1, value));
    }

    [Fact]
    public void A_function_that_gives_another_dtype_is_refused()
    {
        Tensor x = Tensor.Ones([3], DType.Float64).WithGrad();
        var error = Assert.Throws<TensorException>(() => new Narrowing().Apply(x).Sum().Backward());
        Assert.Contains("Gradient 0 is Float32; expected Float64", error.Message);
    }

    [Fact]
    public void A_span_of_a_disposed_tensor_is_not_lent_again()
    {
        Tensor x = Tensor.Ones([4000]);
        ReadOnlySpan<float> span = x.AsSpan<float>();
        x.Dispose();
        Tensor.Full([4000], 7);
        Assert.Equal(1, span[17]);
    }

    [Fact]
    public void A_disposed_operand_is_explained()
    {
        Tensor x = Tensor.Ones([3]), y = Tensor.Ones([3]);
        y.Dispose();
        var error = Assert.Throws<TensorException>(() => Tensor.Concat([x, y]));
        Assert.Contains("disposed", error.Message);
    }

    [Fact]
    public void Scatter_add_of_another_dtype_gives_its_source_a_gradient_of_its_own_dtype()
    {
        Tensor x = Tensor.Zeros([3]).WithGrad(), source = Tensor.Ones([2], DType.Float64).WithGrad();
        x.ScatterAdd(0, Tensor.From([0L, 2L]), source).Sum().Backward();
        Assert.Equal(DType.Float64, source.Grad!.DType);
        Assert.Equal([1.0, 1.0], source.Grad.ToArray<double>());
    }

    [Fact]
    public void A_smaller_view_of_the_same_memory_is_read_before_it_is_changed()
    {
        Tensor x = Tensor.Arange(0.0, 20.0);
        x.AddInPlace(x[1..2]);
        Assert.Equal(Enumerable.Range(1, 20).Select(i => (float)i), x.ToArray<float>());
    }

    [Fact]
    public void Counting_zero_from_the_end_is_out_of_range() =>
        Assert.Throws<TensorException>(() => Tensor.Ones([3])[^0]);

    [Fact]
    public void An_optimizer_follows_a_model_to_another_dtype()
    {
        var model = new Madaline.NN.Linear(4, 3, rng: new Rng(1));
        var optimizer = new Madaline.Optim.Adam(model.Parameters());
        model.Call(Tensor.Ones([2, 4])).Sum().Backward();
        optimizer.Step();
        model.To(DType.Float64);
        optimizer.ZeroGrad();
        model.Call(Tensor.Ones([2, 4], DType.Float64)).Sum().Backward();
        optimizer.Step();
        Assert.All(optimizer.StateTensors(), state => Assert.Equal(DType.Float64, state.Tensor.DType));
    }

    private sealed class Keep : Function
    {
        public Tensor? Seen { get; private set; }

        protected override Tensor Forward(Tensor[] inputs) => inputs[0] * 2;

        protected override Tensor?[] Backward(Tensor dy)
        {
            Seen = dy;
            return [dy * 2];
        }
    }

    private sealed class Narrowing : Function
    {
        protected override Tensor Forward(Tensor[] inputs) => inputs[0] * 2;

        protected override Tensor?[] Backward(Tensor dy) => [dy.To(DType.Float32)];
    }
}
