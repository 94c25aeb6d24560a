using Madaline.Devices;

namespace Madaline.Tests.Reference;

/// <summary>Works at once, so that errors are raised by the call that makes them.</summary>
internal sealed partial class ReferenceDevice
{
    public override void Synchronize()
    {
    }

    internal override Readback ReadLater(Tensor source)
    {
        var ticket = new Readback(this, source);
        ticket.Complete(this, source);
        return ticket;
    }

    private protected override void RequireCore<TRule>(TRule rule, Tensor x)
    {
        for (int i = 0; i < x.Elements; i++)
        {
            int at = x.Offset + i;
            Scalar value = x.DType.IsFloating() ? (Scalar)Memory(x).Number(at) : (Scalar)Memory(x).Integer(at);
            bool isWithin = value.Double >= rule.Min && value.Double <= rule.Max;
            bool isExempt = !x.DType.IsFloating() && value.Long == rule.Exempt;
            if (!isWithin && !isExempt)
                throw new Fault(rule, i, value).ToException();
        }
    }
}
