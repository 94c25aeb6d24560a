using Madaline.NN;

namespace Madaline.Tests.NN;

public class DropoutTests
{
    [Fact]
    public void Training_drops_a_share_and_scales_the_rest()
    {
        float[] y = new Dropout(0.25, new Rng(1)).Call(Tensor.Ones([100, 100])).ToArray<float>();
        Assert.All(y, v => Assert.True(v == 0 || v == 1 / 0.75f));
        Assert.Equal(0.25, y.Count(v => v == 0) / 10000.0, 0.02);
    }

    [Fact]
    public void The_gradient_passes_the_same_mask()
    {
        Tensor x = Tensor.Randn([30, 7], rng: new Rng(2)).WithGrad();
        Tensor y = new Dropout(0.5, new Rng(1)).Call(x);
        y.Backward(Tensor.Ones([30, 7]));
        Assert.Equal(x.ToArray<float>().Zip(x.Grad!.ToArray<float>(), (a, b) => a * b), y.ToArray<float>());
    }

    [Fact]
    public void Evaluation_returns_the_input_itself_and_draws_nothing()
    {
        var layer = new Dropout(0.5, new Rng(1));
        layer.Eval();
        Tensor x = Tensor.Ones([3]);
        Assert.Same(x, layer.Call(x));
        Assert.Equal(0, layer.NamedRngs().Single().Rng.Position);
    }

    public static TheoryData<string> Kinds => ["elements", "lines", "images"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Without_random_numbers_it_evaluates_and_refuses_to_train(string kind)
    {
        (Module layer, Tensor x) = kind switch
        {
            "elements" => ((Module)new Dropout(0.5, Rng.None), Tensor.Ones([3])),
            "lines" => (new Dropout1d(0.5, Rng.None), Tensor.Ones([2, 3, 4])),
            _ => (new Dropout2d(0.5, Rng.None), Tensor.Ones([2, 3, 4, 4])),
        };
        var error = Assert.Throws<TensorException>(() => layer.Call(x));
        Assert.Contains("The layer was made with Rng.None, for evaluation; expected a stream while training.", error.Message);
        layer.Eval();
        Assert.Same(x, layer.Call(x));
        Assert.Empty(layer.NamedRngs());
    }

    [Fact]
    public void Whoever_needs_numbers_and_has_none_is_told()
    {
        Action[] needs =
        [
            () => new Linear(2, 3, rng: Rng.None), () => Tensor.Randn([2], rng: Rng.None), () => Rng.None.NextDouble(),
            () => Rng.None.Split("a").Split(1).Permutation(3),
        ];
        Assert.All(needs, need => Assert.StartsWith(
            "rng: there are no random numbers. The stream is Rng.None;", Assert.Throws<TensorException>(need).Message));
    }

    [Fact]
    public void The_mask_depends_on_seed_and_position_alone()
    {
        Dropout first = new(0.5, new Rng(1)), second = new(0.5, new Rng(1));
        Tensor x = Tensor.Ones([1000]);
        float[] a = first.Call(x).ToArray<float>(), b = first.Call(x).ToArray<float>();
        Assert.NotEqual(a, b);
        var stream = second.NamedRngs().Single().Rng;
        stream.Position = 1000;
        Assert.Equal(b, second.Call(x).ToArray<float>());
        stream.Position = 0;
        Assert.Equal(a, second.Call(x).ToArray<float>());
    }

    [Fact]
    public void Two_layers_drop_differently()
    {
        var rng = new Rng(1);
        Tensor x = Tensor.Ones([1000]);
        Assert.NotEqual(new Dropout(0.5, rng).Call(x).ToArray<float>(), new Dropout(0.5, rng).Call(x).ToArray<float>());
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_share_outside_zero_to_one_is_refused(double p) => Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(p));
}
