using Madaline.NN;

namespace Madaline.Workbench.Backpropagation;

/// <summary>An activation of one number, with its derivative as a formula.</summary>
/// <param name="Name">How texts call it: <c>σ</c> of the course is the sigmoid.</param>
/// <param name="At">The derivative at z.</param>
public sealed record Slope(string Name, Func<double, double> At);

/// <summary>The activations whose derivatives are known as formulas.</summary>
public static class Slopes
{
    private static readonly Dictionary<Type, Slope> Known = new()
    {
        [typeof(Sigmoid)] = new("sigmoid", z => Logistic(z) * (1 - Logistic(z))),
        [typeof(Tanh)] = new("tanh", z => 1 - (Math.Tanh(z) * Math.Tanh(z))),
        [typeof(Relu)] = new("ReLU", z => z > 0 ? 1 : 0),
    };

    /// <summary>The slope of a layer's function; null where it is none of these.</summary>
    public static Slope? Of(Module layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return Known.GetValueOrDefault(layer.GetType());
    }

    /// <summary>Whether a layer leaves every number as it is (in evaluation mode), in the same order.</summary>
    public static bool Keeps(Module layer) => layer is Identity or Flatten or DropoutBase;

    private static double Logistic(double z) => 1 / (1 + Math.Exp(-z));
}
