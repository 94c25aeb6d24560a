namespace Madaline.Data;

/// <summary>Some samples of a set, by their numbers: a part of a split.</summary>
public sealed class Subset : Dataset
{
    private readonly Dataset _data;
    private readonly int[] _indices;
    private Tensor? _targets;

    /// <summary>The samples at the numbers given, in that order.</summary>
    /// <param name="data">The whole.</param>
    /// <param name="indices">Numbers from 0 to the whole's count − 1; copied.</param>
    /// <exception cref="TensorException">A number is out of range.</exception>
    public Subset(Dataset data, ReadOnlySpan<int> indices)
    {
        for (int i = 0; i < indices.Length; i++)
            Positions.Require(indices[i], i, data.Count);
        _data = data;
        _indices = indices.ToArray();
    }

    /// <summary>The numbers that the samples have in the whole.</summary>
    public ReadOnlySpan<int> Indices => _indices;

    /// <summary>The whole.</summary>
    internal Dataset Source => _data;

    /// <inheritdoc/>
    public override int Count => _indices.Length;

    internal override DType? InputType => _data.InputType;

    /// <inheritdoc/>
    public override Shape InputShape => _data.InputShape;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames => _data.ClassNames;

    /// <inheritdoc/>
    public override Tensor Targets => _targets ??=
        _data.Targets.IndexSelect(0, Positions.ToTensor(_indices, _data.Count).To(_data.Targets.Device));

    /// <inheritdoc/>
    public override Batch Gather(ReadOnlySpan<int> indices, Rng? rng = null) => _data.Gather(Whole(indices), rng);

    internal override Batch GatherThrough(Transform transform, ReadOnlySpan<int> indices, Rng? rng) =>
        _data.GatherThrough(transform, Whole(indices), rng);

    private int[] Whole(ReadOnlySpan<int> indices)
    {
        var whole = new int[indices.Length];
        for (int i = 0; i < indices.Length; i++)
        {
            Positions.Require(indices[i], i, Count);
            whole[i] = _indices[indices[i]];
        }

        return whole;
    }
}
