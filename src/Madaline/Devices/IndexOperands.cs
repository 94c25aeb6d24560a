using System.Runtime.CompilerServices;

namespace Madaline.Devices;

/// <summary>y from x, or into y from x, by the positions of an index along an axis.</summary>
/// <param name="X">What is read, contiguous.</param>
/// <param name="Axis">The axis.</param>
/// <param name="Index">Positions, Int64, contiguous.</param>
/// <param name="Y">What is written, contiguous.</param>
internal readonly record struct IndexOperands(Tensor X, int Axis, Tensor Index, Tensor Y) : IOperands
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Visit<TVisitor>(TVisitor visitor) where TVisitor : struct, IOperandVisitor =>
        visitor.Visit(X, Index, Y);
}
