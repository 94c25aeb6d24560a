namespace Madaline.Data;

/// <summary>Says which samples an epoch takes, and in which order; given to a loader in place of shuffling.</summary>
/// <remarks>Safe from many threads: an order depends on the stream only.</remarks>
public abstract class Sampler
{
    /// <summary>Samples of an epoch.</summary>
    public abstract int Count { get; }

    /// <summary>Samples that the set must have; a loader refuses a set of another size.</summary>
    public abstract int SampleCount { get; }

    /// <summary>The order of an epoch: <see cref="Count"/> numbers from 0 to <see cref="SampleCount"/> − 1.</summary>
    /// <param name="rng">The epoch's own stream.</param>
    public abstract int[] Order(Rng rng);

    /// <summary>Its kind, and how many samples it gives.</summary>
    public override string ToString() => $"{GetType().Name}({Count:N0} of {SampleCount:N0})";
}
