using System.Runtime.CompilerServices;

namespace Madaline.Devices;

/// <summary>y from x.</summary>
internal readonly record struct UnaryOperands(Tensor X, Tensor Y) : IOperands
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Visit<TVisitor>(TVisitor visitor) where TVisitor : struct, IOperandVisitor => visitor.Visit(X, Y);
}

/// <summary>dx from dy, and from x or y where the derivative reads them.</summary>
internal readonly record struct UnaryGradientOperands(Tensor Dy, Tensor? X, Tensor? Y, Tensor Dx) : IOperands
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Visit<TVisitor>(TVisitor visitor) where TVisitor : struct, IOperandVisitor =>
        visitor.Visit(Dy, X, Y, Dx);
}

/// <summary>y from a and b, which have its shape; strides may be 0.</summary>
internal readonly record struct BinaryOperands(Tensor A, Tensor B, Tensor Y) : IOperands
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Visit<TVisitor>(TVisitor visitor) where TVisitor : struct, IOperandVisitor => visitor.Visit(A, B, Y);
}

/// <summary>The gradient by a or b from dy, and from a and b where the derivative reads them.</summary>
internal readonly record struct BinaryGradientOperands(Tensor Dy, Tensor? A, Tensor? B, Tensor D) : IOperands
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Visit<TVisitor>(TVisitor visitor) where TVisitor : struct, IOperandVisitor =>
        visitor.Visit(Dy, A, B, D);
}

/// <summary>y from a where a Bool mask holds, else from b.</summary>
internal readonly record struct SelectOperands(Tensor Mask, Tensor A, Tensor B, Tensor Y) : IOperands
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Visit<TVisitor>(TVisitor visitor) where TVisitor : struct, IOperandVisitor =>
        visitor.Visit(Mask, A, B, Y);
}
