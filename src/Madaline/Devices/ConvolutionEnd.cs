namespace Madaline.Devices;

/// <summary>What a convolution does with its sums before it stores them.</summary>
/// <param name="Relu">Whether it rectifies them.</param>
/// <param name="Pools">Whether it then keeps the largest of each window.</param>
/// <param name="Rows">Windows down the rows.</param>
/// <param name="Columns">Windows along a row.</param>
internal readonly record struct ConvolutionEnd(bool Relu, bool Pools, Windows Rows, Windows Columns)
{
    /// <summary>Only the sums.</summary>
    public static ConvolutionEnd None => default;

    /// <summary>Rectified sums.</summary>
    public static ConvolutionEnd Rectified => new(true, false, default, default);
}
