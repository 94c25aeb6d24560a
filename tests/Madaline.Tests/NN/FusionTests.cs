using Madaline.NN;

namespace Madaline.Tests.NN;

/// <summary>Layers that a network does in one pass give the bits of the same layers one after the other.</summary>
public class FusionTests
{
    private static readonly Dictionary<string, (Func<Rng, DType, Module[]> Make, int[] Input)> Chains = new()
    {
        ["linear, relu"] = ((rng, d) => [new Linear(9, 7, rng: rng, dtype: d), new Relu()], [5, 9]),
        ["linear without bias, relu, linear"] = ((rng, d) =>
            [new Linear(9, 33, bias: false, rng: rng, dtype: d), new Relu(), new Linear(33, 2, rng: rng, dtype: d)],
            [70, 9]),
        ["linear of three dimensions, relu"] =
            ((rng, d) => [new Linear(600, 17, rng: rng, dtype: d), new Relu()], [2, 3, 600]),
        ["linear, relu, relu"] =
            ((rng, d) => [new Linear(3, 50, rng: rng, dtype: d), new Relu(), new Relu()], [300, 3]),
    };

    public static TheoryData<string, DType, bool> Cases()
    {
        var cases = new TheoryData<string, DType, bool>();
        foreach (string name in Chains.Keys)
        {
            foreach (bool training in (bool[])[true, false])
            {
                cases.Add(name, DType.Float32, training);
                cases.Add(name, DType.Float64, training);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_chain_gives_the_bits_of_its_layers_one_after_the_other(string name, DType dtype, bool training)
    {
        var (make, shape) = Chains[name];
        Tensor input = Tensor.Randn([.. shape], dtype, new Rng(2));
        var apart = Outcome(input, make(new Rng(1), dtype), training, layers => x =>
        {
            foreach (var layer in layers)
                x = layer.Call(x);
            return x;
        });
        var together = Outcome(input, make(new Rng(1), dtype), training, layers => new Sequential(layers).Call);
        Assert.Equal(apart, together);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_chain_gives_the_same_bits_without_recording(string name, DType dtype, bool training)
    {
        var (make, shape) = Chains[name];
        Tensor input = Tensor.Randn([.. shape], dtype, new Rng(2));
        Tensor apart = input;
        foreach (var layer in Prepared(make(new Rng(1), dtype), training))
            apart = layer.Call(apart);
        var network = new Sequential(Prepared(make(new Rng(1), dtype), training));
        Assert.Equal(Bits(apart), Bits(NoGrad.Run(() => network.Call(input))));
    }

    [Fact]
    public void A_rectifier_after_a_linear_layer_leaves_no_node_of_its_own()
    {
        var network = new Sequential(new Linear(4, 3), new Relu());
        Assert.Equal("linear", network.Call(Tensor.Ones([2, 4])).GradFn!.Name);
    }

    /// <summary>Output, input gradient, parameter gradients and buffers, as text that shows every bit.</summary>
    private static string[] Outcome(
        Tensor input, Module[] layers, bool training, Func<Module[], Func<Tensor, Tensor>> call)
    {
        Tensor x = input.Clone().WithGrad();
        Prepared(layers, training);
        Tensor y = call(layers)(x);
        (y * Tensor.Randn(y.Shape, y.DType, new Rng(3))).Sum().Backward();
        IEnumerable<Tensor> all = [y, x.Grad!, .. layers.SelectMany(l => l.Parameters()).Select(p => p.Grad!),
            .. layers.SelectMany(l => l.NamedBuffers()).Select(b => b.Tensor)];
        return [.. all.Select(Bits)];
    }

    private static Module[] Prepared(Module[] layers, bool training)
    {
        foreach (var layer in layers)
            layer.Train(training);
        return layers;
    }

    private static string Bits(Tensor x) => x.Shape + " " + string.Join(' ', x.DType switch
    {
        DType.Float32 => x.ToArray<float>().Select(v => BitConverter.SingleToInt32Bits(v).ToString("x8")),
        DType.Float64 => x.ToArray<double>().Select(v => BitConverter.DoubleToInt64Bits(v).ToString("x16")),
        _ => x.ToArray<long>().Select(v => v.ToString()),
    });
}
