using System.Security.Cryptography;
using System.Text;
using Madaline.Data;

namespace Madaline.Training;

/// <summary>What tells whether a training goes on with the data that it began with.</summary>
internal static class DataFingerprint
{
    private const int PieceBytes = 1 << 16;

    /// <summary>SHA-256 of all inputs and targets in their order, as hexadecimal digits.</summary>
    public static string Sha256(TensorDataset data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, data.Inputs);
        Add(hash, data.Targets);
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
