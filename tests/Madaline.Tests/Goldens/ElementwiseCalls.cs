namespace Madaline.Tests.Goldens;

/// <summary>Functions of one tensor, element by element.</summary>
internal static class ElementwiseCalls
{
    public static Dictionary<string, OpCall> Table { get; } = new()
    {
        ["neg"] = Plain(x => -x),
        ["abs"] = Plain(x => x.Abs()),
        ["sign"] = Plain(x => x.Sign()),
        ["floor"] = Plain(x => x.Floor()),
        ["ceil"] = Plain(x => x.Ceil()),
        ["round"] = Plain(x => x.Round()),
        ["exp"] = Plain(x => x.Exp()),
        ["expm1"] = Plain(x => x.ExpM1()),
        ["log"] = Plain(x => x.Log()),
        ["log1p"] = Plain(x => x.Log1P()),
        ["sqrt"] = Plain(x => x.Sqrt()),
        ["rsqrt"] = Plain(x => x.Rsqrt()),
        ["square"] = Plain(x => x.Square()),
        ["reciprocal"] = Plain(x => x.Reciprocal()),
        ["sin"] = Plain(x => x.Sin()),
        ["cos"] = Plain(x => x.Cos()),
        ["tanh"] = Plain(x => x.Tanh()),
        ["sigmoid"] = Plain(x => x.Sigmoid()),
        ["relu"] = Plain(x => x.Relu()),
        ["silu"] = Plain(x => x.Silu()),
        ["erf"] = Plain(x => x.Erf()),
        ["logical_not"] = Plain(x => !x),
        ["isnan"] = Plain(x => x.IsNaN()),
        ["isinf"] = Plain(x => x.IsInfinity()),
        ["isfinite"] = Plain(x => x.IsFinite()),
        ["leaky_relu"] = (x, a) => [x[0].LeakyRelu(a.Double("negative_slope", 0.01))],
        ["elu"] = (x, a) => [x[0].Elu(a.Double("alpha", 1))],
        ["gelu"] = (x, a) => [x[0].Gelu(a.Has("approximate") && a.Text("approximate") == "tanh")],
        ["softplus"] = (x, a) => [x[0].Softplus(a.Double("beta", 1), a.Double("threshold", 20))],
        ["clamp"] = (x, a) => [x[0].Clamp(a.NumberOrNone("min"), a.NumberOrNone("max"))],
        ["to"] = (x, a) => [x[0].To(a.DType("dtype"))],
    };

    private static OpCall Plain(Func<Tensor, Tensor> function) => (x, _) => [function(x[0])];
}
