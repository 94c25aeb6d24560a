using System.Security.Cryptography;

namespace Madaline.Datasets.Downloads;

/// <summary>The checksum that a downloaded file must have.</summary>
public readonly record struct PinnedHash
{
    private PinnedHash(HashAlgorithmName algorithm, string hex, int bytes)
    {
        if (hex.Length != 2 * bytes || !hex.All(char.IsAsciiHexDigit))
        {
            throw new ArgumentException(
                $"PinnedHash: not a {algorithm} sum. hex is '{hex}'; expected {2 * bytes} hexadecimal digits.",
                nameof(hex));
        }

        Algorithm = algorithm;
        Hex = hex.ToLowerInvariant();
    }

    /// <summary>SHA-256 or MD5.</summary>
    public HashAlgorithmName Algorithm { get; }

    /// <summary>The sum, in lower-case hexadecimal digits.</summary>
    public string Hex { get; }

    /// <summary>A SHA-256 sum: use this wherever one is known.</summary>
    /// <param name="hex">64 hexadecimal digits.</param>
    /// <exception cref="ArgumentException">Not 64 hexadecimal digits.</exception>
    public static PinnedHash Sha256(string hex) => new(HashAlgorithmName.SHA256, hex, 32);

    /// <summary>An MD5 sum, where the authors publish nothing better: against damage, not against malice.</summary>
    /// <param name="hex">32 hexadecimal digits.</param>
    /// <exception cref="ArgumentException">Not 32 hexadecimal digits.</exception>
    public static PinnedHash Md5(string hex) => new(HashAlgorithmName.MD5, hex, 16);

    /// <summary>The sum of the same kind of a file that is here.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Lower-case hexadecimal digits, to be compared with <see cref="Hex"/>.</returns>
    /// <exception cref="IOException">The file is missing or unreadable.</exception>
    public string Of(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
        return Convert.ToHexStringLower(CryptographicOperations.HashData(Algorithm, stream));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Algorithm} {Hex}";
}
