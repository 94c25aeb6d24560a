namespace Madaline.Data;

/// <summary>Samples that lie in memory as two tensors, in whatever dtype they come: images stay bytes.</summary>
public sealed class TensorDataset : Dataset
{
    private readonly Transform? _transform;

    /// <summary>A set over tensors, which are not copied unless they are strided views.</summary>
    /// <param name="inputs">Shape: [n, …], any dtype.</param>
    /// <param name="targets">Shape: [n] or [n, …]; classes are Int64.</param>
    /// <param name="transform">Applied to every batch gathered, such as <see cref="ToFloat"/>.</param>
    /// <param name="classNames">Names of the classes, by index.</param>
    /// <exception cref="TensorException">The first dimensions differ, or there is none.</exception>
    public TensorDataset(
        Tensor inputs, Tensor targets, Transform? transform = null, IReadOnlyList<string>? classNames = null)
    {
        if (inputs.Rank == 0 || targets.Rank == 0 || inputs.Shape[0] != targets.Shape[0])
        {
            throw new TensorException("dataset", "the numbers of samples differ. "
                + $"inputs is {inputs.Shape}, targets is {targets.Shape}; expected [n, …] and [n] or [n, …]. "
                + "Give one target for each input.");
        }

        Inputs = inputs.Detach().Contiguous();
        Targets = targets.Detach().Contiguous();
        ClassNames = classNames ?? [];
        _transform = transform;
        Shape sample = inputs.Shape.ToArray()[1..];
        InputShape = transform?.OutputShape(sample) ?? sample;
    }

    /// <summary>All samples as they are, before the transform. Shape: [n, …].</summary>
    public Tensor Inputs { get; }

    /// <inheritdoc/>
    public override Tensor Targets { get; }

    /// <inheritdoc/>
    public override int Count => Inputs.Shape[0];

    /// <inheritdoc/>
    public override Shape InputShape { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames { get; }

    /// <inheritdoc/>
    public override Batch Gather(ReadOnlySpan<int> indices, Rng? rng = null)
    {
        Tensor positions = Positions.ToTensor(indices, Count);
        if (_transform is not null && ByteGather.TryRun(Inputs, indices, _transform) is { } inputs)
            return _transform.ApplyRest(new Batch(inputs, Select(Targets, positions)), rng);
        var batch = new Batch(Select(Inputs, positions), Select(Targets, positions));
        return _transform?.Apply(batch, rng) ?? batch;
    }

    internal override Batch GatherThrough(Transform transform, ReadOnlySpan<int> indices, Rng? rng)
    {
        if (_transform is null)
        {
            Tensor positions = Positions.ToTensor(indices, Count);
            if (ByteGather.TryRun(Inputs, indices, transform) is { } inputs)
                return transform.ApplyRest(new Batch(inputs, Select(Targets, positions)), rng);
        }

        return base.GatherThrough(transform, indices, rng);
    }

    private static Tensor Select(Tensor x, Tensor positions) =>
        x.IndexSelect(0, ReferenceEquals(x.Device, positions.Device) ? positions : positions.To(x.Device));
}
