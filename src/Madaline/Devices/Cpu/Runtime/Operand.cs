using System.Runtime.CompilerServices;

namespace Madaline.Devices.Cpu.Runtime;

/// <summary>A tensor's memory for a <c>fixed</c> statement, which pins it; no tensor gives a null pointer.</summary>
/// <remarks>The entry of the call keeps the tensor from the collector until the kernel is done.</remarks>
internal readonly ref struct Operand<T>(Tensor? tensor) where T : unmanaged
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T GetPinnableReference()
    {
        if (tensor is null)
            return ref Unsafe.NullRef<T>();
        return ref Unsafe.As<byte, T>(ref CpuDevice.Start(tensor));
    }
}

/// <summary>How kernels get at memory.</summary>
internal static class Operand
{
    /// <summary>
    /// A tensor's elements from its first one on, in a <c>fixed</c> statement:
    /// <c>fixed (float* x = tensor.Pin&lt;float&gt;())</c>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Operand<T> Pin<T>(this Tensor? tensor) where T : unmanaged => new(tensor);
}
