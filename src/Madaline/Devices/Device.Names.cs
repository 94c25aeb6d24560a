using System.Collections.Concurrent;
using Madaline.Devices;

namespace Madaline;

public abstract partial class Device
{
    /// <summary>Kinds of devices that another package brings, and what each needs.</summary>
    private static readonly Dictionary<string, string> Missing = new()
    {
        ["cuda"] = "an NVIDIA GPU with its driver",
        ["mps"] = "Apple silicon",
        ["opencl"] = "an OpenCL driver",
    };

    private static readonly ConcurrentDictionary<string, Func<string, Device>> Factories =
        new() { ["cpu"] = _ => Cpu! };

    /// <summary>The processor: always there.</summary>
    public static CpuDevice Cpu { get; } = new();

    /// <summary>
    /// A device without memory, as PyTorch's of that name: operations check their operands and make shapes, and compute
    /// nothing. It is in code only: <see cref="Parse"/> knows no device that cannot train.
    /// </summary>
    public static Device Meta => MetaDevice.Instance;

    /// <summary>
    /// The device of a name: a kind, and after a colon which one of several, as in <c>cuda:1</c>. <c>cpu</c> today;
    /// <c>cuda</c>, <c>mps</c> and <c>opencl</c> explain what is missing.
    /// </summary>
    /// <exception cref="DeviceNotAvailableException">The device cannot be used here.</exception>
    public static Device Parse(string name)
    {
        string kind = name.Split(':')[0].ToLowerInvariant();
        if (Factories.TryGetValue(kind, out var factory))
            return factory(name);
        if (Missing.TryGetValue(kind, out string? need))
        {
            throw new DeviceNotAvailableException(name, $"it needs {need} and the package Madaline.Gpu, which is not "
                + "part of this version");
        }

        string known = string.Join(", ", Factories.Keys.Union(Missing.Keys).Order(StringComparer.Ordinal));
        throw new DeviceNotAvailableException(name, $"there is no device of that name; known names are {known}");
    }

    /// <summary>Whether <see cref="Parse"/> would give a device, and why not.</summary>
    public static bool IsAvailable(string name, out string reason)
    {
        try
        {
            Parse(name);
            reason = "";
            return true;
        }
        catch (DeviceNotAvailableException e)
        {
            reason = e.Reason;
            return false;
        }
    }

    /// <summary>Has <see cref="Parse"/> ask a factory for the devices of a kind.</summary>
    /// <param name="kind">The name before the colon, in lower case.</param>
    /// <param name="factory">
    /// Gives the device of a whole name, the same object each time, or throws
    /// <see cref="DeviceNotAvailableException"/>.
    /// </param>
    /// <exception cref="InvalidOperationException">The kind has a factory already.</exception>
    internal static void Register(string kind, Func<string, Device> factory)
    {
        if (!Factories.TryAdd(kind, factory))
            throw new InvalidOperationException($"device: '{kind}' is registered already.");
    }
}
