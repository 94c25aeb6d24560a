using Madaline.Tensors;

namespace Madaline.Devices.Cpu.Convolution;

/// <summary>
/// In one direction, the outputs of a transposed convolution that lie a whole number of strides apart: they share
/// their taps.
/// </summary>
/// <param name="First">The first of them.</param>
/// <param name="Count">How many.</param>
/// <param name="Reach">As many, rounded up to whole lanes.</param>
/// <param name="Taps">Taps that meet them, each with how far from the output's number its input lies.</param>
internal sealed record TransposedAxis(int First, int Count, int Reach, (int Tap, int Shift)[] Taps)
{
    /// <summary>All remainders of the stride that an output has and a tap meets, in order.</summary>
    public static TransposedAxis[] Of(int size, int kernel, int stride, int before, int dilation, int laneWidth)
    {
        var met = new List<TransposedAxis>();
        for (int first = 0; first < Math.Min(size, stride); first++)
        {
            var taps = new List<(int, int)>();
            for (int tap = 0; tap < kernel; tap++)
            {
                long distance = (long)first + before - ((long)tap * dilation);
                if (distance % stride == 0)
                    taps.Add((tap, (int)(distance / stride)));
            }

            int count = ((size - first - 1) / stride) + 1;
            if (taps.Count > 0)
                met.Add(new TransposedAxis(first, count, Sizes.Chunks(count, laneWidth) * laneWidth, [.. taps]));
        }

        return [.. met];
    }

    /// <summary>How many zeros come before the first input, and how many places are met in all.</summary>
    public static (int Before, int Places) Extent(TransposedAxis[] phases)
    {
        int low = int.MaxValue, high = int.MinValue;
        foreach (var phase in phases)
        {
            foreach (var (_, shift) in phase.Taps)
            {
                low = Math.Min(low, shift);
                high = Math.Max(high, shift + phase.Reach);
            }
        }

        return low > high ? (0, 0) : (-low, high - low);
    }
}
