namespace Madaline.NN;

/// <summary>What follows a weight: decides the gain of its initialiser.</summary>
public enum Nonlinearity
{
    /// <summary>Nothing: gain 1.</summary>
    Linear,

    /// <summary>The logistic function: gain 1.</summary>
    Sigmoid,

    /// <summary>The hyperbolic tangent: gain 5/3.</summary>
    Tanh,

    /// <summary>The rectifier: gain √2.</summary>
    Relu,

    /// <summary>The leaky rectifier: gain √(2 / (1 + slope²)).</summary>
    LeakyRelu,

    /// <summary>The scaled exponential unit: gain ¾.</summary>
    Selu,
}
