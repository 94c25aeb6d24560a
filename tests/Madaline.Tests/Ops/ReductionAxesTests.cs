namespace Madaline.Tests.Ops;

/// <summary>Products and truth over several dimensions at once.</summary>
public sealed class ReductionAxesTests
{
    private static readonly Tensor X = Tensor.From(new float[,,] { { { 1, 2 }, { 3, 4 } }, { { 5, 6 }, { 0, 8 } } });

    [Fact]
    public void Product_over_two_dimensions()
    {
        Assert.Equal([0f, 384f], X.Prod([0, 1]).ToArray<float>());
        Assert.Equal([1, 1, 2], X.Prod([0, 1], keepDims: true).Shape);
    }

    [Fact]
    public void Any_and_all_over_two_dimensions()
    {
        Assert.Equal([true, false], X.All([1, 2]).ToArray<bool>());
        Assert.Equal([true, true], X.Any([1, 2]).ToArray<bool>());
        Assert.Equal([1, 1, 1], X.All([], keepDims: true).Shape);
    }

    [Fact]
    public void Product_over_two_dimensions_has_its_gradient() =>
        GradCheck.Run(x => x.Prod([0, 2]), Tensor.Uniform([2, 3, 4], 0.5, 1.5, DType.Float64, new Rng(1)));
}
