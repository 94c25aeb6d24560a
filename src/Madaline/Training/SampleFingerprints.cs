using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Madaline.Autograd;
using Madaline.Formats;
using Madaline.Tensors;

namespace Madaline.Training;

/// <summary>Which samples a network was trained on, so that it is not evaluated on them unawares.</summary>
/// <remarks>
/// A fingerprint is the first 8 bytes of SHA-256 over a sample's raw input bytes, as loaded and before the transforms;
/// its target, its place and the set it came from have no part in it. Two samples that differ are taken for one with a
/// probability of 2⁻⁶⁴ a pair.
/// </remarks>
public sealed class SampleFingerprints
{
    private const string TensorName = "fingerprints", ShareKey = "test_share";
    private const int PieceBytes = 1 << 16;

    private readonly long[] _sorted;

    private SampleFingerprints(long[] sorted, double testShare) => (_sorted, TestShare) = (sorted, testShare);

    /// <summary>How many samples it was trained on.</summary>
    public int Count => _sorted.Length;

    /// <summary>
    /// The share of the run's own test samples that equal one trained on, 0 to 1: duplicates that the set itself
    /// holds.
    /// </summary>
    public double TestShare { get; }

    /// <summary>The share of the samples that equal another of them, 0 to 1.</summary>
    internal double RepeatedShare
    {
        get
        {
            int distinct = 0;
            for (int i = 0; i < _sorted.Length; i++)
                distinct += i == 0 || _sorted[i] != _sorted[i - 1] ? 1 : 0;
            return _sorted.Length == 0 ? 0 : 1 - ((double)distinct / _sorted.Length);
        }
    }

    /// <summary>Takes the fingerprints of samples, without a copy of the set.</summary>
    /// <param name="training">The raw inputs trained on. Shape: [n, …].</param>
    /// <param name="test">The raw inputs of the test part, from which <see cref="TestShare"/> is counted.</param>
    public static SampleFingerprints Of(Tensor training, Tensor? test = null)
    {
        long[] sorted = Take(training);
        Array.Sort(sorted);
        var learned = new SampleFingerprints(sorted, 0);
        return test is null || test.Shape[0] == 0 ? learned
            : new SampleFingerprints(sorted, (double)learned.CountIn(test) / test.Shape[0]);
    }

    /// <summary>How many samples equal one trained on.</summary>
    /// <param name="inputs">Raw inputs. Shape: [n, …].</param>
    /// <returns>0 to n.</returns>
    public int CountIn(Tensor inputs)
    {
        int count = 0;
        foreach (long fingerprint in Take(inputs))
        {
            if (Array.BinarySearch(_sorted, fingerprint) >= 0)
                count++;
        }

        return count;
    }

    /// <summary>How many of other samples are not among these.</summary>
    /// <param name="other">Other samples.</param>
    public int CountMissing(SampleFingerprints other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other._sorted.Count(one => Array.BinarySearch(_sorted, one) < 0);
    }

    /// <summary>These samples and others, each once; what training went on with counts as trained on, too.</summary>
    /// <param name="other">More samples; its <see cref="TestShare"/> is not taken over.</param>
    /// <returns>This very object when nothing is new.</returns>
    public SampleFingerprints With(SampleFingerprints other)
    {
        long[] added = Array.FindAll(other._sorted, one => Array.BinarySearch(_sorted, one) < 0);
        if (added.Length == 0)
            return this;
        long[] all = [.. _sorted, .. added];
        Array.Sort(all);
        return new SampleFingerprints(all, TestShare);
    }

    /// <summary>Writes them atomically as a safetensors file: Int64 <c>fingerprints</c> [n], sorted.</summary>
    /// <param name="path">The file.</param>
    public void Save(string path) => SafeTensors.Write(path,
        [new KeyValuePair<string, Tensor>(TensorName, Tensor.Wrap(_sorted))],
        new Dictionary<string, string> { [ShareKey] = TestShare.ToString("R", CultureInfo.InvariantCulture) });

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DataFormatException">It is damaged, or another safetensors file.</exception>
    public static SampleFingerprints Load(string path)
    {
        var file = SafeTensors.Read(path);
        if (!file.Tensors.TryGetValue(TensorName, out Tensor? tensor) || tensor.DType != DType.Int64
            || tensor.Rank != 1)
            throw new DataFormatException(path, 8L, $"no fingerprints of samples: expected Int64 {TensorName} [n]");
        long[] sorted = tensor.ToArray<long>();
        for (int i = 1; i < sorted.Length; i++)
        {
            if (sorted[i - 1] > sorted[i])
                throw new DataFormatException(path, 8L, $"fingerprint {i} is below the one before it; "
                    + "expected them sorted");
        }

        double share = 0;
        if (file.Metadata.TryGetValue(ShareKey, out string? text)
            && !(double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out share)
                && share is >= 0 and <= 1))
            throw new DataFormatException(path, 8L, $"the metadata's {ShareKey} is no share from 0 to 1");
        return new SampleFingerprints(sorted, share);
    }

    /// <summary>One number a sample, in the samples' order; whole samples are brought over in pieces.</summary>
    private static long[] Take(Tensor inputs)
    {
        using var scope = new Unrecorded();
        int samples = inputs.Shape[0];
        int each = samples == 0 ? 0
            : Sizes.Product("fingerprints", inputs.Elements / samples, inputs.DType.Size());
        var fingerprints = new long[samples];
        int atOnce = Math.Clamp(PieceBytes / Math.Max(1, each), 1, Math.Max(1, samples));
        var buffer = new byte[(long)atOnce * each];
        for (int start = 0; start < samples; start += atOnce)
        {
            int count = Math.Min(atOnce, samples - start);
            Tensor piece = inputs.Narrow(0, start, count).Contiguous();
            var bytes = buffer.AsSpan(0, count * each);
            piece.Device.Download(piece, bytes);
            for (int i = 0; i < count; i++)
                fingerprints[start + i] = Of(bytes.Slice(i * each, each));
        }

        return fingerprints;
    }

    private static long Of(ReadOnlySpan<byte> sample)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(sample, hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }
}
