using Madaline.Numerics;

namespace Madaline.Data;

/// <summary>Random numbers for one sample of a batch; they depend on a key and the sample's place only.</summary>
/// <remarks>Philox under the key, in streams that neither <see cref="Rng"/> nor its splits use.</remarks>
/// <param name="key">Drawn once a batch.</param>
/// <param name="place">The sample's place in the batch.</param>
internal struct SampleStream(ulong key, int place)
{
    private const ulong Samples = 1UL << 63;

    private readonly ulong _key = key, _stream = Samples | (uint)place;
    private ulong _blocks;
    private (uint A, uint B, uint C, uint D) _block;
    private int _left;

    /// <summary>The next 32 random bits.</summary>
    public uint NextUInt32()
    {
        if (_left == 0)
        {
            _block = Philox.Block(_key, _blocks++, _stream);
            _left = 4;
        }

        return _left-- switch { 4 => _block.A, 3 => _block.B, 2 => _block.C, _ => _block.D };
    }

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double NextDouble() => Philox.ToDouble(NextUInt32(), NextUInt32());

    /// <summary>Uniform in [low, high).</summary>
    public double NextUniform(double low, double high) => low + ((high - low) * NextDouble());

    /// <summary>Uniform in 0 … bound − 1, bound at least 1, without bias (Lemire's method).</summary>
    public int NextInt32(int bound)
    {
        ulong product = (ulong)NextUInt32() * (uint)bound;
        uint threshold = (uint)-bound % (uint)bound;
        while ((uint)product < threshold)
            product = (ulong)NextUInt32() * (uint)bound;
        return (int)(product >> 32);
    }

    /// <summary>True with a probability.</summary>
    public bool NextChance(double p) => NextDouble() < p;
}
