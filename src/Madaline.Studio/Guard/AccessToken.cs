using System.Security.Cryptography;
using System.Text;

namespace Madaline.Studio.Guard;

/// <summary>
/// 128 random bits that a page must know. They stand in the address's fragment, which no request carries and no log
/// holds; a cookie would go to every server on this machine.
/// </summary>
internal sealed class AccessToken
{
    private const int Bytes = 16;

    private readonly byte[] _bytes;

    /// <summary>A new token.</summary>
    public AccessToken()
        : this(RandomNumberGenerator.GetBytes(Bytes))
    {
    }

    private AccessToken(ReadOnlySpan<byte> bits)
    {
        Text = Convert.ToHexStringLower(bits);
        _bytes = Encoding.ASCII.GetBytes(Text);
    }

    /// <summary>The token of a user's studio at a port: the same at each start.</summary>
    /// <param name="secret">The user's secret.</param>
    /// <param name="port">The port.</param>
    public static AccessToken Of(byte[] secret, int port) =>
        new(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes($"madaline studio {port}")).AsSpan(0, Bytes));

    /// <summary>32 hexadecimal digits.</summary>
    public string Text { get; }

    /// <summary>Whether a text is the token, in a time that does not tell how much of it is right.</summary>
    public bool Is(string? text) =>
        text is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(text), _bytes);
}
