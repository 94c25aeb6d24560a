using Madaline.Tensors;

namespace Madaline.Tests.Deferred;

/// <summary>
/// Memory of a deferred device. It goes back in the order of the operations: those queued before still find it.
/// </summary>
internal sealed class DeferredStorage(DeferredDevice device, Storage memory)
    : Storage(device, memory.DType, memory.Length)
{
    private int _frees;

    private protected override void Free()
    {
        if (Interlocked.Increment(ref _frees) == 1)
            device.Enqueue("release", memory.Release);
    }

    /// <summary>A view of the memory for an operation that runs later, whatever becomes of the tensor.</summary>
    public Tensor View(Tensor x)
    {
        if (IsReleased)
            throw new InvalidOperationException("memory was used after it went back");
        return new Tensor(memory, x.Layout, counts: false);
    }
}
