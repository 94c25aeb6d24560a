using Madaline.NN;

namespace Madaline.Workbench.Backpropagation;

/// <summary>An activation of one number, with its derivative as a formula.</summary>
/// <param name="Name">How texts call it.</param>
/// <param name="Value">The activation at z.</param>
/// <param name="At">Its derivative at z.</param>
public sealed record Slope(string Name, Func<double, double> Value, Func<double, double> At);

/// <summary>The activations whose derivatives are known as formulas.</summary>
public static class Slopes
{
    private static readonly Dictionary<Type, Slope> Known = new()
    {
        [typeof(Sigmoid)] = new("sigmoid", Logistic, z => Logistic(z) * (1 - Logistic(z))),
        [typeof(Tanh)] = new("tanh", Math.Tanh, z => 1 - (Math.Tanh(z) * Math.Tanh(z))),
        [typeof(Relu)] = new("ReLU", z => Math.Max(0, z), z => z > 0 ? 1 : 0),
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
