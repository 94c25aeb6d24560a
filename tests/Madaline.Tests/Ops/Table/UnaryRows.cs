namespace Madaline.Tests.Ops;

/// <summary>One tensor in, element by element; and an op with a number on either side.</summary>
internal static class UnaryRows
{
    private static readonly (double, double) Positive = (0.1, 4);

    public static IEnumerable<OpRow> All =>
    [
        Of("abs", x => x.Abs()) with { Integers = true },
        Of("ceil", x => x.Ceil()) with { Integers = true },
        Of("floor", x => x.Floor()) with { Integers = true },
        Of("round", x => x.Round()) with { Integers = true },
        Of("sign", x => x.Sign()) with { Integers = true },
        Of("neg", x => -x) with { Integers = true },
        Of("square", x => x.Square()) with { Integers = true },
        Of("clamp", x => x.Clamp(-1, 2)) with { Integers = true },
        Of("clamp/min", x => x.Clamp(min: 0.5)),
        Of("clamp/max", x => x.Clamp(max: -0.5)),
        Of("relu", x => x.Relu()) with { Integers = true },
        Of("leaky_relu", x => x.LeakyRelu(0.2)) with { Replay = (x, a) => x[0].LeakyRelu(a["negative_slope"].Number) },
        Of("elu", x => x.Elu(1.3)) with { Replay = (x, a) => x[0].Elu(a["alpha"].Number) },
        Of("gelu", x => x.Gelu()) with { Replay = (x, a) => x[0].Gelu(a["approximate"].Text == "tanh") },
        Of("gelu/tanh", x => x.Gelu(approximate: true)) with { Absolute = (4e-6, 1e-12) },
        Of("silu", x => x.Silu()),
        Of("softplus", x => x.Softplus()) with
        {
            Replay = (x, a) => x[0].Softplus(a["beta"].Number, a["threshold"].Number),
        },
        Of("softplus/beta", x => x.Softplus(2.5, 4)),
        Of("sigmoid", x => x.Sigmoid()),
        Of("tanh", x => x.Tanh()),
        Of("erf", x => x.Erf()),
        Of("exp", x => x.Exp()),
        Of("expm1", x => x.ExpM1()),
        Of("log", x => x.Log()) with { Domain = Positive },
        Of("log1p", x => x.Log1P()) with { Domain = (-0.9, 4) },
        Of("sin", x => x.Sin()) with { Domain = (-9, 9) },
        Of("cos", x => x.Cos()) with { Domain = (-9, 9) },
        Of("sqrt", x => x.Sqrt()) with { Domain = Positive },
        Of("rsqrt", x => x.Rsqrt()) with { Domain = Positive },
        Of("reciprocal", x => x.Reciprocal()) with { Domain = Positive },
        Truth("isfinite", x => x.IsFinite()) with { Integers = true },
        Truth("isinf", x => x.IsInfinity()) with { Integers = true },
        Truth("isnan", x => x.IsNaN()) with { Integers = true },
        Truth("logical_not", x => !x) with { Integers = true, Step = 1 },
        Of("add/number", x => x + 1.5),
        Of("sub/number", x => x - 1.5),
        Of("sub/from number", x => 2.5 - x),
        Of("mul/number", x => 2 * x) with { Integers = true },
        Of("div/number", x => x / 3),
        Of("div/of number", x => 3.0 / x) with { Domain = Positive },
        Of("pow/number", x => x.Pow(3)) with { Integers = true },
        Of("pow/half", x => x.Pow(0.5)) with { Domain = Positive },
        Of("remainder/number", x => x % 2) with { Integers = true },
        Of("floor_divide/number", x => x.FloorDivide(2)) with { Integers = true },
        Of("maximum/number", x => x.Maximum(0.5)),
        Of("minimum/number", x => x.Minimum(0.5)),
        Truth("gt/number", x => x > 1) with { Integers = true, Step = 0.5 },
        Truth("eq/number", x => x.EqualTo(1)) with { Integers = true, Step = 0.5 },
    ];

    private static OpRow Of(string name, Func<Tensor, Tensor> run) => new(name, x => run(x[0])) { IsElementwise = true };

    private static OpRow Truth(string name, Func<Tensor, Tensor> run) => Of(name, run) with { HasGradient = false };
}
