using System.Security.Cryptography;
using System.Text;

namespace Madaline.Training;

/// <summary>Labelled samples as they come from a set: raw inputs and class indices.</summary>
/// <param name="Inputs">Shape: [n, …].</param>
/// <param name="Targets">Int64 [n].</param>
public readonly record struct Samples(Tensor Inputs, Tensor Targets)
{
    private const int PieceBytes = 1 << 16;

    /// <summary>How many.</summary>
    public int Count => Targets.Shape[0];

    /// <summary>The samples of the given numbers, in their order.</summary>
    public Samples Take(int[] indices)
    {
        Tensor positions = Tensor.Wrap(indices);
        return new Samples(Inputs.IndexSelect(0, positions), Targets.IndexSelect(0, positions));
    }

    /// <summary>SHA-256 of all inputs and targets in their order, as hexadecimal digits.</summary>
    internal string Sha256()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, Inputs);
        Add(hash, Targets);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Adds a tensor's type, shape and bytes, brought over in pieces.</summary>
    private static void Add(IncrementalHash hash, Tensor x)
    {
        using var scope = new NoGrad();
        hash.AppendData(Encoding.UTF8.GetBytes($"{x.DType} {x.Shape};"));
        int rows = x.Shape[0], each = rows == 0 ? 0 : x.Elements / rows * x.DType.Size();
        int atOnce = Math.Clamp(PieceBytes / Math.Max(1, each), 1, Math.Max(1, rows));
        var buffer = new byte[(long)atOnce * each];
        for (int start = 0; start < rows; start += atOnce)
        {
            Tensor piece = x.Narrow(0, start, Math.Min(atOnce, rows - start)).Contiguous();
            var bytes = buffer.AsSpan(0, piece.Shape[0] * each);
            piece.Device.Download(piece, bytes);
            hash.AppendData(bytes);
        }
    }
}
