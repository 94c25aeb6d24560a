namespace Madaline.Tensors;

/// <summary>A device's memory behind one or more tensors.</summary>
internal abstract class Storage(Device device, DType dtype, int length)
{
    private int _handles;
    private volatile bool _isReleased;

    public Device Device { get; } = device;

    public DType DType { get; } = dtype;

    /// <summary>How many elements it holds.</summary>
    public int Length { get; } = length;

    /// <summary>Whether it is a number that a program wrote, such as <c>5f</c>, and no result.</summary>
    public bool IsPlainNumber { get; set; }

    /// <summary>Counts modifications in place, so that backward can tell when a saved tensor has changed.</summary>
    public int Version { get; set; }

    /// <summary>How many tensors look at it and have not handed it back.</summary>
    public int Handles => Volatile.Read(ref _handles);

    /// <summary>Whether the memory is worth lending to others as soon as it is not needed.</summary>
    public virtual bool IsPooled => true;

    /// <summary>True once <see cref="Release"/> was called.</summary>
    public bool IsReleased => _isReleased;

    /// <summary>
    /// One tensor more looks at it. Threads may share tensors, so the count is atomic; the first tensor has none beside
    /// it.
    /// </summary>
    public void AddHandle()
    {
        if (_handles == 0)
            _handles = 1;
        else
            Interlocked.Increment(ref _handles);
    }

    /// <summary>One tensor fewer looks at it; the last one, which has none beside it, gives the memory back.</summary>
    public void DropHandle()
    {
        if (Volatile.Read(ref _handles) == 1)
            _handles = 0;
        else if (Interlocked.Decrement(ref _handles) != 0)
            return;
        Release();
    }

    /// <summary>Gives the memory back at once: no tensor looks at it any more.</summary>
    public void Release()
    {
        _isReleased = true;
        Free();
    }

    /// <summary>Gives the memory back, by the device; more than once, perhaps.</summary>
    private protected abstract void Free();
}
