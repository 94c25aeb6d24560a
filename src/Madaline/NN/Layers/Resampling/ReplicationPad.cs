namespace Madaline.NN;

/// <summary>Repeats the edges around lines.</summary>
/// <remarks>Shape: [c, l] or [n, c, l] → the same with left + l + right.</remarks>
public sealed class ReplicationPad1d : Module
{
    private readonly int[] _padding;

    /// <summary>The same on both sides.</summary>
    /// <param name="padding">How many before and behind.</param>
    public ReplicationPad1d(int padding) : this(padding, padding)
    {
    }

    /// <summary>A number for each side; a negative one cuts.</summary>
    /// <param name="left">How many before.</param>
    /// <param name="right">How many behind.</param>
    public ReplicationPad1d(int left, int right) => _padding = [left, right];

    internal override bool KeepsNothing => true;

    /// <inheritdoc/>
    protected internal override string Arguments => string.Join(", ", _padding);

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => PaddedEdges.Of("replication_pad1d", x, _padding, PadMode.Replicate);
}

/// <summary>Repeats the edges around images.</summary>
/// <remarks>Shape: [c, h, w] or [n, c, h, w] → the same with top + h + bottom and left + w + right.</remarks>
public sealed class ReplicationPad2d : Module
{
    private readonly int[] _padding;

    /// <summary>The same on all sides.</summary>
    /// <param name="padding">How many on each side.</param>
    public ReplicationPad2d(int padding) : this(padding, padding, padding, padding)
    {
    }

    /// <summary>A number for each side, in PyTorch's order; a negative one cuts.</summary>
    /// <param name="left">Columns before.</param>
    /// <param name="right">Columns behind.</param>
    /// <param name="top">Rows before.</param>
    /// <param name="bottom">Rows behind.</param>
    public ReplicationPad2d(int left, int right, int top, int bottom) => _padding = [left, right, top, bottom];

    internal override bool KeepsNothing => true;

    /// <inheritdoc/>
    protected internal override string Arguments => string.Join(", ", _padding);

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => PaddedEdges.Of("replication_pad2d", x, _padding, PadMode.Replicate);
}
