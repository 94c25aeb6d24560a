using Madaline.Tests.Reference;

namespace Madaline.Tests.Autograd;

public sealed class BackwardTests
{
    public static TheoryData<string> Devices => TestDevices.Names;

    [Theory]
    [MemberData(nameof(Devices))]
    public void Gradients_add_up_until_they_are_cleared(string device)
    {
        Tensor x = Leaf(device, 1, 2);
        x.Square().Sum().Backward();
        x.Square().Sum().Backward();
        Assert.Equal([4f, 8], x.Grad!.ToArray<float>());
        x.ZeroGrad();
        Assert.Null(x.Grad);
        x.Sum().Backward();
        Assert.Equal([1f, 1], x.Grad!.ToArray<float>());
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void A_shared_subexpression_passes_on_the_sum_once(string device)
    {
        // A diamond: u = x², y = u·v with v = 3u + u, so y = 4·x⁴ and dy/dx = 16·x³.
        Tensor x = Leaf(device, 1, 2), u = x.Square(), v = (3 * u) + u;
        (u * v).Sum().Backward();
        Assert.Equal([16f, 128], x.Grad!.ToArray<float>());
    }

    [Fact]
    public void Gradients_add_up_on_one_that_was_set_as_an_expanded_tensor()
    {
        Tensor x = Tensor.From([1f, 2f, 3f]).WithGrad();
        x.Grad = Tensor.Ones([1]).Expand(3);
        (x * Tensor.From([1f, 2f, 3f])).Sum().Backward();
        Assert.Equal([2f, 3f, 4f], x.Grad!.ToArray<float>());
    }

    [Fact]
    public void A_long_chain_needs_no_deep_stack()
    {
        Tensor x = Leaf("cpu", 1), y = x;
        for (int i = 0; i < 20_000; i++)
            y = y + 1;
        y.Sum().Backward();
        Assert.Equal([1f], x.Grad!.ToArray<float>());
    }

    [Fact]
    public void A_tower_of_diamonds_is_walked_once_not_exponentially()
    {
        Tensor x = Leaf("cpu", 1), y = x;
        for (int i = 0; i < 60; i++)
            y = (y + y) * 0.5;
        y.Sum().Backward();
        Assert.Equal([1f], x.Grad!.ToArray<float>());
    }

    [Fact]
    public void The_same_operand_twice_gets_both_gradients()
    {
        Tensor x = Leaf("cpu", 3);
        (x * x).Sum().Backward();
        Assert.Equal([6f], x.Grad!.ToArray<float>());
    }

    [Fact]
    public void Retained_graphs_run_again_and_others_refuse()
    {
        Tensor x = Leaf("cpu", 2), y = x.Exp().Sum();
        y.Backward(retainGraph: true);
        float once = x.Grad!.ToArray<float>()[0];
        y.Backward();
        Assert.Equal(2 * once, x.Grad.ToArray<float>()[0]);
        var error = Assert.Throws<TensorException>(() => y.Backward());
        Assert.Equal("sum: backward came here a second time, after what it saved was released. "
            + "Call Backward(retainGraph: true) the first time, or compute the loss anew.", error.Message);
    }

    [Fact]
    public void A_gradient_can_be_given()
    {
        Tensor x = Leaf("cpu", 1, 2);
        Tensor weights = Tensor.From([10f, 100]);
        x.Square().Backward(weights);
        Assert.Equal([20f, 400], x.Grad!.ToArray<float>());
        Assert.Equal([10f, 100], weights.ToArray<float>());
    }

    [Fact]
    public void A_gradient_that_was_given_is_not_written_to()
    {
        Tensor x = Leaf("cpu", 1, 2), given = Tensor.From([1f, 1]);
        (x + 0).Backward(given);
        (x + 0).Backward(given);
        x.Grad!.AddInPlace(5);
        Assert.Equal([1f, 1], given.ToArray<float>());
        Tensor y = Leaf("cpu", 1, 2);
        y.Backward(given);
        y.Backward(given);
        Assert.Equal([2f, 2], y.Grad!.ToArray<float>());
        Assert.Equal([1f, 1], given.ToArray<float>());
    }

    [Fact]
    public void Gradients_of_two_leaves_do_not_share_memory()
    {
        Tensor x = Leaf("cpu", 1, 2), y = Leaf("cpu", 3, 4);
        (x + y).Sum().Backward();
        x.Grad!.AddInPlace(5);
        Assert.Equal([1f, 1], y.Grad!.ToArray<float>());
    }

    [Fact]
    public void An_unused_output_leaves_its_branch_out()
    {
        Tensor x = Leaf("cpu", 5, 1, 3);
        var (values, _) = x.Sort();
        _ = values.Exp();
        x.Max().Backward();
        Assert.Equal([1f, 0, 0], x.Grad!.ToArray<float>());
    }

    [Fact]
    public void Retained_gradients_stay_at_results()
    {
        Tensor x = Leaf("cpu", 2), u = x * 3, y = u.Square();
        u.RetainGrad();
        y.Sum().Backward();
        Assert.Equal([12f], u.Grad!.ToArray<float>());
        Assert.Equal([36f], x.Grad!.ToArray<float>());
        Assert.Null(y.Grad);
    }

    [Fact]
    public void Devices_and_dtypes_on_the_way_are_crossed_backward()
    {
        Tensor x = Leaf("cpu", 1, 2);
        x.To(ReferenceDevice.Instance).To(DType.Float64).Square().To(Device.Cpu).Sum().Backward();
        Assert.Equal(DType.Float32, x.Grad!.DType);
        Assert.Same(Device.Cpu, x.Grad.Device);
        Assert.Equal([2f, 4], x.Grad.ToArray<float>());
    }

    private static Tensor Leaf(string device, params float[] values) =>
        Tensor.From(values).To(TestDevices.Named(device)).WithGrad();
}
