namespace Madaline;

/// <summary>A convolution, or the transposed one, as sweeps over laid-out images.</summary>
/// <param name="Layout">How each image is laid out.</param>
/// <param name="Sweeps">One; or, transposed with a stride, one for each remainder of the output's place.</param>
/// <param name="GroupChannels">Source channels of a group.</param>
/// <param name="GroupRows">Output channels of a group.</param>
/// <param name="WeightRow">Elements of the weight from one output channel to the next.</param>
internal sealed record ConvolutionPlan(
    ImageLayout Layout, SweepPlan[] Sweeps, int GroupChannels, int GroupRows, int WeightRow)
{
    /// <summary>y[n, o, i, j] = Σ x[n, c, i·s − p + kh·d, j·s − p + kw·d] · w[o, c, kh, kw].</summary>
    public static ConvolutionPlan Forward(Tensor x, Tensor weight, Tensor y, Sliding sliding, int laneWidth)
    {
        var (height, width) = (x.Shape[2], x.Shape[3]);
        var (rows, columns) = (y.Shape[2], y.Shape[3]);
        var (kernelHeight, kernelWidth) = (weight.Shape[2], weight.Shape[3]);
        int lanes = (columns + laneWidth - 1) / laneWidth;
        var layout = LayoutForward(height, width, rows, lanes * laneWidth, new(kernelHeight, kernelWidth), sliding);
        int channels = weight.Shape[1], taps = kernelHeight * kernelWidth;
        var offsets = new int[channels * taps];
        var weights = new int[offsets.Length];
        for (int k = 0; k < offsets.Length; k++)
        {
            int tap = k % taps;
            offsets[k] = (k / taps * layout.Plane) + layout.Place(tap / kernelWidth * sliding.Dilation.Height,
                tap % kernelWidth * sliding.Dilation.Width);
            weights[k] = k;
        }

        var spots = Spots(rows, columns, laneWidth, layout.Pitch * sliding.Stride.Height, columns, 1, 0);
        return new ConvolutionPlan(layout, [new SweepPlan(offsets, weights, spots, 1)], channels,
            weight.Shape[0] / sliding.Groups, channels * taps);
    }

    /// <summary>The layout of the images a kernel goes over, with lanes reaching up to so many columns.</summary>
    public static ImageLayout LayoutForward(
        int height, int width, int rows, int columns, Size2 kernel, Sliding sliding)
    {
        var (stride, before, dilation) = (sliding.Stride, sliding.Before, sliding.Dilation);
        var usedColumns = new bool[stride.Width];
        for (int tap = 0; tap < kernel.Width; tap++)
            usedColumns[tap * dilation.Width % stride.Width] = true;
        var usedRows = new bool[((rows - 1) * stride.Height) + ((kernel.Height - 1) * dilation.Height) + 1];
        for (int row = 0; row < rows; row++)
        {
            for (int tap = 0; tap < kernel.Height; tap++)
                usedRows[(row * stride.Height) + (tap * dilation.Height)] = true;
        }

        return new ImageLayout(height, width, before.Height, before.Width, usedRows.Length, stride.Width,
            columns + ((kernel.Width - 1) * dilation.Width / stride.Width), usedColumns, usedRows);
    }

    /// <summary>x[n, c, i·s − p + kh·d, …] = Σ y[n, o, i, …] · w[o, c, kh, …]: the transposed convolution.</summary>
    public static ConvolutionPlan Transposed(Tensor y, Tensor weight, Tensor x, Sliding sliding, int laneWidth)
    {
        int channels = weight.Shape[0] / sliding.Groups, groupRows = weight.Shape[1];
        var down = TransposedAxis.Of(x.Shape[2], weight.Shape[2], sliding.Stride.Height, sliding.Before.Height,
            sliding.Dilation.Height, 1);
        var along = TransposedAxis.Of(x.Shape[3], weight.Shape[3], sliding.Stride.Width, sliding.Before.Width,
            sliding.Dilation.Width, laneWidth);
        var (top, rows) = TransposedAxis.Extent(down);
        var (left, columns) = TransposedAxis.Extent(along);
        var usedRows = new bool[rows];
        Array.Fill(usedRows, true);
        var layout = new ImageLayout(y.Shape[2], y.Shape[3], top, left, rows, 1, columns, [true], usedRows);
        var sweeps = new List<SweepPlan>();
        foreach (var row in down)
        {
            foreach (var column in along)
            {
                if (row.Count == 0 || column.Count == 0)
                    continue;
                var (offsets, weights) = Terms(row, column, channels, layout, weight);
                var spots = Spots(row.Count, column.Count, laneWidth, layout.Pitch,
                    sliding.Stride.Height * x.Shape[3], sliding.Stride.Width, (row.First * x.Shape[3]) + column.First);
                sweeps.Add(new SweepPlan(offsets, weights, spots, sliding.Stride.Width));
            }
        }

        return new ConvolutionPlan(layout, [.. sweeps], channels, groupRows, weight.Shape[2] * weight.Shape[3]);
    }

    private static (int[] Offsets, int[] Weights) Terms(
        TransposedAxis row, TransposedAxis column, int channels, ImageLayout layout, Tensor weight)
    {
        int taps = row.Taps.Length * column.Taps.Length, at = 0;
        var offsets = new int[channels * taps];
        var weights = new int[offsets.Length];
        for (int channel = 0; channel < channels; channel++)
        {
            foreach (var (tapDown, rowShift) in row.Taps)
            {
                foreach (var (tapAlong, columnShift) in column.Taps)
                {
                    offsets[at] = (channel * layout.Plane)
                        + layout.Place(rowShift + layout.Top, columnShift + layout.Left);
                    weights[at++] = (((channel * weight.Shape[1] * weight.Shape[2]) + tapDown) * weight.Shape[3])
                        + tapAlong;
                }
            }
        }

        return (offsets, weights);
    }

    private static LaneSpot[] Spots(
        int rows, int columns, int laneWidth, int sourceRow, int targetRow, int targetStep, int target)
    {
        int lanes = (columns + laneWidth - 1) / laneWidth;
        var spots = new LaneSpot[rows * lanes];
        for (int i = 0; i < spots.Length; i++)
        {
            int row = i / lanes, column = i % lanes * laneWidth;
            spots[i] = new LaneSpot((row * sourceRow) + column, target + (row * targetRow) + (column * targetStep),
                Math.Min(laneWidth, columns - column));
        }

        return spots;
    }
}
