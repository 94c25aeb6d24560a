using System.Text.Json;
using Madaline.Studio.Formulas;

namespace Madaline.Studio.Views.Sigmoid;

/// <summary>
/// A sigmoid neuron of two inputs: small changes of weights and bias, what the slopes say that they do to the output,
/// and what they do.
/// </summary>
internal sealed class SigmoidView() : View("sigmoid", framesPerSecond: 30)
{
    private const int Points = 161;
    private const double Reach = 8;

    /// <inheritdoc/>
    public override void Look(
        Moment moment, ViewArguments arguments, Utf8JsonWriter json, List<IReadOnlyList<float>> numbers)
    {
        double[] x = [arguments.Number("x1", -3, 3, 1), arguments.Number("x2", -3, 3, 0.5)];
        double[] w = [arguments.Number("w1", -5, 5, 1), arguments.Number("w2", -5, 5, -2)];
        double b = arguments.Number("b", -5, 5, 0.5), steepness = arguments.Number("steepness", 1, 50, 1);
        double[] change = [.. new[] { "d1", "d2", "db" }.Select(name => arguments.Number(name, -3, 3, 0.1))];
        double[] inputs = [.. x, 1], weights = [.. w, b];
        double z = Dot(weights, inputs), a = Logistic(steepness * z), slope = steepness * a * (1 - a);
        double[] changed = [.. weights.Zip(change, (weight, by) => weight + by)];
        double after = Logistic(steepness * Dot(changed, inputs)), zAfter = Dot(changed, inputs);
        double[] slopes = [.. inputs.Select(input => slope * input)];
        double linear = Dot(slopes, change), actual = after - a;
        foreach (var (name, value) in new[]
        {
            ("x1", x[0]), ("x2", x[1]), ("w1", w[0]), ("w2", w[1]), ("b", b), ("d1", change[0]), ("d2", change[1]),
            ("db", change[2]), ("steepness", steepness), ("z", z), ("a", a), ("zAfter", zAfter), ("after", after),
            ("slope", slope), ("reach", Reach),
        })
            json.WriteNumber(name, value);
        json.WriteFormula("sum", Sum(weights, inputs, z));
        json.WriteFormula("output", Formula.Row(Formula.Name("σ"), Formula.Brackets(Formula.Number(z)),
            Formula.Sign("="), Formula.Number(a)));
        json.WriteFormulas("linear", Linear(slopes, change, linear));
        json.WriteFormula("actual", Formula.Row(Formula.Number(after), Formula.Sign("−"), Formula.Factor(a),
            Formula.Sign("="), Formula.Number(actual)));
        json.WriteFormula("gap", Formula.Number(Math.Abs(linear - actual)));
        json.WriteBoolean("agrees", Math.Abs(linear - actual) <= 0.1 * Math.Abs(actual));
        float[] at = [.. Enumerable.Range(0, Points).Select(i => (float)(Reach * ((2.0 * i / (Points - 1)) - 1)))];
        json.WriteNumber("points", Points);
        numbers.AddRange([at, [.. at.Select(value => (float)Logistic(steepness * value))],
            [.. at.Select(value => (float)(a + (slope * (value - z))))]]);
    }

    private static Formula Sum(double[] weights, double[] inputs, double z) => Formula.Row(
        Product(weights[0], inputs[0]), Formula.Sign("+"), Product(weights[1], inputs[1]), Formula.Sign("+"),
        Formula.Factor(weights[2]), Formula.Sign("="), Formula.Number(z));

    private static Formula[] Linear(double[] slopes, double[] change, double linear) =>
    [
        Product(slopes[0], change[0]), Formula.Behind("+", Product(slopes[1], change[1])),
        Formula.Behind("+", Product(slopes[2], change[2])), Formula.Behind("=", Formula.Number(linear)),
    ];

    private static Formula Product(double left, double right) =>
        Formula.Row(Formula.Factor(left), Formula.Sign("·"), Formula.Factor(right));

    private static double Dot(double[] left, double[] right) => left.Zip(right, (a, b) => a * b).Sum();

    private static double Logistic(double z) => 1 / (1 + Math.Exp(-z));
}
