namespace Madaline.Tests.Autograd;

/// <summary>The memory of a small gradient serves the next one, and nobody can tell.</summary>
public sealed class ForgottenGradientTests
{
    [Fact]
    public void Memory_of_a_forgotten_gradient_is_used_again()
    {
        Tensor w = Tensor.Ones([2, 3]).WithGrad(), x = Tensor.Arange(0.0, 6.0).Reshape(2, 3);
        x.Linear(w).Sum().Backward();
        Tensor first = w.Gradient!;
        w.ZeroGrad();
        Assert.Null(w.Gradient);
        Assert.Null(w.Grad);
        x.Linear(w).Sum().Backward();
        Assert.Same(first, w.Gradient);
        Assert.Equal([3f, 5, 7, 3, 5, 7], w.Grad!.ToArray<float>());
    }

    [Fact]
    public void A_gradient_that_was_seen_is_left_alone()
    {
        Tensor w = Tensor.Ones([2, 3]).WithGrad(), x = Tensor.Ones([2, 3]);
        x.Linear(w).Sum().Backward();
        Tensor seen = w.Grad!;
        w.ZeroGrad();
        (x * 5).Linear(w).Sum().Backward();
        Assert.NotSame(seen, w.Grad);
        Assert.All(seen.ToArray<float>(), value => Assert.Equal(2, value));
        Assert.All(w.Grad!.ToArray<float>(), value => Assert.Equal(10, value));
    }

    [Fact]
    public void A_gradient_shared_with_another_tensor_is_left_alone()
    {
        Tensor w = Tensor.Ones([2, 3]).WithGrad(), x = Tensor.Ones([2, 3]);
        x.Linear(w).Sum().Backward();
        Tensor share = w.Gradient!.Share();
        w.ZeroGrad();
        (x * 5).Linear(w).Sum().Backward();
        Assert.All(share.ToArray<float>(), value => Assert.Equal(2, value));
    }

    [Fact]
    public void After_a_move_to_another_dtype_the_next_gradient_has_that_dtype()
    {
        var layer = new Madaline.NN.Linear(3, 2, rng: new Rng(1));
        layer.Call(Tensor.Ones([1, 3])).Sum().Backward();
        layer.ZeroGrad();
        layer.To(DType.Float64);
        layer.Call(Tensor.Ones([1, 3], DType.Float64)).Sum().Backward();
        Assert.Equal(DType.Float64, layer.Weight.Grad!.DType);
        Assert.Equal([1.0, 1, 1, 1, 1, 1], layer.Weight.Grad.ToArray<double>());
    }

    [Fact]
    public void A_gradient_set_by_hand_replaces_a_forgotten_one()
    {
        Tensor w = Tensor.Ones([2, 3]).WithGrad(), x = Tensor.Ones([1, 3]);
        x.Linear(w).Sum().Backward();
        w.ZeroGrad();
        w.Grad = Tensor.Full([2, 3], 7);
        x.Linear(w).Sum().Backward();
        Assert.All(w.Grad!.ToArray<float>(), value => Assert.Equal(8, value));
    }
}
