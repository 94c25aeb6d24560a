using System.Runtime.Intrinsics.X86;
using Madaline.Devices.Cpu.Runtime;

namespace Madaline.Data;

/// <summary>Gathers samples of bytes and makes numbers of them in one pass, by a table.</summary>
/// <remarks>
/// The same bits as gathering first and transforming afterwards: the steps make the table themselves, of one sample for
/// each byte. They are those that look at nothing but a number and its channel.
/// </remarks>
internal static unsafe class ByteGather
{
    private const int Bytes = 256;

    /// <summary>Elements worth a second thread: a loader has one, and the trainer needs the others.</summary>
    private const int Grain = 1 << 18;

    /// <summary>The batch as numbers, or null where the samples or the steps are of another kind.</summary>
    public static Tensor? TryRun(Tensor inputs, ReadOnlySpan<int> indices, Transform steps)
    {
        if (steps.PixelwiseSteps == 0 || inputs.DType != DType.UInt8 || inputs.Device is not CpuDevice
            || inputs.Rank < 2 || !inputs.IsContiguous)
            return null;
        int channels = inputs.Shape[1], sample = inputs.Elements / Math.Max(1, inputs.Shape[0]);

        // A table costs as much as a small batch.
        if (channels == 0 || (long)sample * indices.Length < 4L * Bytes * channels)
            return null;
        if (TableOf(inputs.Shape, steps) is not { } table)
            return null;
        Tensor y = Tensor.Empty(inputs.Shape.With(0, indices.Length), DType.Float32, inputs.Device);
        fixed (int* places = indices)
        fixed (float* numbers = table)
        fixed (byte* from = &CpuDevice.Start(inputs), to = &CpuDevice.Start(y))
        {
            var body = new Body(from, places, numbers, (float*)to, channels, sample / channels);
            Device.Cpu.Team.For(indices.Length, Math.Max(1, Grain / sample), body);
        }

        GC.KeepAlive(inputs);
        GC.KeepAlive(y);
        return y;
    }

    /// <summary>What each byte becomes in each channel, channel after channel; null when not Float32.</summary>
    private static float[]? TableOf(Shape shape, Transform steps)
    {
        int channels = shape[1];
        int[] sizes = [Bytes, channels, .. shape.AsSpan()[2..]];
        Array.Fill(sizes, 1, 2, sizes.Length - 2);
        var bytes = new byte[Bytes * channels];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(i / channels);
        try
        {
            Tensor made = steps.ApplyPixelwise(Tensor.Wrap(bytes, sizes));
            if (made.DType != DType.Float32 || made.Elements != bytes.Length)
                return null;
            return made.Reshape(Bytes, channels).Transpose(0, 1).ToArray<float>();
        }
        catch (TensorException)
        {
            // The batch itself will say what is wrong.
            return null;
        }
    }

    private readonly struct Body(
        byte* x, int* places, float* table, float* y, int channels, int length) : IRangeBody
    {
        public void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                if (i + 1 < end)
                    Announce(x + ((nint)places[i + 1] * channels * length), channels * length);
                for (int c = 0; c < channels; c++)
                {
                    Line(x + ((((nint)places[i] * channels) + c) * length), table + (c * Bytes),
                        y + ((((nint)i * channels) + c) * length), length);
                }
            }
        }

        // Shuffled samples lie anywhere: without this, each would be waited for.
        private static void Announce(byte* sample, int count)
        {
            if (!Sse.IsSupported)
                return;
            for (int at = 0; at < count; at += 64)
                Sse.Prefetch0(sample + at);
        }

        private static void Line(byte* x, float* table, float* y, int length)
        {
            int i = 0;
            for (; i + 8 <= length; i += 8)
            {
                ulong eight = *(ulong*)(x + i);
                y[i] = table[(byte)eight];
                y[i + 1] = table[(byte)(eight >> 8)];
                y[i + 2] = table[(byte)(eight >> 16)];
                y[i + 3] = table[(byte)(eight >> 24)];
                y[i + 4] = table[(byte)(eight >> 32)];
                y[i + 5] = table[(byte)(eight >> 40)];
                y[i + 6] = table[(byte)(eight >> 48)];
                y[i + 7] = table[(byte)(eight >> 56)];
            }

            for (; i < length; i++)
                y[i] = table[x[i]];
        }
    }
}
