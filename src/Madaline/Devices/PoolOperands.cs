using System.Runtime.CompilerServices;

namespace Madaline.Devices;

/// <summary>Pooling of planes under windows; of its gradient, x and y are those of the input and the output.</summary>
/// <param name="X">The input; its leading dimensions are planes. Contiguous, as all.</param>
/// <param name="Rows">Windows down the rows.</param>
/// <param name="Columns">Windows along a row.</param>
/// <param name="Y">The output.</param>
/// <param name="Indices">Where each of y was found in its plane, or null.</param>
internal readonly record struct PoolOperands(Tensor X, Windows Rows, Windows Columns, Tensor Y, Tensor? Indices = null)
    : IOperands
{
    /// <summary>Elements of a plane of the input.</summary>
    public int Area => Rows.Size * Columns.Size;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Visit<TVisitor>(TVisitor visitor) where TVisitor : struct, IOperandVisitor =>
        visitor.Visit(X, Y, Indices);
}

/// <summary>The gradient of a pooling that picks.</summary>
/// <param name="Dy">The gradient of the output.</param>
/// <param name="Indices">Where in its plane each output was found.</param>
/// <param name="Area">Elements of a plane of the input.</param>
/// <param name="Dx">Takes the gradient of the input.</param>
/// <param name="Y">
/// The output, where a rectifier came before the pooling, whose gradient is part of this; else null.
/// </param>
internal readonly record struct PoolSelectGradientOperands(
    Tensor Dy, Tensor Indices, int Area, Tensor Dx, Tensor? Y = null) : IOperands
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Visit<TVisitor>(TVisitor visitor) where TVisitor : struct, IOperandVisitor =>
        visitor.Visit(Dy, Indices, Dx, Y);
}
