using System.Runtime.CompilerServices;

namespace Madaline.Devices;

/// <summary>One parameter in an optimizer's step: all contiguous, of one dtype and size.</summary>
/// <param name="Parameter">Is changed in place.</param>
/// <param name="Gradient">Its gradient.</param>
/// <param name="State0">Its first state, changed in place, or null where the rule has none.</param>
/// <param name="State1">Its second.</param>
/// <param name="State2">Its third.</param>
internal record struct UpdateOperands(
    Tensor Parameter, Tensor Gradient, Tensor? State0 = null, Tensor? State1 = null, Tensor? State2 = null) : IOperands
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Visit<TVisitor>(TVisitor visitor) where TVisitor : struct, IOperandVisitor
    {
        visitor.Visit(Parameter, Gradient);
        visitor.Visit(State0, State1, State2);
    }
}
