namespace Madaline.Devices;

/// <summary>What a convolution does with its sums before it stores them.</summary>
/// <param name="Relu">Whether it rectifies them.</param>
/// <param name="Pools">Whether it then keeps the largest of each window.</param>
/// <param name="Rows">Windows down the rows.</param>
/// <param name="Columns">Windows along a row.</param>
internal readonly record struct ConvolutionEpilogue(bool Relu, bool Pools, Windows Rows, Windows Columns)
{
    /// <summary>Only the sums.</summary>
    public static ConvolutionEpilogue None => default;

    /// <summary>Rectified sums.</summary>
    public static ConvolutionEpilogue Rectified => new(true, false, default, default);

    /// <summary>The rectifier by itself.</summary>
    public Epilogue Epilogue => Relu ? Epilogue.Relu : Epilogue.None;
}
