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
    /// <exception cref="TensorException">Samples of that shape do not suit the transform.</exception>
    public virtual Shape OutputShape(Shape inputShape) => inputShape;

    /// <summary>
    /// What takes its place when a network is evaluated or used: itself, or for a random transform nothing at all (a
    /// random crop to another size becomes the centre crop to that size).
    /// </summary>
    /// <returns>The transform to use, or null for none.</returns>
    public virtual Transform? InEvaluation => this;

    /// <summary>This transform, then another.</summary>
    public Transform Then(Transform next) => new Compose(this, next);

    /// <summary>
    /// Whether what <see cref="Apply(Tensor, Rng?)"/> returns is a new tensor that the transform does not keep.
    /// </summary>
    internal virtual bool MakesItsOwn => false;

    /// <summary>
    /// Whether every number becomes another whatever the others are, in the same way for all of a channel; its random
    /// stream is not used.
    /// </summary>
    internal virtual bool IsPixelwise => false;

    /// <summary>How many steps at the front are such, if it is made of steps.</summary>
    internal virtual int PixelwiseSteps => IsPixelwise ? 1 : 0;

    /// <summary>Only these steps.</summary>
    internal virtual Tensor ApplyPixelwise(Tensor inputs) => Apply(inputs);

    /// <summary>The steps after them, of a batch that nothing else holds.</summary>
    internal virtual Batch ApplyRest(Batch batch, Rng? rng) => batch;

    /// <summary>Its kind.</summary>
    public override string ToString() => GetType().Name;
}
