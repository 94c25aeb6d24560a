using System.Security.Cryptography;
using Madaline.Formats;
using Madaline.NN;

namespace Madaline.Recipes;

/// <summary>A sum over a network's weights that tells equal ones from others.</summary>
internal static class WeightsHash
{
    /// <summary>SHA-256 over the bytes of parameters and buffers in order; every NaN counts as one.</summary>
    public static string Of(Module network)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, tensor) in network.StateDict())
            TensorBytes.Read(WithOneNaN(tensor), hash.AppendData);

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static Tensor WithOneNaN(Tensor x) => NoGrad.Run(() =>
        x.DType.IsFloating() && x.IsNaN().Any().Item<bool>() ? x.MaskedFill(x.IsNaN(), double.NaN) : x);
}
