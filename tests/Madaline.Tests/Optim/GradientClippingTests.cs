using Madaline.Optim;
using Madaline.Tests.Deferred;
using Madaline.Tests.Goldens;
using Madaline.Tests.Reference;

namespace Madaline.Tests.Optim;

public sealed class GradientClippingTests
{
    private static readonly GoldenFile File = GoldenFile.Load("optim");

    public static TheoryData<string> Cases =>
        [.. File.Cases.Where(x => x.Text("kind").StartsWith("clip", StringComparison.Ordinal)).Select(x => x.Text("case"))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Clipped_gradients_agree_with_PyTorch(string name) => Check(name, Device.Cpu);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Clipped_gradients_agree_with_PyTorch_on_the_reference_device(string name) => Check(name, ReferenceDevice.Instance);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Clipped_gradients_agree_with_PyTorch_on_the_deferred_device(string name) =>
        Check(name, new DeferredDevice());

    [Fact]
    public void Without_gradients_nothing_is_clipped_and_the_norm_is_0()
    {
        Assert.Equal(0, GradientClipping.ByNorm([Tensor.Zeros([2]).WithGrad()], 1).Item<double>());
        Assert.Equal(0, GradientClipping.ByNorm([WithGrad(Tensor.Zeros([0]))], 1, double.PositiveInfinity)
            .Item<double>());
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(100)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    public void The_gradients_have_the_bits_of_a_factor_known_to_the_host(double scale)
    {
        foreach (DType dtype in (DType[])[DType.Float32, DType.Float64])
        {
            Tensor gradient = Tensor.Randn([37], dtype, new Rng(3)) * (double.IsFinite(scale) ? scale : 1);
            if (!double.IsFinite(scale))
                gradient[5] = Tensor.FromScalar(scale, dtype);
            Tensor parameter = WithGrad(gradient.Clone());
            double norm = GradientClipping.ByNorm([parameter], 6).Item<double>(), factor = 6 / (norm + 1e-6);
            Tensor expected = factor >= 1 ? gradient : gradient * factor;
            Assert.Equal(expected.To(DType.Float64).ToArray<double>(), parameter.Grad!.To(DType.Float64).ToArray<double>());
        }
    }

    [Fact]
    public void Bounds_that_make_no_sense_are_refused()
    {
        Tensor[] none = [];
        Assert.Contains("max_norm is -1; expected at least 0", Refused(() => GradientClipping.ByNorm(none, -1)), StringComparison.Ordinal);
        Assert.Contains("norm_type is 0", Refused(() => GradientClipping.ByNorm(none, 1, 0)), StringComparison.Ordinal);
        Assert.Contains("max_value is NaN", Refused(() => GradientClipping.ByValue(none, double.NaN)), StringComparison.Ordinal);
    }

    private static string Refused(Action action) => Assert.Throws<TensorException>(action).Message;

    private static void Check(string name, Device device)
    {
        var json = File.Cases.Single(x => x.Text("case") == name).Json;
        var arguments = new GoldenArguments(json.GetProperty("args"));
        Tensor[] parameters = [.. json.GetProperty("gradients").EnumerateArray().Select(x =>
            x.ValueKind == System.Text.Json.JsonValueKind.Null ? Tensor.Zeros([2]).WithGrad() : WithGrad(GoldenValue.ToTensor(x).To(device)))];
        if (arguments.Has("clip_value"))
        {
            GradientClipping.ByValue(parameters, arguments.Double("clip_value"));
        }
        else
        {
            double norm = GradientClipping
                .ByNorm(parameters, arguments.Double("max_norm"), arguments.Double("norm_type")).Item<double>();
            var expected = GoldenValue.ToTensor(json.GetProperty("total_norm"));
            Assert.Null(Closeness.Difference("norm", expected, Tensor.FromScalar(norm, DType.Float32)));
        }

        var clipped = json.GetProperty("clipped");
        for (int i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].Grad is { } gradient)
                Assert.Null(Closeness.Difference($"gradient {i}", GoldenValue.ToTensor(clipped[i]), gradient.To(Device.Cpu)));
        }
    }

    private static Tensor WithGrad(Tensor gradient)
    {
        var parameter = Tensor.ZerosLike(gradient).WithGrad();
        parameter.Grad = gradient;
        return parameter;
    }
}
