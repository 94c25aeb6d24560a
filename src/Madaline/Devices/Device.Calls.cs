using System.Runtime.CompilerServices;
using Madaline.Devices;

namespace Madaline;

/// <summary>What every entry does before and after the device's own work.</summary>
public abstract partial class Device
{
    /// <summary>Begins a call: says its name to who listens, and refuses operands whose memory went back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Begin<TOperands>(string name, in TOperands operands) where TOperands : struct, IOperands
    {
        Called?.Invoke(name);
        operands.Visit(new LivenessCheck(name));
    }

    /// <summary>Ends a call: until here its operands were held.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void End<TOperands>(in TOperands operands) where TOperands : struct, IOperands =>
        operands.Visit(default(KeepAlive));
}
