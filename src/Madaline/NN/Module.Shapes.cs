namespace Madaline.NN;

public abstract partial class Module
{
    /// <summary>The shape of the output for an input of a shape.</summary>
    /// <remarks>
    /// There is one rule for it: the operations of <see cref="Forward"/>, which zeros are sent through, in evaluation
    /// mode and unrecorded. So it holds for modules of your own, costs what a call costs, and refuses what a call
    /// would refuse.
    /// </remarks>
    /// <param name="inputShape">The input's shape, the batch dimension included: <c>[1, 784]</c>.</param>
    /// <exception cref="TensorException">The shape does not fit; the message names the layer.</exception>
    public Shape OutputShape(Shape inputShape) => Evaluate(Blank(inputShape)).Shape;

    /// <summary>The same, and the shape of every module's output as it is made.</summary>
    internal Shape OutputShape(Shape inputShape, Action<Module, Shape> each) =>
        Observe(Blank(inputShape), (module, y) => each(module, y.Shape)).Shape;

    private Tensor Blank(Shape shape)
    {
        Tensor? like = NamedParameters().Select(p => p.Tensor).FirstOrDefault();
        return Tensor.Zeros(shape, InputDType ?? like?.DType ?? DType.Float32, like?.Device);
    }
}
