namespace Madaline.Devices;

/// <summary>How a kernel goes over images: what a convolution needs beside the shapes.</summary>
/// <param name="Stride">Pixels from one place to the next.</param>
/// <param name="Before">Zeros above and left; the output's size says how many there are below and right.</param>
/// <param name="Dilation">Pixels between two taps of the kernel.</param>
/// <param name="Groups">Equal parts of the channels, each with kernels of its own.</param>
internal readonly record struct ConvolutionParameters(Size2 Stride, Size2 Before, Size2 Dilation, int Groups);
