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
    ConvolutionParameters Parameters, bool MayOverlap = false);

/// <summary>The plans of the convolutions that are in use: a network asks for the same few in every step.</summary>
internal static class ConvolutionPlans
{
    private static readonly PlanCache Known = new(most: 128, mostBytes: 32 << 20);

    public static ConvolutionPlan Of(
        bool isTransposed, in ConvolutionWork work, int laneWidth, bool mayOverlap = false) =>
        Of(isTransposed, work.X.Shape, work.Weight.Shape, work.Sums, work.Parameters, laneWidth, mayOverlap);

    public static ConvolutionPlan Of(
        bool isTransposed, Shape source, Shape weight, Size2 target, ConvolutionParameters parameters, int laneWidth,
        bool mayOverlap = false)
    {
        ReadOnlySpan<int> from = source.AsSpan(), w = weight.AsSpan();
        return Known.Get(new ConvolutionKey(isTransposed, laneWidth, (from[2], from[3]), target, w[0], w[1],
            (w[2], w[3]), parameters, mayOverlap));
    }
}
