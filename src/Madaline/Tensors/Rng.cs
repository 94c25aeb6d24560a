using System.Text;
using Madaline.Numerics;

namespace Madaline;

/// <summary>
/// A seeded stream of random numbers that can be split by name or index, and whose position can be saved.
/// </summary>
/// <remarks>
/// Counter-based (Philox 4×32-10): the n-th block of a stream depends on the seed, the names it was split by and n, on
/// nothing else, so that the same seed gives the same numbers on every machine and adding a consumer with a name of its
/// own leaves the numbers of the others as they are. Not safe for use by several threads at once: split a stream for
/// each. Only <see cref="Default"/> may be shared: none of its numbers is given twice, but which consumer gets which is
/// chance.
/// </remarks>
public sealed class Rng
{
    /// <summary>The documented default: the seed of <see cref="Default"/> when a program starts.</summary>
    public const ulong DefaultSeed = 0;

    private const ulong SplitStream = 0x53504C4954UL;
    private readonly ulong _key;
    private readonly uint[] _block = new uint[4];
    private readonly Lock? _gate;
    private readonly bool _isNone;
    private long _filled = -1;

    /// <summary>A stream for a seed.</summary>
    public Rng(ulong seed) => _key = Mix(seed, 0x4D4144414C494E45UL);

    private Rng(ulong key, Lock? gate, bool isNone = false) => (_key, _gate, _isNone) = (key, gate, isNone);

    /// <summary>
    /// The stream used where none is given, seeded with <see cref="DefaultSeed"/>: the library's only hidden state.
    /// Use <see cref="ManualSeed"/> to start it anew, or pass a stream of your own.
    /// </summary>
    public static Rng Default { get; private set; } = Shared(DefaultSeed);

    /// <summary>
    /// No numbers at all: for parts of networks that only evaluate, such as <c>new Dropout(0.5, Rng.None)</c>. Asking
    /// it for a number is an error.
    /// </summary>
    public static Rng None { get; } = new(0, null, isNone: true);

    /// <summary>How many 32-bit words have been taken. Setting it moves the stream; a checkpoint saves it.</summary>
    public long Position { get; set; }

    internal ulong Key => _key;

    /// <summary>Whether it is <see cref="None"/>.</summary>
    internal bool IsNone => _isNone;

    /// <summary>Starts <see cref="Default"/> anew from a seed, as PyTorch's <c>manual_seed</c> does.</summary>
    public static void ManualSeed(ulong seed) => Default = Shared(seed);

    /// <summary>A stream of its own for a name. Neither advances this stream nor depends on its position.</summary>
    public Rng Split(string name)
    {
        if (_isNone)
            return this;
        ulong hash = 14695981039346656037UL;
        foreach (byte b in Encoding.UTF8.GetBytes(name))
            hash = (hash ^ b) * 1099511628211UL;
        return new Rng(Mix(_key, hash), null);
    }

    /// <summary>A stream of its own for an index. Neither advances this stream nor depends on its position.</summary>
    public Rng Split(long index) => _isNone ? this : new(Mix(_key, (ulong)index * 2 + 1), null);

    /// <summary>The next 32 random bits.</summary>
    public uint NextUInt32()
    {
        if (_gate is null)
            return Next();
        lock (_gate)
            return Next();
    }

    private uint Next()
    {
        long block = Position >> 2;
        if (block != _filled)
        {
            RequireNumbers();
            (_block[0], _block[1], _block[2], _block[3]) = Philox.Block(_key, (ulong)block);
            _filled = block;
        }

        return _block[Position++ & 3];
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextUInt64() => ((ulong)NextUInt32() << 32) | NextUInt32();

    /// <summary>Uniform in [0, 1), 24 bits.</summary>
    public float NextSingle() => Philox.ToSingle(NextUInt32());

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double NextDouble() => Philox.ToDouble(NextUInt32(), NextUInt32());

    /// <summary>Uniform in [low, high).</summary>
    public double NextUniform(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>An integer, uniform in [0, bound), without bias (Lemire's method).</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is not positive.</exception>
    public int NextInt32(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        ulong product = (ulong)NextUInt32() * (uint)bound;
        uint threshold = (uint)-bound % (uint)bound;
        while ((uint)product < threshold)
            product = (ulong)NextUInt32() * (uint)bound;
        return (int)(product >> 32);
    }

    /// <summary>Standard normal: mean 0, standard deviation 1 (Box and Muller).</summary>
    public double NextNormal()
    {
        double radius = Math.Sqrt(-2 * PortableMath.Log(1 - NextDouble()));
        return radius * PortableMath.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>Puts a span into random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int j = NextInt32(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    /// <summary>The numbers 0 … count − 1 in random order.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public int[] Permutation(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var order = new int[count];
        for (int i = 0; i < count; i++)
            order[i] = i;
        Shuffle<int>(order);
        return order;
    }

    /// <summary>Sets whole blocks aside for a bulk fill and returns the index of the first.</summary>
    internal ulong ReserveBlocks(long blocks)
    {
        if (_gate is null)
            return Reserve(blocks);
        lock (_gate)
            return Reserve(blocks);
    }

    private ulong Reserve(long blocks)
    {
        RequireNumbers();
        long first = (Position + 3) >> 2;
        Position = (first + blocks) << 2;
        return (ulong)first;
    }

    private void RequireNumbers()
    {
        if (_isNone)
            throw new TensorException("rng", "there are no random numbers. The stream is Rng.None; expected one with "
                + "a seed. Pass new Rng(seed), or leave the argument out for Rng.Default.");
    }

    private static Rng Shared(ulong seed) => new(new Rng(seed)._key, new Lock());

    private static ulong Mix(ulong key, ulong value)
    {
        var (a, b, _, _) = Philox.Block(key, value, SplitStream);
        return ((ulong)a << 32) | b;
    }

    /// <summary>How many numbers were drawn.</summary>
    public override string ToString() => _isNone ? "Rng.None" : $"Rng at position {Position}";
}
