using Madaline.NN;
using Madaline.Studio.Formulas;
using Madaline.Workbench.Backpropagation;

namespace Madaline.Studio.Views.Microscope;

/// <summary>What a neuron and one of its weights compute, forward, backward and in the update.</summary>
/// <param name="rule">The numbers.</param>
/// <param name="chosen">Which neuron and weight.</param>
/// <param name="loss">The loss.</param>
/// <param name="rate">The learning rate.</param>
internal sealed class NeuronEquations(ChainRule rule, Selection chosen, Loss loss, double rate)
{
    private readonly NeuronLayer _layer = rule.Layers[chosen.Layer];
    private readonly int _j = chosen.Neuron;

    private bool IsLast => chosen.Layer + 1 == rule.Layers.Count;

    private Formula J => Formula.Integer(_j);

    private Formula L => Formula.Integer(chosen.Layer + 1);

    private Formula Delta => Formula.Of("δ", J, L);

    private Formula Z => Formula.Of("z", J, L);

    private Formula W => Formula.Of("w", Indices(), L);

    /// <summary>All of them, in the order in which they are computed.</summary>
    public IEnumerable<Equation> All()
    {
        yield return WeightedSum();
        if (_layer.Between.Count > 0 && Slopes.Of(_layer.Between[0].Layer) is { } activation)
            yield return Activation(activation);
        yield return IsLast ? ErrorOfOutput() : ErrorOfHidden();
        if (_layer.HasBias)
            yield return Bias();
        var weight = Weight();
        yield return weight;
        yield return Update(weight);
    }

    private Equation WeightedSum()
    {
        var terms = new List<(double Product, Formula Text)>();
        for (int cell = 0; cell < _layer.Input.Count; cell++)
        {
            if (_layer.WeightBetween(cell, _j) is >= 0 and var weight)
                terms.Add(Term(_layer.Weight[weight], _layer.Input[cell]));
        }

        double bias = _layer.HasBias ? _layer.Bias[_layer.BiasOf(_j)] : 0;
        double sum = terms.Sum(term => term.Product) + bias;
        var numbers = LongSum.Of(terms);
        if (_layer.HasBias)
            numbers = [.. numbers, LongSum.Plus(Formula.Factor(bias))];
        Formula symbols = Formula.Row(Z, Formula.Sign("="), Formula.Sum("k"), Formula.Of("w",
            Formula.Row(J, Formula.Name("k")), L), Formula.Of("a", Formula.Name("k"), Before));
        if (_layer.HasBias)
            symbols = Formula.Row(symbols, Formula.Sign("+"), Formula.Of("b", J, L));
        return new Equation("z", "forward", "the weighted sum of what comes in, plus the bias", symbols, numbers, sum)
        {
            Engine = _layer.Z[_j],
        };
    }

    private Formula Before => Formula.Integer(chosen.Layer);

    private Equation Activation(Slope activation)
    {
        double z = _layer.Z[_j], a = _layer.Between[0].Output.Flatten()[_j].Item<float>();
        return new Equation("a", "forward", $"what goes out: {activation.Name} of the sum",
            Formula.Row(Formula.Of("a", J, L), Formula.Sign("="), Formula.Name("σ"), Formula.Brackets(Z)),
            [Formula.Row(Formula.Text(activation.Name), Formula.Brackets(Formula.Number(z)))], activation.Value(z))
        {
            Engine = a,
        };
    }

    private Equation ErrorOfOutput()
    {
        NeuronError error = rule.ErrorOf(chosen.Layer, _j);
        Formula symbols = Formula.Row(Delta, Formula.Sign("="), Formula.Slope(Formula.Of("a", J, L)), Formula.Sign("·"),
            Formula.Name("σ′"), Formula.Brackets(Z));
        string says = "how the cost changes with what goes out, times the slope of the activation";
        if (_layer.Between.Count == 0)
        {
            symbols = Formula.Row(Delta, Formula.Sign("="), Formula.Slope(Z));
            says = loss is CrossEntropyLoss
                ? "softmax and cross-entropy together: the probability that is said, minus the one that is right"
                : "there is no activation: how the cost changes with the sum itself";
        }

        return new Equation("1", "backward", says, symbols, Paths(error), error.Delta) { Engine = _layer.Delta[_j] };
    }

    private Equation ErrorOfHidden()
    {
        NeuronError error = rule.ErrorOf(chosen.Layer, _j);
        Formula next = Formula.Integer(chosen.Layer + 2);
        Formula symbols = Formula.Row(Delta, Formula.Sign("="), Formula.Brackets(Formula.Row(Formula.Sum("k"),
            Formula.Of("w", Formula.Row(Formula.Name("k"), J), next), Formula.Of("δ", Formula.Name("k"), next))),
            Formula.Sign("·"), Formula.Name("σ′"), Formula.Brackets(Z));
        string says = error.Paths.Count == 0 ? "nothing behind depends on it: no other cell chose it"
            : "the errors behind it, each through its weight, times the slope of the activation";
        return new Equation("2", "backward", says, symbols, Paths(error), error.Delta) { Engine = _layer.Delta[_j] };
    }

