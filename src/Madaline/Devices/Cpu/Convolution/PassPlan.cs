namespace Madaline.Devices.Cpu.Convolution;

/// <summary>
/// One pass of a kernel's taps over a laid-out image: output pixels in lanes, and for each term of their sums where
/// image and kernel hold it. A term's place in the list is its place in the sum.
/// </summary>
/// <param name="Offsets">Where the image holds a term, seen from a lane's source.</param>
/// <param name="WeightOffsets">Where the kernel of an output channel holds a term.</param>
/// <param name="Lanes">The output pixels.</param>
/// <param name="TargetStep">Elements between two pixels of a lane in the output.</param>
/// <param name="IsRaster">Whether the lanes go through the whole plane of the output, pixel after pixel.</param>
internal sealed record PassPlan(
    int[] Offsets, int[] WeightOffsets, VectorPosition[] Lanes, int TargetStep, bool IsRaster)
{
    public int Terms => Offsets.Length;

    /// <summary>Whether a kernel holds the terms in their order.</summary>
    public bool HasTermsInOrder { get; } = !WeightOffsets.Where((offset, i) => offset != i).Any();
}

/// <summary>One lane of neighbouring output pixels.</summary>
/// <param name="Source">Where the laid-out image holds what a tap without offset meets.</param>
/// <param name="Target">Where the output's plane takes the first pixel.</param>
/// <param name="Count">How many pixels of the lane exist.</param>
internal readonly record struct VectorPosition(int Source, int Target, int Count);
