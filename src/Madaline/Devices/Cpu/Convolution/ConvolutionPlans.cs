namespace Madaline.Devices.Cpu.Convolution;

/// <summary>All that a convolution's plan follows from.</summary>
/// <param name="IsTransposed">Whether it is the transposed one.</param>
/// <param name="LaneWidth">Pixels in a lane.</param>
/// <param name="Source">Rows and columns of the images that are read.</param>
/// <param name="Target">Rows and columns of the images that are made.</param>
/// <param name="WeightRows">First size of the weight.</param>
/// <param name="WeightColumns">Second size of the weight.</param>
/// <param name="Kernel">Rows and columns of a kernel.</param>
/// <param name="Parameters">How it goes over the images.</param>
/// <param name="MayOverlap">Whether a pixel may lie in two lanes.</param>
internal readonly record struct ConvolutionKey(
    bool IsTransposed, int LaneWidth, Size2 Source, Size2 Target, int WeightRows, int WeightColumns, Size2 Kernel,
    ConvolutionParameters Parameters, bool MayOverlap = false)
{
    public ConvolutionPlan Plan() =>
        IsTransposed ? ConvolutionPlan.Transposed(this) : ConvolutionPlan.Forward(this);
}

/// <summary>The plans of the convolutions that are in use: a network asks for the same few in every step.</summary>
internal static class ConvolutionPlans
{
    private static readonly PlanCache Known = new(most: 128, mostBytes: 32 << 20);

    public static ConvolutionPlan Forward(in ConvolutionWork work, int laneWidth, bool mayOverlap = false) =>
        Known.Get(Key(false, work.X.Shape, work.Weight.Shape, work.Sums, work.Parameters, laneWidth) with
        {
            MayOverlap = mayOverlap
        });

    public static ConvolutionPlan Forward(
        Tensor x, Tensor weight, Tensor y, ConvolutionParameters parameters, int laneWidth) =>
        Known.Get(Key(false, x.Shape, weight.Shape, (y.Shape[2], y.Shape[3]), parameters, laneWidth));

    public static ConvolutionPlan Transposed(in ConvolutionWork work, int laneWidth) =>
        Known.Get(Key(true, work.X.Shape, work.Weight.Shape, work.Sums, work.Parameters, laneWidth));

    private static ConvolutionKey Key(
        bool isTransposed, Shape source, Shape weight, Size2 target, ConvolutionParameters parameters, int laneWidth)
    {
        ReadOnlySpan<int> from = source.AsSpan(), w = weight.AsSpan();
        return new ConvolutionKey(
            isTransposed, laneWidth, (from[2], from[3]), target, w[0], w[1], (w[2], w[3]), parameters);
    }
}
