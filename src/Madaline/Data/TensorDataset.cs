using Madaline.Formats;

namespace Madaline.Data;

/// <summary>A set in memory: inputs and targets as two tensors, and the names that go with them.</summary>
/// <remarks>
/// Images stay bytes, in a quarter of the memory; <see cref="Dataset.With(Transform)"/> makes numbers of each batch.
/// Control characters in names are replaced: <see cref="PlainText"/>.
/// <code>
/// var (train, test) = set.Split(Splits.Stratified(set.Targets, 0.2));
/// var loader = new DataLoader(train.With(new ToFloat()));
/// TensorDataset first = set[..100];
/// </code>
/// </remarks>
public sealed class TensorDataset : Dataset
{
    /// <summary>A set over tensors, which are not copied unless they are strided views.</summary>
    /// <param name="inputs">Shape: [n, …], any dtype.</param>
    /// <param name="targets">Shape: [n] or [n, …]; classes are Int64 [n], numbers floating [n, 1].</param>
    /// <param name="classNames">Names of the classes, by index.</param>
    /// <exception cref="TensorException">The first dimensions differ, or there is none.</exception>
    public TensorDataset(Tensor inputs, Tensor targets, IReadOnlyList<string>? classNames = null)
    {
        if (inputs.Rank == 0 || targets.Rank == 0 || inputs.Shape[0] != targets.Shape[0])
        {
            throw new TensorException("dataset", "the numbers of samples differ. "
                + $"inputs is {inputs.Shape}, targets is {targets.Shape}; expected [n, …] and [n] or [n, …]. "
                + "Give one target for each input.");
        }

        Inputs = inputs.Detach().Contiguous();
        Targets = targets.Detach().Contiguous();
        ClassNames = Plain(classNames ?? []);
        InputShape = inputs.Shape.ToArray()[1..];
    }

    /// <summary>What the set is called; empty where nobody has said. A table's is <c>table:FILE</c>.</summary>
    public string Name { get; init => field = PlainText.Of(value); } = "";

    /// <summary>
    /// All samples. Shape: [n, …]; UInt8 [n, channels, height, width] for images; [n, d] for tables, Float32 or, where
    /// a column has more digits than that holds, Float64.
    /// </summary>
    public Tensor Inputs { get; }

    /// <inheritdoc/>
    public override Tensor Targets { get; }

    /// <inheritdoc/>
    public override int Count => Inputs.Shape[0];

    /// <inheritdoc/>
    public override Shape InputShape { get; }

    internal override DType? InputType => Inputs.DType;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames { get; }

    /// <summary>Names of a table's columns; empty for images.</summary>
    public IReadOnlyList<string> FeatureNames { get; init => field = Plain(value); } = [];

    /// <summary>What the targets are, such as a table's column; empty where nobody has said.</summary>
    public string TargetName { get; init => field = PlainText.Of(value); } = "";

    /// <summary>What made numbers of a table's rows, to be kept with a model; null for other sets.</summary>
    public TableEncoder? Encoder { get; init; }

    /// <summary>The line of its file that each sample begins on, from 1; empty where samples are no lines.</summary>
    /// <exception cref="ArgumentException">There is not one for each sample.</exception>
    public IReadOnlyList<int> SourceLines
    {
        get;
        init => field = value.Count == 0 || value.Count == Count ? value
            : throw new ArgumentException($"dataset: the numbers of samples differ. SourceLines has {value.Count}; "
                + $"expected {Count}, or none. Give one line for each sample.", nameof(value));
    } = [];

    /// <summary>Whether the samples are images rather than rows of a table.</summary>
    public bool IsImages => Inputs.DType == DType.UInt8;

    /// <summary>The samples of a range, in the same memory: <c>set[..100]</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range reaches beyond the set.</exception>
    public TensorDataset this[Range range]
    {
        get
        {
            var (start, count) = range.GetOffsetAndLength(Count);
            return With(Inputs.Narrow(0, start, count), Targets.Narrow(0, start, count),
                SourceLines.Count == 0 ? [] : [.. SourceLines.Skip(start).Take(count)]);
        }
    }

    /// <summary>
    /// A copy of the samples of the given numbers, in their order. A <see cref="Subset"/> copies nothing but batches.
    /// </summary>
    /// <param name="indices">Numbers from 0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="TensorException">A number is out of range.</exception>
    public TensorDataset Take(ReadOnlySpan<int> indices)
    {
        Tensor positions = Positions.ToTensor(indices, Count);
        var lines = new int[SourceLines.Count == 0 ? 0 : indices.Length];
        for (int i = 0; i < lines.Length; i++)
            lines[i] = SourceLines[indices[i]];
        return With(Select(Inputs, positions), Select(Targets, positions), lines);
    }

    /// <summary>A copy of both parts of a split, such as <see cref="Splits.Stratified"/> makes.</summary>
    /// <param name="split">The numbers of each part's samples.</param>
    /// <exception cref="TensorException">A number is out of range.</exception>
    public (TensorDataset Train, TensorDataset Test) Split(Split split) => (Take(split.Train), Take(split.Test));

    /// <summary>The same set with other tensors, or other names of classes, in the place of its own.</summary>
    /// <param name="inputs">Other inputs.</param>
    /// <param name="targets">Other targets.</param>
    /// <param name="classNames">Other names.</param>
    /// <exception cref="TensorException">The numbers of samples differ.</exception>
    public TensorDataset With(
        Tensor? inputs = null, Tensor? targets = null, IReadOnlyList<string>? classNames = null) =>
        new(inputs ?? Inputs, targets ?? Targets, classNames ?? ClassNames)
        {
            Name = Name,
            FeatureNames = FeatureNames,
            TargetName = TargetName,
            Encoder = Encoder,
            SourceLines = (inputs ?? Inputs).Shape[0] == Count ? SourceLines : [],
        };

    private TensorDataset With(Tensor inputs, Tensor targets, IReadOnlyList<int> lines) =>
        new(inputs, targets, ClassNames)
        {
            Name = Name,
            FeatureNames = FeatureNames,
            TargetName = TargetName,
            Encoder = Encoder,
            SourceLines = lines,
        };

    /// <inheritdoc/>
    public override Batch Gather(ReadOnlySpan<int> indices, Rng? rng = null)
    {
        Tensor positions = Positions.ToTensor(indices, Count);
        return new Batch(Select(Inputs, positions), Select(Targets, positions));
    }

    internal override Batch GatherThrough(Transform transform, ReadOnlySpan<int> indices, Rng? rng)
    {
        Tensor positions = Positions.ToTensor(indices, Count);
        return ByteGather.TryRun(Inputs, indices, transform) is { } inputs
            ? transform.ApplyRest(new Batch(inputs, Select(Targets, positions)), rng)
            : transform.Apply(new Batch(Select(Inputs, positions), Select(Targets, positions)), rng);
    }

    private static Tensor Select(Tensor x, Tensor positions) =>
        x.IndexSelect(0, ReferenceEquals(x.Device, positions.Device) ? positions : positions.To(x.Device));

    private static IReadOnlyList<string> Plain(IReadOnlyList<string> names) =>
        [.. names.Select(name => PlainText.Of(name))];
}
