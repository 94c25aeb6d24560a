namespace Madaline.NN;

/// <summary>What a layer gave while a batch went through its network.</summary>
/// <param name="Name">The layer's dotted name.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Output">A copy of its output.</param>
public readonly record struct LayerOutput(string Name, Module Layer, Tensor Output);
