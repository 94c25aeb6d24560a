namespace Madaline.NN;

/// <summary>
/// Where the two ways of a residual meet, seen from the body: the sum with the other way, then a rectifier. The last
/// layer of the body may take it into its own pass; it is never called by itself.
/// </summary>
internal sealed class SkipAdd(Tensor input, Module? skip) : Module
{
    private Tensor? _other;
    private TensorException? _failure;

    /// <summary>
    /// What is to be added to a tensor like <paramref name="x"/> in the same pass, or null where that cannot be.
    /// The skip is called here for the first time, when the body has drawn its random numbers.
    /// </summary>
    public Tensor? Other(Tensor x)
    {
        try
        {
            Tensor other = Call();
            bool fits = other.Shape.Equals(x.Shape) && other.DType == x.DType
                && ReferenceEquals(other.Device, x.Device);
            return fits && x.Rank > 2 && x.Elements > x.Shape[0] * x.Shape[1] ? other : null;
        }
        catch (TensorException failure)
        {
            // An error of the skip is not one of the body's last layer: it waits until the body is done.
            _failure = failure;
            return null;
        }
    }

    /// <summary>The output of the skip, called once.</summary>
    public Tensor Call()
    {
        if (_failure is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure);
        return _other ??= skip?.Call(input) ?? input;
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => throw new NotSupportedException();
}
