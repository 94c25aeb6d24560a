using System.Runtime.CompilerServices;

namespace Madaline.Devices;

/// <summary>The tensors and arguments of a family of primitives, as one plain struct.</summary>
internal interface IOperands
{
    /// <summary>Shows every tensor to a visitor; those that are absent as null.</summary>
    void Visit<TVisitor>(TVisitor visitor) where TVisitor : struct, IOperandVisitor;
}

/// <summary>What is done with each operand of a call.</summary>
internal interface IOperandVisitor
{
    void Visit(Tensor? a, Tensor? b = null, Tensor? c = null, Tensor? d = null);
}

/// <summary>Refuses operands whose memory went back, in the name of an operation.</summary>
internal readonly struct LivenessCheck(string op) : IOperandVisitor
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Visit(Tensor? a, Tensor? b, Tensor? c, Tensor? d)
    {
        a?.RequireAlive(op);
        b?.RequireAlive(op);
        c?.RequireAlive(op);
        d?.RequireAlive(op);
    }
}

/// <summary>
/// Holds operands until their work is done or queued. Kernels work on addresses, and many operands are temporaries that
/// are not looked at afterwards: without this, a collection in mid-kernel gives their memory to the next borrower.
/// </summary>
internal readonly struct KeepAlive : IOperandVisitor
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Visit(Tensor? a, Tensor? b, Tensor? c, Tensor? d)
    {
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(c);
        GC.KeepAlive(d);
    }
}
