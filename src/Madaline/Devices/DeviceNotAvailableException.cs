namespace Madaline;

/// <summary>A device was asked for that cannot be used on this machine.</summary>
public sealed class DeviceNotAvailableException(string device, string reason)
    : NotSupportedException($"device: {device} is not available: {reason}. Use Device.Cpu.")
{
    /// <summary>The name asked for.</summary>
    public string Device { get; } = device;

    /// <summary>What is missing.</summary>
    public string Reason { get; } = reason;
}
