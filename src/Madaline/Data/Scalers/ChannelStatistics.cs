using System.Numerics;

namespace Madaline.Data;

/// <summary>
/// Mean and deviation of each channel in double precision, over parts that are added in order.
/// </summary>
/// <remarks>Source: Chan, Golub, LeVeque 1979, on joining the variances of parts.</remarks>
internal sealed class ChannelStatistics(string op)
{
    private double[] _mean = [], _squares = [];
    private double[] _min = [], _max = [];
    private double _count;

    public double[] Mean => _mean;

    /// <summary>Over n, not n − 1; exactly 0 for a constant channel.</summary>
    public double[] Deviation
    {
        get
        {
            var deviation = new double[_mean.Length];
            for (int c = 0; c < deviation.Length; c++)
                deviation[c] = _min[c] == _max[c] ? 0 : Math.Sqrt(_squares[c] / _count);
            return deviation;
        }
    }

    /// <summary>Takes in floating [n, channels, …]; all parts have the same sample shape.</summary>
    public void Add(Tensor part)
    {
        if (_mean.Length == 0)
            Begin(part.Shape[1]);
        if (part.DType == DType.Float64)
            Add<double>(part);
        else
            Add<float>(part);
    }

    private void Begin(int channels)
    {
        (_mean, _squares) = (new double[channels], new double[channels]);
        (_min, _max) = (new double[channels], new double[channels]);
        Array.Fill(_min, double.PositiveInfinity);
        Array.Fill(_max, double.NegativeInfinity);
    }

    private void Add<T>(Tensor part) where T : unmanaged, INumber<T>
    {
        T[] values = part.ToArray<T>();
        int channels = _mean.Length, plane = values.Length / Math.Max(1, part.Shape[0] * channels);
        double count = (double)part.Shape[0] * plane;
        if (count == 0)
            return;
        for (int c = 0; c < channels; c++)
            Join(c, count, MeanOf(values, c, plane, count), values, plane);
        _count += count;
    }

    private double MeanOf<T>(T[] values, int channel, int plane, double count) where T : unmanaged, INumber<T>
    {
        double sum = 0, least = _min[channel], most = _max[channel];
        for (int start = channel * plane; start < values.Length; start += _mean.Length * plane)
        {
            foreach (T element in values.AsSpan(start, plane))
            {
                double value = double.CreateTruncating(element);
                sum += value;
                least = Math.Min(least, value);
                most = Math.Max(most, value);
            }
        }

        if (!double.IsFinite(least + most))
        {
            throw new TensorException(op, "cannot be fitted to what is not a number. Channel "
                + $"{channel} holds NaN or an infinity; expected finite numbers. Remove or repair such images first.");
        }

        (_min[channel], _max[channel]) = (least, most);
        return sum / count;
    }

    private void Join<T>(int channel, double count, double mean, T[] values, int plane) where T : unmanaged, INumber<T>
    {
        double squares = 0;
        for (int start = channel * plane; start < values.Length; start += _mean.Length * plane)
        {
            foreach (T element in values.AsSpan(start, plane))
            {
                double difference = double.CreateTruncating(element) - mean;
                squares += difference * difference;
            }
        }

        double step = mean - _mean[channel], all = _count + count;
        _mean[channel] += step * (count / all);
        _squares[channel] += squares + (step * step * (_count * count / all));
    }
}
