using Madaline.Devices;

namespace Madaline.Tests.Deferred;

/// <summary>Numbers are brought, and ranges looked at, when their turn in the queue comes.</summary>
internal sealed partial class DeferredDevice
{
    public override void Synchronize()
    {
        lock (_gate)
            RunAll();
    }

    internal override Readback ReadLater(Tensor source)
    {
        Assert.True(source.IsContiguous, "only contiguous tensors are read");
        var ticket = new Readback(this, source);
        Tensor from = There(source);
        Enqueue("read_later", () => ticket.Complete(kernels, from));
        return ticket;
    }

    private protected override void RequireCore<TRule>(TRule rule, Tensor x)
    {
        Tensor from = There(x);
        Enqueue(rule.Op, () => kernels.Require(rule, from));
    }
}
