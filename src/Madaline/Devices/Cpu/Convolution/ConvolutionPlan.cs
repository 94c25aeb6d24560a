using Madaline.Tensors;

namespace Madaline.Devices.Cpu.Convolution;

/// <summary>A convolution, or the transposed one, as passes over laid-out images.</summary>
/// <param name="Layout">How each image is laid out.</param>
/// <param name="Passes">One; or, transposed with a stride, one for each remainder of the output's place.</param>
/// <param name="GroupChannels">Source channels of a group.</param>
/// <param name="GroupRows">Output channels of a group.</param>
/// <param name="WeightRow">Elements of the weight from one output channel to the next.</param>
internal sealed record ConvolutionPlan(
    ImageLayout Layout, PassPlan[] Passes, int GroupChannels, int GroupRows, int WeightRow)
{
    private VectorPosition[]? _gradientLanes;

    /// <summary>
    /// About what the plan takes in memory, the lanes of a gradient counted whether they are made or not.
    /// </summary>
    public long Bytes { get; } = 1024 + Passes.Sum(
        pass => (2L * sizeof(int) * pass.Terms) + (2L * 3 * sizeof(int) * pass.Lanes.Length));

    /// <summary>Whether there are outputs that no tap meets: 0, or the bias.</summary>
    public bool HasGaps { get; private init; }

    /// <summary>
    /// The lanes as a kernel gradient takes them: whole ones first, then those that end a row; targets in rows filled
    /// up to whole lanes.
    /// </summary>
    /// <remarks>Made when first asked for; two threads that ask at once make the same.</remarks>
    /// <param name="width">Pixels in a lane.</param>
    public VectorPosition[] GradientLanes(int width) => _gradientLanes ??=
        [.. Passes[0].Lanes.Select((lane, i) => lane with { Target = i * width }).OrderBy(lane => lane.Count < width)];

    /// <summary>y[n, o, i, j] = Σ x[n, c, i·s − p + kh·d, j·s − p + kw·d] · w[o, c, kh, kw].</summary>
    public static ConvolutionPlan Forward(in ConvolutionKey key)
    {
        var (rows, columns, kernelWidth) = (key.Target.Height, key.Target.Width, key.Kernel.Width);
        ConvolutionParameters parameters = key.Parameters;
        bool overlap = ReadsInPlace(key);
        var layout = LayoutForward(key.Source, key.Target, key.Kernel, parameters, overlap ? 1 : key.LaneWidth);
        int channels = key.WeightColumns, taps = key.Kernel.Height * kernelWidth;
        ImageLayout.Sized((long)channels * layout.Plane);
        var offsets = new int[channels * taps];
        var weights = new int[offsets.Length];
        for (int k = 0; k < offsets.Length; k++)
        {
            int tap = k % taps;
            offsets[k] = (k / taps * layout.Plane) + layout.Place(tap / kernelWidth * parameters.Dilation.Height,
                tap % kernelWidth * parameters.Dilation.Width);
            weights[k] = k;
        }

        var positions = Positions(rows, columns, key.LaneWidth, layout.Pitch * parameters.Stride.Height, columns, 1, 0,
            overlap);
        return new ConvolutionPlan(layout, [new PassPlan(offsets, weights, positions, 1, true)], channels,
            key.WeightRows / parameters.Groups, channels * taps);
    }

    /// <summary>
    /// Whether the last lanes of rows end with them, so that an image of few channels needs no copy. Many planes of one
    /// size would meet in the same places of the cache.
    /// </summary>
    private static bool ReadsInPlace(in ConvolutionKey key) =>
        key.MayOverlap && key.WeightColumns * key.Parameters.Groups <= 4 && key.Target.Width >= key.LaneWidth
        && key.Parameters.Stride.Width == 1 && key.Parameters.Before == 0
        && key.Target.Width + ((key.Kernel.Width - 1) * key.Parameters.Dilation.Width) <= key.Source.Width;

    /// <summary>The layout of the images a kernel goes over, wide enough for lanes.</summary>
    private static ImageLayout LayoutForward(Size2 source, Size2 target, Size2 kernel,
        ConvolutionParameters parameters, int laneWidth)
    {
        var (rows, columns) = (target.Height, target.Width);
        int lanes = Sizes.Chunks(columns, laneWidth);
        var (stride, before, dilation) = (parameters.Stride, parameters.Before, parameters.Dilation);
        var usedColumns = new bool[stride.Width];
        for (int tap = 0; tap < kernel.Width; tap++)
            usedColumns[tap * dilation.Width % stride.Width] = true;
        var usedRows = new bool[((rows - 1) * stride.Height) + ((kernel.Height - 1) * dilation.Height) + 1];
        for (int row = 0; row < rows; row++)
        {
            for (int tap = 0; tap < kernel.Height; tap++)
                usedRows[(row * stride.Height) + (tap * dilation.Height)] = true;
        }

        return new ImageLayout(source, before, usedRows.Length, stride.Width,
            (lanes * laneWidth) + ((kernel.Width - 1) * dilation.Width / stride.Width), usedColumns, usedRows);
    }

    /// <summary>x[n, c, i·s − p + kh·d, …] = Σ y[n, o, i, …] · w[o, c, kh, …]: the transposed convolution.</summary>
    public static ConvolutionPlan Transposed(in ConvolutionKey key)
    {
        ConvolutionParameters parameters = key.Parameters;
        int channels = key.WeightRows / parameters.Groups, width = key.Target.Width;
        var down = TransposedAxis.Of(key.Target.Height, key.Kernel.Height, parameters.Stride.Height,
            parameters.Before.Height, parameters.Dilation.Height, 1);
        var along = TransposedAxis.Of(width, key.Kernel.Width, parameters.Stride.Width, parameters.Before.Width,
            parameters.Dilation.Width, key.LaneWidth);
        var (top, rows) = TransposedAxis.Extent(down);
        var (left, columns) = TransposedAxis.Extent(along);
        var usedRows = new bool[rows];
        Array.Fill(usedRows, true);
        var layout = new ImageLayout(key.Source, (top, left), rows, 1, columns, [true], usedRows);
        ImageLayout.Sized((long)channels * layout.Plane);
        var passes = new List<PassPlan>();
        foreach (var row in down)
        {
            foreach (var column in along)
            {
                var (offsets, weights) = Terms(row, column, channels, layout, key);
                var positions = Positions(row.Count, column.Count, key.LaneWidth, layout.Pitch,
                    parameters.Stride.Height * width,
                    parameters.Stride.Width, (row.First * width) + column.First);
                passes.Add(new PassPlan(offsets, weights, positions, parameters.Stride.Width, parameters.Stride == 1));
            }
        }

        return new ConvolutionPlan(layout, [.. passes], channels, key.WeightColumns,
            key.Kernel.Height * key.Kernel.Width)
        {
            HasGaps = down.Length < Math.Min(key.Target.Height, parameters.Stride.Height)
                || along.Length < Math.Min(width, parameters.Stride.Width),
        };
    }

    private static (int[] Offsets, int[] Weights) Terms(
        TransposedAxis row, TransposedAxis column, int channels, ImageLayout layout,
        in ConvolutionKey key)
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
                    weights[at++] = (((channel * key.WeightColumns * key.Kernel.Height) + tapDown) * key.Kernel.Width)
                        + tapAlong;
                }
            }
        }

        return (offsets, weights);
    }

    private static VectorPosition[] Positions(
        int rows, int columns, int laneWidth, int sourceRow, int targetRow, int targetStep, int target,
        bool overlap = false)
    {
        int lanes = Sizes.Chunks(columns, laneWidth);
        ImageLayout.Sized((long)rows * lanes * laneWidth);
        var positions = new VectorPosition[rows * lanes];
        for (int i = 0; i < positions.Length; i++)
        {
            int row = i / lanes, column = i % lanes * laneWidth;
            if (overlap)
                column = Math.Min(column, columns - laneWidth);
            positions[i] = new VectorPosition((row * sourceRow) + column, target + (row * targetRow)
                + (column * targetStep),
                Math.Min(laneWidth, columns - column));
        }

        return positions;
    }
}
