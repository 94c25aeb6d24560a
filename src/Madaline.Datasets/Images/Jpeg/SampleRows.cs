namespace Madaline.Datasets.Images.Jpeg;

/// <summary>Rows of one component at the picture's size.</summary>
/// <remarks>
/// Half as many samples are interpolated, 3 : 1 between the two nearest, in both directions or in one; other ratios
/// repeat samples. As libjpeg-turbo has it, roundings included.
/// </remarks>
internal sealed class SampleRows
{
    private readonly JpegComponent _component;
    private readonly int _across, _down;
    private readonly byte[] _row;
    private readonly int[] _sums;
    private readonly bool _isSmooth;

    public SampleRows(JpegComponent component, JpegFrame frame)
    {
        _component = component;
        (_across, _down) = (frame.MaxAcross / component.Across, frame.MaxDown / component.Down);
        _isSmooth = (_across, _down) switch
        {
            (2, 1) or (2, 2) => component.Width > 2,
            (1, 2) => true,
            _ => false,
        };
        _row = new byte[component.Width * _across];
        _sums = _down == 2 && _isSmooth ? new int[component.Width] : [];
        Width = frame.Width;
    }

    private int Width { get; }

    /// <summary>A row of the picture; valid until the next call.</summary>
    public ReadOnlySpan<byte> Row(int y)
    {
        var near = Samples(y / _down);
        if (_across == 1 && (_down == 1 || !_isSmooth)) return near[..Width];
        if (!_isSmooth)
        {
            for (int x = 0; x < Width; x++) _row[x] = near[x / _across];
        }
        else if (_down == 1)
        {
            Doubled(near);
        }
        else
        {
            var far = Samples(Math.Clamp(y / 2 + (y % 2 == 0 ? -1 : 1), 0, _component.Height - 1));
            for (int x = 0; x < _sums.Length; x++) _sums[x] = 3 * near[x] + far[x];
            if (_across == 1) Rounded(y % 2 == 0 ? 1 : 2);
            else DoubledSums();
        }

        return _row.AsSpan(0, Width);
    }

    private ReadOnlySpan<byte> Samples(int row) =>
        _component.Samples.AsSpan(row * _component.Stride, _component.Width);

    private void Rounded(int bias)
    {
        for (int x = 0; x < _sums.Length; x++) _row[x] = (byte)(_sums[x] + bias >> 2);
    }

    private void Doubled(ReadOnlySpan<byte> samples)
    {
        var row = _row;
        int last = samples.Length - 1;
        row[0] = samples[0];
        row[1] = (byte)(3 * samples[0] + samples[1] + 2 >> 2);
        for (int x = 1; x < last; x++)
        {
            row[2 * x] = (byte)(3 * samples[x] + samples[x - 1] + 1 >> 2);
            row[2 * x + 1] = (byte)(3 * samples[x] + samples[x + 1] + 2 >> 2);
        }

        row[2 * last] = (byte)(3 * samples[last] + samples[last - 1] + 1 >> 2);
        row[2 * last + 1] = samples[last];
    }

    private void DoubledSums()
    {
        int[] sums = _sums;
        var row = _row;
        int last = sums.Length - 1;
        row[0] = (byte)(4 * sums[0] + 8 >> 4);
        row[1] = (byte)(3 * sums[0] + sums[1] + 7 >> 4);
        for (int x = 1; x < last; x++)
        {
            row[2 * x] = (byte)(3 * sums[x] + sums[x - 1] + 8 >> 4);
            row[2 * x + 1] = (byte)(3 * sums[x] + sums[x + 1] + 7 >> 4);
        }

        row[2 * last] = (byte)(3 * sums[last] + sums[last - 1] + 8 >> 4);
        row[2 * last + 1] = (byte)(4 * sums[last] + 7 >> 4);
    }
}
