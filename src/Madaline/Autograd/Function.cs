using Madaline.Autograd;

namespace Madaline;

/// <summary>An operation of your own: how to compute it, and how its gradient flows back.</summary>
/// <remarks>
/// Derive, then call <see cref="Apply"/>. Keep what backward needs in fields; an instance serves one call.
/// <code>
/// sealed class Cube : Function
/// {
///     private Tensor _x = null!;
///     protected override Tensor Forward(Tensor[] inputs) => (_x = inputs[0]) * _x * _x;
///     protected override Tensor?[] Backward(Tensor dy) => [dy * 3 * _x * _x];
/// }
/// </code>
/// </remarks>
public abstract class Function
{
    private bool _used;

    /// <summary>Computes the output; nothing inside is recorded.</summary>
    protected abstract Tensor Forward(Tensor[] inputs);

    /// <summary>
    /// The gradients of the inputs, in their order, from that of the output; null for an input without one.
    /// </summary>
    protected abstract Tensor?[] Backward(Tensor dy);

    /// <summary>Runs the operation and records it.</summary>
    /// <exception cref="TensorException">The instance was used before, or backward gave gradients of the wrong count or
    /// shape.</exception>
    public Tensor Apply(params Tensor[] inputs)
    {
        string name = GetType().Name;
        if (_used)
            throw new TensorException(name, "a Function instance serves one call. Make a new one for each Apply.");
        _used = true;
        Tensor y = NoGrad.Run(() => Forward(inputs));
        if (!Tape.Records(inputs))
            return y;
        var output = y.Share();
        return Tape.Attach(output, new FunctionNode(this, name, inputs));
    }

    private sealed class FunctionNode(Function function, string name, Tensor[] inputs) : Node(inputs)
    {
        private readonly Shape[] _shapes = Array.ConvertAll(inputs, x => x.Shape);
        private readonly DType[] _dtypes = Array.ConvertAll(inputs, x => x.DType);
        private Function? _function = function;

        public override string Name => name;

        public override void Backward(Tensor dy)
        {
            // User code may keep what it is given: it gets a handle of its own.
            Tensor?[] gradients = Called(_function!, dy.Share());
            if (gradients.Length != _shapes.Length)
                throw new TensorException(name, $"backward gave {gradients.Length} gradients; "
                    + $"expected one for each of {_shapes.Length} inputs (null for none).");
            for (int i = 0; i < gradients.Length; i++)
            {
                if (gradients[i] is not { } gradient)
                    continue;
                if (!gradient.Shape.Equals(_shapes[i]))
                    throw new TensorException(name, "backward gave a gradient of the wrong shape. "
                        + $"Gradient {i} is {gradient.Shape}; expected {_shapes[i]}.");
                if (gradient.DType != _dtypes[i])
                {
                    throw new TensorException(name, $"backward gave a gradient of the wrong dtype. Gradient {i} is "
                        + $"{gradient.DType}; expected {_dtypes[i]}. Use To(DType.{_dtypes[i]}).");
                }

                Tensor.RequireSameDevice(name, dy, gradient);
                Give(i, gradient.Share());
            }
        }

        protected override void DropSaved() => _function = null;

        /// <summary>Unrecorded, and on the threads it may start, too.</summary>
        private static Tensor?[] Called(Function function, Tensor dy)
        {
            using var scope = new NoGrad();
            return function.Backward(dy);
        }
    }
}
