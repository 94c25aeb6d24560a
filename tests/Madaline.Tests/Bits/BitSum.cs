using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Madaline.Tests.Bits;

/// <summary>A short sum over the bits of tensors: each dtype as it lies in memory, and every NaN as one.</summary>
/// <remarks>
/// The sign and the payload of a NaN are the processor's own: x64 makes negative ones of 0 / 0, Arm64 positive ones. Where
/// a NaN stands is part of the promise of equal bits; how it is written is not.
/// </remarks>
internal sealed class BitSum : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public static string Of(IEnumerable<Tensor> tensors)
    {
        using var sum = new BitSum();
        foreach (Tensor x in tensors)
            sum.Add(x);
        return sum.Text();
    }

    public void Add(Tensor x)
    {
        var bytes = new byte[x.Elements * x.DType.Size()];
        x.Device.Download(x.Detach().Contiguous(), bytes);
        if (x.DType == DType.Float32)
            OneNaN<float>(MemoryMarshal.Cast<byte, float>(bytes.AsSpan()));
        else if (x.DType == DType.Float64)
            OneNaN<double>(MemoryMarshal.Cast<byte, double>(bytes.AsSpan()));
        _hash.AppendData(MemoryMarshal.AsBytes<int>((int[])[(int)x.DType, .. x.Shape]));
        _hash.AppendData(bytes);
    }

    public string Text() => Convert.ToHexStringLower(_hash.GetHashAndReset())[..16];

    public void Dispose() => _hash.Dispose();

    private static void OneNaN<T>(Span<T> numbers) where T : struct, IFloatingPointIeee754<T>
    {
        foreach (ref T number in numbers)
        {
            if (T.IsNaN(number))
                number = T.NaN;
        }
    }
}
