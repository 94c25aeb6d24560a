using Madaline.Devices;
using Madaline.Devices.Cpu.Indexing;
using Madaline.Devices.Cpu.Reductions;

namespace Madaline;

/// <summary>Nothing is ever pending here: every call has done its work when it returns.</summary>
public sealed partial class CpuDevice
{
    /// <inheritdoc/>
    public override void Synchronize()
    {
    }

    internal override Readback ReadLater(Tensor source)
    {
        var ticket = new Readback(this, source);
        ticket.Complete(this, source);
        return ticket;
    }

    internal override void Require<TRule>(TRule rule, Tensor x)
    {
        CpuRange.Require(rule, x);
        Keep(x);
    }

    internal override bool TryCountCorrect(Tensor scores, Tensor classes, Tensor count)
    {
        CpuCorrect.Count(scores, classes, count);
        Keep(scores, classes, count);
        return true;
    }
}
