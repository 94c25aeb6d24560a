using Madaline.Formats;

namespace Madaline.Tests.Fuzzing;

/// <summary>Feeds damaged inputs to a reader: the same ones in every run.</summary>
internal static class Fuzz
{
    private static readonly byte[] Interesting = [0, 1, 0x7F, 0x80, 0xFF, (byte)'\n', (byte)'\r', (byte)',', (byte)'"'];

    /// <summary>
    /// Mutates the seeds <paramref name="count"/> times. The reader must return or throw
    /// <see cref="DataFormatException"/>, and allocate no more than <paramref name="boundBytes"/> says.
    /// </summary>
    /// <param name="seeds">Good inputs.</param>
    /// <param name="count">How many mutated inputs.</param>
    /// <param name="read">Reads one input; returns the bytes of its result, which the bound may count.</param>
    /// <param name="boundBytes">From the input's bytes and the result's (0 when refused) to the most allowed.</param>
    /// <returns>How many inputs were read and how many refused.</returns>
    public static (int Read, int Refused) Run(
        IReadOnlyList<byte[]> seeds, int count, Func<byte[], long> read, Func<long, long, long> boundBytes)
    {
        foreach (var seed in seeds) read(seed);
        var random = new Random(20_260_101);
        var refused = 0;
        for (var i = 0; i < count; i++)
        {
            var input = Mutate(seeds[random.Next(seeds.Count)], random);
            long result = 0;
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                result = read(input);
            }
            catch (DataFormatException)
            {
                refused++;
            }
            catch (Exception error)
            {
                Assert.Fail($"input {i} ({Convert.ToHexString(input)}) threw {error}");
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            var bound = boundBytes(input.Length, result);
            Assert.True(allocated <= bound, $"input {i} of {input.Length} bytes allocated {allocated}; bound {bound}");
        }

        return (count - refused, refused);
    }

    /// <summary>One to four damages: bits and bytes changed, inserted, removed, doubled, or the rest cut off.</summary>
    private static byte[] Mutate(byte[] seed, Random random)
    {
        var bytes = new List<byte>(seed);
        for (var n = random.Next(1, 5); n > 0; n--)
        {
            var at = random.Next(bytes.Count + 1);
            var length = Math.Min(random.Next(1, 17), bytes.Count - at);
            switch (random.Next(8))
            {
                case 0 when length > 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1 when length > 0: bytes[at] = (byte)random.Next(256); break;
                case 2 when length > 0: bytes[at] = Interesting[random.Next(Interesting.Length)]; break;
                case 3: bytes.Insert(at, Interesting[random.Next(Interesting.Length)]); break;
                case 4: bytes.RemoveRange(at, length); break;
                case 5: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                case 6: bytes.RemoveRange(at, bytes.Count - at); break;
                case 7 when bytes.Count > 8: Overwrite(bytes, random); break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Puts a big-endian number near the limits somewhere in the first bytes, where headers are.</summary>
    private static void Overwrite(List<byte> bytes, Random random)
    {
        var at = random.Next(Math.Min(16, bytes.Count - 4));
        int[] numbers = [int.MaxValue, int.MinValue, -1, 0, 1, 1 << 16, 1 << 30, random.Next()];
        var value = (uint)numbers[random.Next(numbers.Length)];
        for (var i = 0; i < 4; i++) bytes[at + i] = (byte)(value >> (24 - 8 * i));
    }
}
