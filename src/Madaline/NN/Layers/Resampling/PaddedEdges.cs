namespace Madaline.NN;

/// <summary>What the padding layers share: the ranks that they take.</summary>
internal static class PaddedEdges
{
    public static Tensor Of(string op, Tensor x, int[] padding, PadMode mode)
    {
        int rank = 1 + (padding.Length / 2);
        if (x.Rank != rank && x.Rank != rank + 1)
        {
            string sizes = rank == 2 ? "channels, length" : "channels, height, width";
            throw new TensorException(op, $"the input has {x.Rank} dimensions. input is {x.Shape}; "
                + $"expected [{sizes}] or [n, {sizes}]. Unsqueeze(0) puts a dimension in front.");
        }

        return x.Pad(padding, mode);
    }
}
