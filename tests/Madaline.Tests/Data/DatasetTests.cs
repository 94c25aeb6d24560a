using Madaline.Data;

namespace Madaline.Tests.Data;

public sealed class DatasetTests
{
    [Fact]
    public void A_tensor_set_gathers_in_the_order_asked_and_keeps_bytes()
    {
        Batch batch = Numbered.Set(5).Gather([4, 0, 4]);
        Assert.Equal(DType.UInt8, batch.Inputs.DType);
        Assert.Equal([3, 2, 3], batch.Inputs.Shape);
        Assert.Equal([4, 0, 4], Numbered.Of(batch));
        Assert.Equal(3, batch.Count);
    }

    [Fact]
    public void A_strided_view_is_gathered_like_its_copy()
    {
        Tensor x = Tensor.Arange(6, DType.Float32).Reshape(2, 3).Transpose(0, 1);
        var set = new TensorDataset(x, Tensor.Arange(3));
        Assert.Equal([2f, 5f, 0f, 3f], set.Gather([2, 0]).Inputs.ToArray<float>());
    }

    [Fact]
    public void Inputs_without_a_target_each_are_refused()
    {
        var error = Assert.Throws<TensorException>(() => new TensorDataset(Tensor.Zeros([3, 2]), Tensor.Arange(4)));
        Assert.Contains("[3, 2]", error.Message, StringComparison.Ordinal);
        Assert.Throws<TensorException>(() => new TensorDataset(Tensor.FromScalar(1), Tensor.FromScalar(1)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    public void A_sample_that_is_not_there_is_refused(int index)
    {
        var error = Assert.Throws<TensorException>(() => Numbered.Set(5).Gather([0, index]));
        Assert.Contains("expected 0 to 4", error.Message, StringComparison.Ordinal);
        Assert.Throws<TensorException>(() => new Subset(Numbered.Set(5), [index]));
        Assert.Throws<TensorException>(() => new Subset(Numbered.Set(5), [0, 1, 2, 3, 4]).Gather([index]));
    }

    [Fact]
    public void A_subset_renumbers_and_a_subset_of_it_does_again()
    {
        var part = new Subset(Numbered.Set(10, new ToFloat()), [7, 3, 5]);
        Assert.Equal(3, part.Count);
        Assert.Equal([7L, 3, 5], part.Targets.ToArray<long>());
        Assert.Equal([5, 7], Numbered.Of(part.Gather([2, 0])));
        Assert.Equal([5, 3], Numbered.Of(new Subset(part, [2, 1]).GatherAll()));
        Assert.Equal([2, 3], part.InputShape);
    }

    [Fact]
    public void Bytes_become_numbers_from_0_to_1_and_other_numbers_stay()
    {
        Tensor bytes = Tensor.From<byte>([0, 51, 255], [1, 3]);
        Assert.Equal([0f, 51 / 255f, 1f], new ToFloat().Apply(bytes).ToArray<float>());
        Assert.Equal([0.0, 0.2, 1.0], new ToFloat(DType.Float64).Apply(bytes).ToArray<double>());
        Assert.Equal([0, 51, 255], bytes.ToArray<byte>());
        Assert.Equal([3f], new ToFloat().Apply(Tensor.From<int>([3], [1, 1])).ToArray<float>());
    }

    [Fact]
    public void Transforms_follow_one_another_and_know_the_shape_they_make()
    {
        Dataset set = Numbered.Set(4, new ToFloat().Then(new Flat())).With(new Normalize(0.5, 0.25));
        Assert.Equal([6], set.InputShape);
        Batch batch = set.Gather([3]);
        Assert.Equal([1, 6], batch.Inputs.Shape);
        Assert.All(batch.Inputs.ToArray<float>(), x => Assert.Equal((3 / 255f - 0.5f) / 0.25f, x));
        Assert.Equal([0, 6], set.Gather([]).Inputs.Shape);
    }

    [Fact]
    public void A_transform_leaves_the_inputs_given_as_they_are()
    {
        Tensor x = Tensor.From([1f, 2f], [1, 2]);
        foreach (Transform transform in (Transform[])[new ToFloat(), new Normalize(1, 2), new ZScoreScaler().Fit(x)])
        {
            transform.Apply(x);
            Assert.Equal([1f, 2f], x.ToArray<float>());
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, -1)]
    [InlineData(double.NaN, 1)]
    [InlineData(0, double.PositiveInfinity)]
    public void Normalising_by_what_is_no_scale_is_refused(double mean, double deviation) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Normalize(mean, deviation));

    [Fact]
    public void Normalising_bytes_is_refused_with_the_remedy() => Assert.Contains("To(DType.Float32)",
        Assert.Throws<TensorException>(() => new Normalize(0, 1).Apply(Numbered.Set(1).Inputs)).Message,
        StringComparison.Ordinal);
}
