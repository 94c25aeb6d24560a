namespace Madaline;

/// <summary>A device's memory behind one or more tensors.</summary>
internal abstract class Storage(Device device, DType dtype, int length)
{
    public Device Device { get; } = device;

    public DType DType { get; } = dtype;

    /// <summary>How many elements it holds.</summary>
    public int Length { get; } = length;

    /// <summary>Counts modifications in place, so that backward can tell when a saved tensor has changed.</summary>
    public int Version { get; set; }

    /// <summary>How many tensors look at it and have not handed it back.</summary>
    public int Handles { get; set; }

    /// <summary>Gives the memory back at once: no tensor looks at it any more.</summary>
    public abstract void Release();

    /// <summary>True once <see cref="Release"/> was called.</summary>
    public abstract bool IsReleased { get; }
}
