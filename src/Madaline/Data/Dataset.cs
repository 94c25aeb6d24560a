using System.ComponentModel;
using System.Globalization;

namespace Madaline.Data;

/// <summary>Samples that can be gathered by their numbers, a whole batch at a time.</summary>
/// <remarks>A loader may gather on a thread of its own: what a set holds must not change while it is read.</remarks>
public abstract class Dataset
{
    /// <summary>Number of samples.</summary>
    public abstract int Count { get; }

    /// <summary>Shape of one sample, as it comes out of <see cref="Gather"/>: without the batch dimension.</summary>
    public abstract Shape InputShape { get; }

    /// <summary>What the network should say about each sample, shape [n] or [n, …]: for splits and counts.</summary>
    public abstract Tensor Targets { get; }

    /// <summary>Names of the classes, by index; empty where targets are not classes or have no names.</summary>
    public abstract IReadOnlyList<string> ClassNames { get; }

    /// <summary>The name of a class; its number where the classes have no names.</summary>
    /// <param name="index">The class, from 0: what <see cref="Targets"/> holds.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public string ClassName(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        if (ClassNames.Count == 0)
            return index.ToString(CultureInfo.InvariantCulture);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, ClassNames.Count);
        return ClassNames[(int)index];
    }

    /// <summary>Copies samples into a batch, in the order asked for; a sample may come more than once.</summary>
    /// <param name="indices">Numbers from 0 to <see cref="Count"/> − 1.</param>
    /// <param name="rng">The stream that random transforms draw from; <see cref="Rng.Default"/> when omitted.</param>
    /// <exception cref="TensorException">An index is out of range, or a transform refuses.</exception>
    public abstract Batch Gather(ReadOnlySpan<int> indices, Rng? rng = null);

    /// <summary>
    /// All samples in order, as one batch: to fit a scaler on a part, or evaluate a small set at once.
    /// </summary>
    public Batch GatherAll()
    {
        var indices = new int[Count];
        for (int i = 0; i < indices.Length; i++)
            indices[i] = i;
        return Gather(indices);
    }

    /// <summary><see cref="Gather"/>, then a transform; sets that can do both at once do.</summary>
    internal virtual Batch GatherThrough(Transform transform, ReadOnlySpan<int> indices, Rng? rng) =>
        transform.Apply(Gather(indices, rng?.Split("before")), rng);

    /// <summary>The same samples with a transform after everything before it.</summary>
    public Dataset With(Transform transform) => new TransformedDataset(this, transform);

    /// <summary>How many samples of which shape, and their classes, in a line.</summary>
    public override string ToString() => DatasetText.Of(this, InputType);

    /// <summary>The dtype of its inputs; null where it is not known before they are gathered.</summary>
    internal virtual DType? InputType => null;

    /// <summary>The former name of <see cref="With"/>.</summary>
    [Obsolete("Use With.")]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Dataset ToDataset(Transform transform) => With(transform);
}
