namespace Madaline;

/// <summary>A device's memory behind one or more tensors.</summary>
internal abstract class Storage(Device device, DType dtype, int length)
{
    private int _handles;

    public Device Device { get; } = device;

    public DType DType { get; } = dtype;

    /// <summary>How many elements it holds.</summary>
    public int Length { get; } = length;

    /// <summary>Counts modifications in place, so that backward can tell when a saved tensor has changed.</summary>
    public int Version { get; set; }

    /// <summary>How many tensors look at it and have not handed it back.</summary>
    public int Handles => _handles;

    /// <summary>One more tensor looks at it. Atomic: threads may share a tensor that none of them changes.</summary>
    public void Acquire() => Interlocked.Increment(ref _handles);

    /// <summary>One tensor fewer; true when it was the last.</summary>
    public bool Abandon() => Interlocked.Decrement(ref _handles) == 0;

    /// <summary>Gives the memory back at once: no tensor looks at it any more.</summary>
    public abstract void Release();

    /// <summary>True once <see cref="Release"/> was called.</summary>
    public abstract bool IsReleased { get; }
}
