using System.Text.Json;
using Madaline.NN;

namespace Madaline.Tests.NN;

public class InitTests
{
    private static readonly Dictionary<(string, string), JsonElement> Cases = GoldenJson.Cases("init.json")
        .ToDictionary(c => (c.GetProperty("init").GetString()!, c.GetProperty("case").GetString()!));

    public static TheoryData<string, string> Initialisers =>
        GoldenJson.Names("init.json", "init", "kaiming_uniform", "kaiming_normal", "xavier_uniform", "xavier_normal");

    public static TheoryData<string, string> Gains => GoldenJson.Names("init.json", "init", "calculate_gain");

    public static TheoryData<string, string> Fans => GoldenJson.Names("init.json", "init", "fans");

    public static TheoryData<string, string> Linears => GoldenJson.Names("init.json", "init", "Linear");

    [Theory]
    [MemberData(nameof(Initialisers))]
    public void Draws_have_the_bound_or_deviation_of_PyTorch(string init, string name)
    {
        var golden = Cases[(init, name)];
        var args = golden.GetProperty("args");
        Tensor w = Tensor.Zeros(ShapeOf(args));
        double Number(string key) => args.GetProperty(key).GetDouble();
        FanMode Mode() => args.GetProperty("mode").GetString() == "fan_in" ? FanMode.Incoming : FanMode.Outgoing;
        Nonlinearity Follows() => Kind(args.GetProperty("nonlinearity").GetString()!);
        var rng = new Rng(5);
        _ = init switch
        {
            "kaiming_uniform" => Init.KaimingUniform(w, Number("a"), Mode(), Follows(), rng),
            "kaiming_normal" => Init.KaimingNormal(w, Number("a"), Mode(), Follows(), rng),
            "xavier_uniform" => Init.XavierUniform(w, Number("gain"), rng),
            _ => Init.XavierNormal(w, Number("gain"), rng),
        };
        AssertSpread(w, golden);
    }

    [Theory]
    [MemberData(nameof(Gains))]
    public void Gains_are_those_of_PyTorch(string init, string name)
    {
        var golden = Cases[(init, name)];
        var slope = golden.GetProperty("args").GetProperty("param");
        double gain = Init.Gain(
            Kind(golden.GetProperty("args").GetProperty("nonlinearity").GetString()!),
            slope.ValueKind == JsonValueKind.Number ? slope.GetDouble() : 0.01);
        Assert.Equal(golden.GetProperty("gain").GetDouble(), gain, 1e-12);
    }

    [Theory]
    [MemberData(nameof(Fans))]
    public void Fans_are_those_of_PyTorch(string init, string name)
    {
        var golden = Cases[(init, name)];
        var (incoming, outgoing) = Init.Fans(Tensor.Zeros(ShapeOf(golden.GetProperty("args"))));
        Assert.Equal(golden.GetProperty("fan_in").GetInt32(), incoming);
        Assert.Equal(golden.GetProperty("fan_out").GetInt32(), outgoing);
    }

    [Theory]
    [MemberData(nameof(Linears))]
    public void A_linear_layer_starts_within_the_bounds_of_PyTorch(string init, string name)
    {
        var golden = Cases[(init, name)];
        var args = golden.GetProperty("args");
        var layer = new Linear(args.GetProperty("in_features").GetInt32(), args.GetProperty("out_features").GetInt32(), rng: new Rng(3));
        AssertUniform(layer.Weight, golden.GetProperty("weight_bound").GetDouble());
        AssertUniform(layer.Bias!, golden.GetProperty("bias_bound").GetDouble());
    }

    [Fact]
    public void An_embedding_starts_standard_normal_with_a_padding_row_of_zeros()
    {
        var weight = new Embedding(400, 300, paddingIndex: -1, rng: new Rng(3)).Weight.Detach();
        Assert.Equal(0, weight.Mean().Item<double>(), 0.02);
        Assert.Equal(1, weight.Std().Item<double>(), 0.02);
        Assert.All(weight[^1].ToArray<float>(), x => Assert.Equal(0, x));
    }

    [Theory]
    [InlineData(3, 5)]
    [InlineData(5, 3)]
    [InlineData(40, 40)]
    public void An_orthogonal_matrix_is_orthogonal(int rows, int columns)
    {
        Tensor w = Init.Orthogonal(Tensor.Zeros([rows, columns], DType.Float64), 2, new Rng(1));
        Tensor product = rows <= columns ? w.MatMul(w.T) : w.T.MatMul(w);
        Tensor expected = Tensor.Eye(Math.Min(rows, columns), dtype: DType.Float64) * 4.0;
        GoldenJson.AssertClose(expected, product, "product with itself");
    }

    [Fact]
    public void The_same_seed_draws_the_same_weights()
    {
        float[] a = new Linear(5, 3, rng: new Rng(9)).Weight.ToArray<float>(), b = new Linear(5, 3, rng: new Rng(9)).Weight.ToArray<float>();
        Assert.Equal(a, b);
        Assert.NotEqual(a, new Linear(5, 3, rng: new Rng(10)).Weight.ToArray<float>());
    }

    [Fact]
    public void Parameters_can_be_initialised_although_they_require_gradients()
    {
        var layer = new Linear(2, 3);
        Assert.All(Init.Ones(layer.Weight).ToArray<float>(), x => Assert.Equal(1, x));
        Assert.All(Init.Zeros(layer.Bias!).ToArray<float>(), x => Assert.Equal(0, x));
        Assert.True(layer.Weight.RequiresGrad);
        Assert.Contains("two dimensions", Assert.Throws<TensorException>(() => Init.XavierNormal(layer.Bias!)).Message);
    }

    private static Shape ShapeOf(JsonElement args) =>
        (int[])[.. args.GetProperty("shape").EnumerateArray().Select(e => e.GetInt32())];

    private static Nonlinearity Kind(string name) => Enum.Parse<Nonlinearity>(name.Replace("_", ""), ignoreCase: true);

    private static void AssertSpread(Tensor w, JsonElement golden)
    {
        if (golden.TryGetProperty("bound", out var bound))
            AssertUniform(w, bound.GetDouble());
        else
            Assert.Equal(1, w.Std().Item<double>() / golden.GetProperty("std").GetDouble(), w.Elements > 1000 ? 0.05 : 0.25);
    }

    private static void AssertUniform(Tensor w, double bound)
    {
        double largest = w.Detach().Abs().Max().Item<double>();
        Assert.True(largest <= bound * (1 + 1e-6), $"{largest} exceeds {bound}");
        if (w.Elements > 50)
            Assert.True(largest > 0.9 * bound, $"{largest} stays far below {bound}");
    }
}
