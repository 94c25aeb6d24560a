namespace Madaline.Tests.Autograd;

public sealed class AnomalyTests
{
    [Fact]
    public void The_op_whose_output_holds_nan_is_named()
    {
        Tensor x = Tensor.From([1f, -1]).WithGrad();
        using var scope = new DetectAnomaly();
        var error = Assert.Throws<TensorException>(() => ((x * 2).Log() + 1).Sum());
        Assert.Equal("log", error.Op);
        Assert.StartsWith("log: its output holds NaN. Output is [2]; expected numbers.", error.Message);
    }

    [Fact]
    public void The_op_whose_backward_made_nan_is_named()
    {
        Tensor x = Tensor.From([0f, 4]).WithGrad();
        using var scope = new DetectAnomaly();
        Tensor y = (x.Sqrt() * 0).Sum();
        var error = Assert.Throws<TensorException>(() => y.Backward());
        Assert.Equal("sqrt", error.Op);
        Assert.StartsWith("sqrt: its backward made NaN. Gradient is [2]; expected numbers.", error.Message);
    }

    [Fact]
    public void Outside_the_scope_nothing_is_watched()
    {
        new DetectAnomaly().Dispose();
        Tensor x = Tensor.From([-1f]).WithGrad();
        Assert.True(float.IsNaN(x.Log().Item<float>()));
    }
}