    private IReadOnlyList<Formula> Paths(NeuronError error)
    {
        if (error.Paths.Count == 0)
            return [Formula.Number(0)];
        var first = error.Paths.MaxBy(path => Math.Abs(path.Slope * path.CostByCell))!;
        List<Formula> parts = [];
        if (first.Terms.Count == 0)
        {
            parts.Add(CostByOutput(first));
        }
        else
        {
            var sum = LongSum.Of([.. first.Terms.Select(term => Term(term.Weight, term.Delta))]);
            parts.AddRange([Formula.Row(Formula.Sign("("), sum[0]), .. sum.Skip(1)]);
            parts[^1] = Formula.Row(parts[^1], Formula.Sign(")"));
        }

        if (_layer.Between.Count > 0)
            parts.Add(Formula.Behind("·", Formula.Factor(first.Slope)));
        if (error.Paths.Count > 1)
        {
            double rest = error.Delta - (first.Slope * first.CostByCell);
            parts.Add(LongSum.Plus(Formula.Row(Formula.Factor(rest),
                Formula.Text($"\u00a0({error.Paths.Count - 1} more ways)"))));
        }

        return parts;
    }

    /// <summary>∂C/∂a of an output: what is said minus what is right, where the cost is such a one.</summary>
    private Formula CostByOutput(ErrorPath path)
    {
        double? said = loss is QuadraticLoss ? rule.Probe.Layers[^1].Output.Flatten()[path.Cell].Item<float>()
            : loss is CrossEntropyLoss { LabelSmoothing: 0 } && _layer.Between.Count == 0 ? Softmax(path.Cell) : null;
        double right = (said ?? 0) - path.CostByCell;
        bool isDifference = said is not null && Math.Abs(right - Math.Round(right)) < 1e-6;
        return isDifference ? Formula.Brackets(Formula.Row(Formula.Number(said!.Value), Formula.Sign("−"),
            Formula.Number(Math.Round(right)))) : Formula.Factor(path.CostByCell);
    }

    private double Softmax(int output)
    {
        double largest = _layer.Z.Max();
        return Math.Exp(_layer.Z[output] - largest) / _layer.Z.Sum(z => Math.Exp(z - largest));
    }

    private Equation Bias()
    {
        double gradient = rule.BiasGradient(chosen.Layer, _j);
        int bias = _layer.BiasOf(_j);
        var places = _layer.Delta;
        bool isShared = _layer.Call.Layer is NN.Conv2d;
        Formula symbols = Formula.Row(Formula.Slope(Formula.Of("b", Formula.Integer(bias), L)), Formula.Sign("="),
            isShared ? Formula.Sum("j") : Formula.Row(), Formula.Of("δ", isShared ? Formula.Name("j") : J, L));
        string says = isShared ? "one bias serves all places of a map: the sum of their errors"
            : "the error itself: the bias is added once";
        return new Equation("3", "backward", says, symbols,
            [Formula.Number(isShared ? gradient : places[_j])], gradient)
        {
            Engine = Gradient("bias", bias),
        };
    }

    private Equation Weight()
    {
        var terms = rule.WeightGradient(chosen.Layer, chosen.Weight);
        double gradient = terms.Sum(term => term.Product);
        bool isShared = terms.Count > 1;
        Formula a = Formula.Of("a", isShared ? Formula.Name("k") : Formula.Integer(chosen.Cell), Before);
        Formula symbols = Formula.Row(Formula.Slope(W), Formula.Sign("="),
            isShared ? Formula.Sum("k") : Formula.Row(), a, Formula.Of("δ", isShared ? Formula.Name("k") : J, L));
        string says = isShared
            ? $"what comes in, times the error it leads to, over the {terms.Count} places where the weight is used"
            : "what comes in through the weight, times the error it leads to";
        return new Equation("4", "backward", says, symbols,
            LongSum.Of([.. terms.Select(term => Term(term.Activation, term.Delta))]), gradient)
        {
            Engine = Gradient("weight", chosen.Weight),
            Difference = rule.FiniteDifference(Parameter("weight"), chosen.Weight),
        };
    }

    private Equation Update(Equation gradient)
    {
        double weight = _layer.Weight[chosen.Weight], change = -rate * gradient.Result;
        return new Equation("w", "update", "what plain gradient descent would make of it for this sample alone: a "
            + $"change of {FormulaNumber.Of(change)}",
            Formula.Row(W, Formula.Sign("→"), W, Formula.Sign("−"), Formula.Name("ε"), Formula.Sign("·"),
                Formula.Slope(W)),
            [Formula.Number(weight), Formula.Behind("−", Formula.Factor(rate), Formula.Sign("·"),
                Formula.Factor(gradient.Result))], weight + change)
        {
            Engine = weight - (rate * gradient.Engine),
        };
    }

    /// <summary>The place of the weight in its tensor: [neuron, input], or [map, map before, row, column].</summary>
    private Formula Indices()
    {
        var parts = new List<Formula>();
        int rest = chosen.Weight;
        for (int d = _layer.WeightShape.Rank - 1; d >= 0; d--)
        {
            parts.InsertRange(0, [Formula.Sign(","), Formula.Integer(rest % _layer.WeightShape[d])]);
            rest /= _layer.WeightShape[d];
        }

        return Formula.Row([.. parts.Skip(1)]);
    }

    private static (double Product, Formula Text) Term(double left, double right) =>
        (left * right, Formula.Row(Formula.Factor(left), Formula.Sign("·"), Formula.Factor(right)));

    private string Parameter(string kind) => _layer.Name.Length == 0 ? kind : $"{_layer.Name}.{kind}";

    private double Gradient(string kind, int element) =>
        rule.Probe.Gradients[Parameter(kind)].Flatten()[element].Item<float>();
}
