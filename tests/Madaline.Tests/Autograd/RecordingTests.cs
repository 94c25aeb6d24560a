namespace Madaline.Tests.Autograd;

/// <summary>What is recorded, what is not, and what backward refuses.</summary>
public sealed class RecordingTests
{
    private static Tensor X => Tensor.From([1f, 2, 3]).WithGrad();

    [Fact]
    public void A_gradient_has_no_gradient_and_the_error_says_so()
    {
        Tensor x = Tensor.From([2f]).WithGrad();
        (x * x * x).Sum().Backward();
        Tensor penalty = x.Grad!.Square().Sum();
        Assert.False(penalty.RequiresGrad);
        var error = Assert.Throws<TensorException>(() => penalty.Backward());
        Assert.EndsWith("gradients of gradients are not supported.", error.Message);
    }

    [Fact]
    public void Nothing_is_recorded_inside_no_grad()
    {
        Tensor x = X;
        using (new NoGrad())
        {
            using (new NoGrad())
                Assert.False((x * 2).RequiresGrad);
            Assert.False((x * 2).RequiresGrad);
        }

        Assert.True((x * 2).RequiresGrad);
        Assert.False(NoGrad.Run(() => x.Exp()).RequiresGrad);
    }

    [Fact]
    public void Closing_a_scope_twice_counts_once()
    {
        var scope = new NoGrad();
        scope.Dispose();
        scope.Dispose();
        using (new NoGrad())
            Assert.False((X * 2).RequiresGrad);
        Assert.True((X * 2).RequiresGrad);
    }

    [Fact]
    public void Detached_tensors_share_elements_and_stop_backward()
    {
        Tensor x = X, y = x * 2, cut = y.Detach();
        Assert.False(cut.RequiresGrad);
        Assert.True(cut.IsLeaf);
        (y + cut).Sum().Backward();
        Assert.Equal([2f, 2, 2], x.Grad!.ToArray<float>());
        cut.FillInPlace(9);
        Assert.Equal([9f, 9, 9], y.ToArray<float>());
    }

    [Fact]
    public void A_saved_tensor_changed_in_place_is_noticed()
    {
        Tensor x = X, y = x.Square();
        x.Detach().AddInPlace(1);
        var error = Assert.Throws<TensorException>(() => y.Sum().Backward());
        Assert.Equal("square: a tensor that backward needs was modified in place. It has shape [3] and version 1; expected version 0. "
            + "Change it after Backward, or use the form that makes a new tensor.", error.Message);
        Assert.Equal("square", error.Op);
    }

    [Fact]
    public void A_change_through_a_view_or_a_span_is_noticed()
    {
        Tensor weight = Tensor.Randn([3, 3], rng: new Rng(1)), x = Tensor.Ones([1, 3]).WithGrad(), y = x.MatMul(weight);
        weight[1..2].ZeroInPlace();
        Assert.Throws<TensorException>(() => y.Sum().Backward());
        Tensor z = x.MatMul(weight);
        weight.AsWritableSpan<float>()[0] = 5;
        Assert.Throws<TensorException>(() => z.Sum().Backward());
    }

    [Fact]
    public void Positions_that_changed_are_noticed()
    {
        Tensor x = X, index = Tensor.From([0L, 1]), gathered = x.Gather(0, index), selected = x.IndexSelect(0, index);
        index.FillInPlace(2);
        Assert.Throws<TensorException>(() => gathered.Sum().Backward());
        Assert.Throws<TensorException>(() => selected.Sum().Backward());
    }

    [Fact]
    public void Ops_that_save_nothing_do_not_mind_changes()
    {
        Tensor x = X, y = x + 1;
        x.Detach().AddInPlace(1);
        y.Sum().Backward();
        Assert.Equal([1f, 1, 1], x.Grad!.ToArray<float>());
    }

    [Fact]
    public void Changes_in_place_of_recorded_tensors_are_refused()
    {
        Tensor x = X;
        var leaf = Assert.Throws<TensorException>(() => x.AddInPlace(1));
        Assert.Equal("add: a tensor that takes part in a recording cannot be changed in place. Tensor is [3] with RequiresGrad. "
            + "Wrap the change in using (new NoGrad()), or use the form that makes a new tensor.", leaf.Message);
        Assert.Throws<TensorException>(() => (x * 2).ZeroInPlace());
        Assert.Throws<TensorException>(() => x[0] = Tensor.FromScalar(1f));
        using (new NoGrad())
            x.AddInPlace(1);
        Assert.Equal([2f, 3, 4], x.ToArray<float>());
    }

    [Fact]
    public void A_change_in_place_by_a_recorded_tensor_is_refused_because_its_gradient_would_be_lost()
    {
        Tensor total = Tensor.Zeros([3]), x = X;
        Assert.Contains("gradient of the other operand would be lost", Assert.Throws<TensorException>(() => total.AddInPlace(x)).Message);
        Assert.Throws<TensorException>(() => total.AddInPlace(x, 0.5));
        Assert.Throws<TensorException>(() => total.CopyFrom(x));
        Assert.Throws<TensorException>(() => total[0] = x[1]);
        Assert.Equal([0f, 0, 0], total.ToArray<float>());
        Assert.Equal([1f, 2, 3], total.AddInPlace(x.Detach()).ToArray<float>());
    }

    [Fact]
    public void Repeated_elements_are_not_changed_in_place()
    {
        Tensor wide = Tensor.Zeros([3, 1]).Expand(3, 4);
        var error = Assert.Throws<TensorException>(() => wide.AddInPlace(1));
        Assert.Equal("add: several elements share one place in memory. Tensor [3, 4] was expanded. Clone() it first.", error.Message);
    }

    [Fact]
    public void Backward_without_a_recording_explains_itself()
    {
        var error = Assert.Throws<TensorException>(() => Tensor.Ones([]).Backward());
        Assert.StartsWith("backward: nothing was recorded for this tensor. RequiresGrad is false for shape []; expected", error.Message);
        Assert.Contains("Set RequiresGrad on a leaf first.", error.Message);
    }

    [Fact]
    public void Backward_of_many_numbers_or_with_a_wrong_gradient_explains_itself()
    {
        Assert.Equal("backward: only a single number has a gradient of 1. Tensor is [3]; expected one element. "
            + "Reduce it with Sum() or Mean(), or pass a gradient of its shape.", Assert.Throws<TensorException>(() => X.Exp().Backward()).Message);
        Assert.Equal("backward: the gradient has another shape. gradient is [2]; expected [3].",
            Assert.Throws<TensorException>(() => X.Exp().Backward(Tensor.Ones([2]))).Message);
    }

    [Fact]
    public void Whole_numbers_and_results_refuse_requires_grad()
    {
        Assert.Throws<TensorException>(() => Tensor.Arange(3).RequiresGrad = true);
        var error = Assert.Throws<TensorException>(() => (X * 2).RequiresGrad = false);
        Assert.Equal("requires_grad: only leaves can be changed, and an operation made this tensor. Use Detach().", error.Message);
    }
}
