using System.Runtime.CompilerServices;

namespace Madaline.Devices;

/// <summary>y from x along an axis; of sorting, y holds the values.</summary>
/// <param name="X">The input, contiguous.</param>
/// <param name="Axis">The axis.</param>
/// <param name="Y">The result.</param>
/// <param name="Indices">Of sorting, the Int64 positions that the values had; else null.</param>
internal readonly record struct AxisOperands(Tensor X, int Axis, Tensor Y, Tensor? Indices = null) : IOperands
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Visit<TVisitor>(TVisitor visitor) where TVisitor : struct, IOperandVisitor =>
        visitor.Visit(X, Y, Indices);
}

/// <summary>Softmax over the last dimension, or its logarithm.</summary>
/// <param name="Log">Whether it is the logarithm.</param>
/// <param name="Dy">Of the gradient, that of the output; else null.</param>
/// <param name="X">The input; of the gradient, the output.</param>
/// <param name="Y">The output; of the gradient, that of the input.</param>
internal readonly record struct SoftmaxOperands(bool Log, Tensor? Dy, Tensor X, Tensor Y) : IOperands
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Visit<TVisitor>(TVisitor visitor) where TVisitor : struct, IOperandVisitor => visitor.Visit(Dy, X, Y);
}

/// <summary>How many rows of scores have their largest at their class.</summary>
/// <param name="Scores">Float32 [n, classes], contiguous.</param>
/// <param name="Classes">Int64 [n], contiguous.</param>
/// <param name="Count">Takes the number: Int64, one element.</param>
internal readonly record struct CountCorrectOperands(Tensor Scores, Tensor Classes, Tensor Count) : IOperands
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Visit<TVisitor>(TVisitor visitor) where TVisitor : struct, IOperandVisitor =>
        visitor.Visit(Scores, Classes, Count);
}

/// <summary>Cross-entropy of rows of logits by Int64 classes.</summary>
/// <param name="X">The logits [n, classes]; of the gradient, the logarithm of their softmax. Contiguous.</param>
/// <param name="Index">The classes [n], in range where they count.</param>
/// <param name="Rule">Which rows count.</param>
/// <param name="Logs">Takes the logarithm of softmax; of the gradient, null.</param>
/// <param name="Dy">Of the gradient, that of the loss []; else null.</param>
/// <param name="Y">The loss []; of the gradient, that of the logits [n, classes].</param>
internal readonly record struct CrossEntropyOperands(
    Tensor X, Tensor Index, CrossEntropyRule Rule, Tensor? Logs, Tensor? Dy, Tensor Y) : IOperands
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Visit<TVisitor>(TVisitor visitor) where TVisitor : struct, IOperandVisitor
    {
        visitor.Visit(X, Index, Logs);
        visitor.Visit(Dy, Y);
    }
}
