namespace Madaline.Tests.Ops;

/// <summary>Tensors from nothing; the operand only says where, of what type and of what shape.</summary>
internal static class CreationRows
{
    public static IEnumerable<OpRow> All =>
    [
        Of("create/zeros", x => Tensor.Zeros(x.Shape, x.DType, x.Device)) with { Integers = true },
        Of("create/ones", x => Tensor.OnesLike(x)) with { Integers = true },
        Of("create/full", x => Tensor.Full(x.Shape, 3, x.DType, x.Device)) with { Integers = true },
        Of("create/scalar", x => Tensor.FromScalar(2.5, x.DType, x.Device)),
        Of("arange", x => Tensor.Arange(x.Elements, x.DType, x.Device)) with { Integers = true },
        Of("arange/step", x => Tensor.Arange(1.0, -2.0, -0.3, x.DType, x.Device)),
        Of("linspace", x => Tensor.Linspace(-1, 2, x.Elements, x.DType, x.Device)),
        Of("eye", x => Tensor.Eye(x.Elements, 5, x.DType, x.Device)) with { Integers = true },
        Of("uniform", x => Tensor.Uniform(x.Shape, -2, 5, x.DType, new Rng(3), x.Device)),
        Of("normal", x => Tensor.Normal(x.Shape, 1, 2, x.DType, new Rng(4), x.Device)),
        Of("randint", x => Tensor.RandInt(0, 100, x.Shape, x.DType, new Rng(5), x.Device)) with { Integers = true },
        Of("bernoulli", x => Tensor.Bernoulli(x.Shape, 0.3, x.DType, new Rng(6), x.Device)) with { Integers = true },
        Of("randperm", x => Tensor.RandPerm(x.Elements, new Rng(7), x.Device)),
    ];

    private static OpRow Of(string name, Func<Tensor, Tensor> run) => new(name, x => run(x[0])) { HasGradient = false };
}
