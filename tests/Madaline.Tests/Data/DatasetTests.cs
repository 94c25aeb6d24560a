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
        var part = new Subset(Numbered.Set(10).With(new ToFloat()), [7, 3, 5]);
        Assert.Equal(3, part.Count);
        Assert.Equal([7L, 3, 5], part.Targets.ToArray<long>());
        Assert.Equal([5, 7], Numbered.Of(part.Gather([2, 0])));
        Assert.Equal([5, 3], Numbered.Of(new Subset(part, [2, 1]).GatherAll()));
        Assert.Equal([2, 3], part.InputShape);
    }

    [Fact]
    public void A_range_is_a_set_in_the_same_memory_and_a_taken_part_a_copy()
    {
        TensorDataset set = Numbered.Set(10), end = set[7..], taken = set.Take([8, 0, 8]);
        Assert.Equal([7, 8, 9], Numbered.Of(end.GatherAll()));
        Assert.Equal([8, 0, 8], Numbered.Of(taken.GatherAll()));
        Assert.Equal(0, set[3..3].Count);
        set.Inputs.AsWritableSpan<byte>()[8 * 6] = 200;
        Assert.Equal((200, 8), (end.Inputs[1, 0, 0].Item<byte>(), taken.Inputs[0, 0, 0].Item<byte>()));
        Assert.Throws<ArgumentOutOfRangeException>(() => set[..11]);
        Assert.Throws<TensorException>(() => set.Take([10]));
    }

    [Fact]
    public void Both_parts_of_a_split_know_the_names_of_the_whole()
    {
        var encoder = TableEncoder.Fit(Table.Parse("a,kind\n1,x\n2,y"), new TableOptions { Target = "kind" });
        var set = new TensorDataset(Tensor.Arange(4).Reshape(4, 1), Tensor.From([0L, 1, 0, 1]), ["x", "y"])
        {
            Name = "four",
            FeatureNames = ["a"],
            Encoder = encoder,
        };
        var (train, test) = set.Split(new Split([0, 2], [1, 3]));
        Assert.Equal([[0L, 2], [0L, 0]], [train.Inputs.ToArray<long>(), train.Targets.ToArray<long>()]);
        Assert.Equal([[1L, 3], [1L, 1]], [test.Inputs.ToArray<long>(), test.Targets.ToArray<long>()]);
        foreach (TensorDataset part in (TensorDataset[])[train, test, set[..1], set.Take([3])])
        {
            Assert.Equal(("four", "a", "x,y"),
                (part.Name, string.Join(',', part.FeatureNames), string.Join(',', part.ClassNames)));
            Assert.Same(encoder, part.Encoder);
        }
    }

    [Fact]
    public void Other_tensors_and_classes_take_the_place_of_a_sets_own()
    {
        TensorDataset set = Numbered.Set(3), other = set.With(targets: Tensor.From([1L, 0, 1]), classNames: ["no", "yes"]);
        Assert.Equal([1L, 0, 1], other.Targets.ToArray<long>());
        Assert.Equal(["no", "yes"], other.ClassNames);
        Assert.Equal(set.Inputs.ToArray<byte>(), other.Inputs.ToArray<byte>());
        Assert.True(other.IsImages);
        Assert.False(set.With(Tensor.Zeros([3, 2])).IsImages);
        Assert.Throws<TensorException>(() => set.With(Tensor.Zeros([4, 2])));
    }

    [Fact]
    public void Control_characters_in_names_are_replaced()
    {
        var set = new TensorDataset(Tensor.Zeros([1, 1]), Tensor.Zeros([1], DType.Int64), ["a\u001b[31m"])
        {
            Name = "b\u0007",
            FeatureNames = ["c\u202e"],
        };
        Assert.Equal(("a\ufffd[31m", "b\ufffd", "c\ufffd"), (set.ClassNames[0], set.Name, set.FeatureNames[0]));
    }

    [Fact]
    public void A_table_becomes_a_set_with_its_names_and_its_encoder()
    {
        var file = Table.Parse("size,kind\n1,x\n2,y\n3,x");
        TableData table = TableEncoder.Fit(file, new TableOptions { Target = "kind" }).Encode(file);
        TensorDataset set = table.ToDataset("letters");
        Assert.Equal((3, "letters", false), (set.Count, set.Name, set.IsImages));
        Assert.Equal(["size"], set.FeatureNames);
        Assert.Equal(["x", "y"], set.ClassNames);
        Assert.Equal([0L, 1, 0], set.Targets.ToArray<long>());
        Assert.Same(table.Encoder, set.Encoder);
    }

    [Fact]
    public void A_transform_that_refuses_the_samples_is_refused_at_once() =>
        Assert.Throws<TensorException>(() => Numbered.Set(2).With(new Normalize([0.1, 0.2, 0.3], [1, 1, 1])));

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
        Dataset set = Numbered.Set(4).With(new ToFloat().Then(new Flat())).With(new Normalize(0.5, 0.25));
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
