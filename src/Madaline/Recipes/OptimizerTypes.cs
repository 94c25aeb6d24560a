using Madaline.Optim;

namespace Madaline.Recipes;

/// <summary>An optimizer that recipes may name.</summary>
/// <param name="name">What recipes call it.</param>
/// <param name="arguments">What it takes, beside its rate <c>lr</c>, which all take.</param>
/// <param name="build">Makes it of its arguments, parameters and rate.</param>
public sealed class OptimizerType(
    string name, IReadOnlyList<Argument> arguments, Func<Spec, IEnumerable<Tensor>, double, Optimizer> build)
    : CatalogEntry(name, [new("lr", "number", Argument.MinPositive, Required: true), .. arguments])
{
    /// <summary>Makes the optimizer over parameters.</summary>
    /// <param name="spec">Its arguments, each in its range.</param>
    /// <param name="parameters">What it trains.</param>
    public Optimizer Build(Spec spec, IEnumerable<Tensor> parameters) =>
        build(spec, parameters, spec.Number("lr", 1e-3));
}

/// <summary>The optimizers that recipes choose from.</summary>
internal static class OptimizerTypes
{
    /// <summary>All of them, in the order in which they are listed.</summary>
    public static Catalog<OptimizerType> All { get; } = new("optimizer",
        new("sgd", [Share("momentum"), Decay("weight-decay"), new("nesterov", "flag")],
            (o, parameters, rate) => new Sgd(parameters, rate, o.Number("momentum", 0),
                weightDecay: o.Number("weight-decay", 0), nesterov: o.Flag("nesterov", false))),
        new("adam", [Beta("beta1"), Beta("beta2"), Eps, Decay("weight-decay")],
            (o, parameters, rate) => new Adam(parameters, rate, o.Number("beta1", 0.9), o.Number("beta2", 0.999),
                o.Number("eps", 1e-8), o.Number("weight-decay", 0))),
        new("adamw", [Beta("beta1"), Beta("beta2"), Eps, Decay("weight-decay")],
            (o, parameters, rate) => new AdamW(parameters, rate, o.Number("beta1", 0.9), o.Number("beta2", 0.999),
                o.Number("eps", 1e-8), o.Number("weight-decay", 0.01))),
        new("rmsprop", [Share("alpha"), Eps, Decay("weight-decay"), Share("momentum")],
            (o, parameters, rate) => new RmsProp(parameters, rate, o.Number("alpha", 0.99), o.Number("eps", 1e-8),
                o.Number("weight-decay", 0), o.Number("momentum", 0))),
        new("adagrad", [Decay("lr-decay"), Eps, Decay("weight-decay")],
            (o, parameters, rate) => new Adagrad(parameters, rate, o.Number("lr-decay", 0), o.Number("weight-decay", 0),
                eps: o.Number("eps", 1e-10))));

    private static Argument Eps => new("eps", "number", Argument.MinPositive);

    private static Argument Beta(string name) => new(name, "number", 0, Argument.BelowOne);

    private static Argument Share(string name) => new(name, "number", 0, 1);

    private static Argument Decay(string name) => new(name, "number", 0);
}
