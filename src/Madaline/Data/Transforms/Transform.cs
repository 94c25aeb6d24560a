namespace Madaline.Data;

/// <summary>A change made to whole batches on their way from the set to the network.</summary>
/// <remarks>Runs on the loader's thread where there is one: it must not change itself. Nothing is recorded.</remarks>
public abstract class Transform
{
    /// <summary>The inputs changed; those given stay as they are.</summary>
    /// <param name="inputs">Shape: [n, …].</param>
    /// <param name="rng">The stream that random transforms draw from; <see cref="Rng.Default"/> when omitted.</param>
    /// <exception cref="TensorException">The inputs do not suit the transform.</exception>
    public abstract Tensor Apply(Tensor inputs, Rng? rng = null);

    /// <summary>The batch changed: its inputs, unless a transform changes the targets too.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="rng">The stream that random transforms draw from; <see cref="Rng.Default"/> when omitted.</param>
    public virtual Batch Apply(Batch batch, Rng? rng = null) => batch with { Inputs = Apply(batch.Inputs, rng) };

    /// <summary>The shape of a sample afterwards, both without the batch dimension.</summary>
    public virtual Shape OutputShape(Shape inputShape) => inputShape;

    /// <summary>This transform, then another.</summary>
    public Transform Then(Transform next) => new Chain(this, next);
}
