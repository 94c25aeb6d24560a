using Madaline.Autograd;

namespace Madaline.Training;

/// <summary>How many rows of scores have their largest at their class, counted where they lie.</summary>
internal static class CorrectAnswers
{
    /// <summary>Counts; of equal scores the first is the largest, and one that is NaN is the smallest.</summary>
    /// <param name="scores">Floating [n, classes].</param>
    /// <param name="classes">Integers [n]; one that is no class is never right.</param>
    /// <param name="count">Int64 with one element, which becomes the count.</param>
    public static void Count(Tensor scores, Tensor classes, Tensor count)
    {
        using var scope = new Unrecorded();
        Tensor x = scores.Detach().To(DType.Float32).Contiguous(), index = classes.To(DType.Int64).Contiguous();
        if (!x.Device.TryCountCorrect(x, index, count))
            count.CopyFrom(Composed(x, index));
    }

    /// <summary>A row is right where no other score beats that of its class.</summary>
    private static Tensor Composed(Tensor x, Tensor index)
    {
        int width = x.Shape[1];
        Tensor isClass = index.GreaterEqual(0).LogicalAnd(index.Less(width));
        Tensor at = index.MaskedFill(isClass.LogicalNot(), 0).Unsqueeze(1), own = x.Gather(1, at);
        Tensor isBefore = Tensor.Arange(width, device: x.Device).Less(at);
        Tensor beats = IsAbove(x, own).LogicalOr(isBefore.LogicalAnd(IsAbove(own, x).LogicalNot()));
        return isClass.LogicalAnd(beats.Any(1).LogicalNot()).Sum();
    }

    private static Tensor IsAbove(Tensor a, Tensor b) =>
        a.Greater(b).LogicalOr(b.IsNaN().LogicalAnd(a.IsNaN().LogicalNot()));
}
