namespace MadalineModule;

/// <summary>Two convolutions, the second with a shortcut past it, and a linear layer.</summary>
/// <remarks>
/// The class is partial: the compiler registers the layers and tensors that it holds, under their names in PyTorch's case, so
/// that Parameters(), saving and moving find them. A tensor that requires a gradient is a parameter.
/// </remarks>
/// <param name="rng">For the weights to start from.</param>
public sealed partial class Net(Rng rng) : Module
{
    private readonly Conv2d _first = new(1, 8, 3, padding: 1, rng: rng);
    private readonly Conv2d _second = new(8, 8, 3, padding: 1, rng: rng);
    private readonly Linear _answer = new(8 * 7 * 7, 10, rng: rng);
    private readonly Tensor _shortcut = Tensor.Ones([1]).WithGrad();

    /// <summary>Grey pictures [n, 1, 28, 28] to scores [n, 10].</summary>
    protected override Tensor Forward(Tensor x)
    {
        x = _first.Call(x).Relu().MaxPool2d(2);                                 // [n, 8, 14, 14]
        x = (_second.Call(x) + (x * _shortcut)).Relu().MaxPool2d(2);            // [n, 8, 7, 7]
        return _answer.Call(x.Flatten(1));
    }
}
