using System.Runtime.InteropServices;

namespace Madaline.Devices;

/// <summary>
/// A ticket for numbers that a device was asked for: they are there after the next wait, and asking for them earlier is
/// one.
/// </summary>
/// <param name="device">Brings the numbers.</param>
/// <param name="source">What was asked for.</param>
internal sealed class Readback(Device device, Tensor source)
{
    private readonly byte[] _bytes = new byte[(long)source.Elements * source.DType.Size()];
    private readonly DType _dtype = source.DType;
    private volatile bool _isReady;

    /// <summary>Whether the numbers are there.</summary>
    public bool IsReady => _isReady;

    /// <summary>How much memory of the host they take.</summary>
    public int Bytes => _bytes.Length;

    /// <summary>The numbers in the dtype's .NET type; waits for the device if they are not there.</summary>
    public ReadOnlySpan<T> Get<T>() where T : unmanaged
    {
        if (DTypes.Of<T>() != _dtype)
            throw new InvalidOperationException($"{typeof(T).Name} was asked for; the numbers are {_dtype}.");
        if (!_isReady)
            device.Synchronize();
        if (!_isReady)
            throw new InvalidOperationException("the numbers never came: the device failed before.");
        return MemoryMarshal.Cast<byte, T>(_bytes);
    }

    /// <summary>For the device: puts the numbers in.</summary>
    /// <param name="device">Copies contiguous tensors at once.</param>
    /// <param name="from">The tensor, or the device's own view of it.</param>
    public void Complete(Device device, Tensor from)
    {
        device.Download(from, _bytes);
        _isReady = true;
    }
}
