namespace Madaline.Devices.Cpu.Convolution;

/// <summary>One lane of neighbouring output pixels.</summary>
/// <param name="Source">Where the laid-out image holds what a tap without offset meets.</param>
/// <param name="Target">Where the output's plane takes the first pixel.</param>
/// <param name="Count">How many pixels of the lane exist.</param>
internal readonly record struct VectorPosition(int Source, int Target, int Count);
