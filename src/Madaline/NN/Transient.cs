namespace Madaline.NN;

/// <summary>Early hand-back of tensors that only we hold: between two layers, or inside a loss.</summary>
internal static class Transient
{
    /// <summary>
    /// Lets go of <paramref name="x"/>, from which <paramref name="y"/> was made. If it was recorded, its memory
    /// returns once its own node's backward is done: everything made from it was passed by then. If nothing was
    /// recorded, at once.
    /// </summary>
    public static void ReleaseAfter(Tensor x, Tensor y)
    {
        if (x.GradFn is { } node)
            node.TransientOutput = x;
        else if (y.GradFn is null)
            x.Release();
    }

    /// <summary>Lets go of <paramref name="x"/> and returns what was made from it, for use in a chain.</summary>
    public static Tensor After(Tensor x, Tensor y)
    {
        if (!ReferenceEquals(x, y))
            ReleaseAfter(x, y);
        return y;
    }
}
