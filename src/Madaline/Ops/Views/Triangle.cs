using Madaline.Tensors;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Keeps the lower triangle of matrices, 0 elsewhere.</summary>
    /// <remarks>Shape: […, m, n] → […, m, n]. Gradient: the same triangle of dy.</remarks>
    /// <param name="diagonal">The last diagonal kept: 0 the main one, positive above it.</param>
    public Tensor Tril(int diagonal = 0) => Triangle("tril", lower: true, diagonal);

    /// <summary>Keeps the upper triangle of matrices, 0 elsewhere.</summary>
    /// <param name="diagonal">The first diagonal kept: 0 the main one, positive above it.</param>
    public Tensor Triu(int diagonal = 0) => Triangle("triu", lower: false, diagonal);

    private Tensor Triangle(string op, bool lower, int diagonal)
    {
        RequireAlive(op);
        if (Rank < 2)
            throw new TensorException(op, $"needs matrices. Input is {Shape}; expected at least two dimensions.");
        Sizes.RequireRoom(op, Shape, DType);
        Tensor row =
            Arange(Shape[-2], device: Device).Unsqueeze(1) + diagonal, column = Arange(Shape[-1], device: Device);
        return Where(lower ? column <= row : column >= row, this, Zeros(Shape.Scalar, DType, Device));
    }
}
