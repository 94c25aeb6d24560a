using Madaline.NN;
using static Madaline.Tests.Ops.ExtremeRow;

namespace Madaline.Tests.Ops;

/// <summary>Tensors from nothing, and the weights of layers.</summary>
internal static class CreationExtremes
{
    public static IEnumerable<ExtremeRow> All =>
    [
        TooMany("shape", "shape", () => Ones(65536, 65536)),
        TooMany("shape of three", "shape", () => Ones(Most, Most, Most)),
        TooMany("shape that wraps to 0", "shape", () => Ones(65536, 65536, 65536, 65536)),
        TooMany("zeros", "zeros", () => Tensor.Zeros([Most], DType.Float64)),
        TooMany("zeros of 16 GB", "zeros", () => Tensor.Zeros([2_000_000_000], DType.Float64)),
        TooMany("zeros of 16 GB of longs", "zeros", () => Tensor.Zeros([2_000_000, 1000], DType.Int64)),
        TooMany("ones", "ones", () => Tensor.Ones([Most])),
        TooMany("full", "full", () => Tensor.Full([Most], 2, DType.Int64)),
        TooMany("uniform", "uniform", () => Tensor.Rand([Most])),
        TooMany("normal", "normal", () => Tensor.Randn([Most], DType.Float64)),
        TooMany("randint", "randint", () => Tensor.RandInt(0, 2, [Most])),
        TooMany("bernoulli", "bernoulli", () => Tensor.Bernoulli([Most], 0.5)),
        Refused("randperm of -1", "randperm", "negative", () => Tensor.RandPerm(-1)),
        Refused("randperm of the least", "randperm", "negative", () => Tensor.RandPerm(Least)),
        TooMany("randperm", "randperm", () => Tensor.RandPerm(Most)),
        TooMany("arange to 1e10", "arange", () => Tensor.Arange(0, 1e10)),
        TooMany("arange of longs", "arange", () => Tensor.Arange(long.MinValue, long.MaxValue)),
        TooMany("arange of small steps", "arange", () => Tensor.Arange(0, 1.0, 1e-12)),
        TooMany("arange to the most", "arange", () => Tensor.Arange(Most)),
        TooMany("linspace", "linspace", () => Tensor.Linspace(0, 1, Most)),
        Refused("linspace of -1", "linspace", "negative", () => Tensor.Linspace(0, 1, -1)),
        TooMany("eye", "eye", () => Tensor.Eye(Most)),
        TooMany("eye that wraps", "eye", () => Tensor.Eye(65536)),
        TooMany("eye with columns", "eye", () => Tensor.Eye(2, Most)),
        Refused("eye of -1", "eye", "negative", () => Tensor.Eye(-1)),
        Refused("eye of -1 columns", "eye", "negative", () => Tensor.Eye(2, -1)),
        TooMany("linear layer", "shape", () => new Linear(Most, Most).Weight),
        TooMany("embedding layer", "shape", () => new Embedding(Most, 2).Weight),
        TooMany("convolution layer", "shape", () => new Conv2d(Most, 1, 2).Weight),
        TooMany("convolution layer's kernel", "shape", () => new Conv2d(1, 1, 65536).Weight),
        TooMany("batch norm layer", "ones", () => new BatchNorm1d(Most).Weight!),
        TooMany("layer norm layer", "ones", () => new LayerNorm(Most).Weight!),
    ];
}
