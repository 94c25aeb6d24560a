namespace Madaline.Devices.Cpu.Convolution;

/// <summary>A convolution and all that comes with it, as every way to do one takes it.</summary>
/// <param name="X">The images that are read.</param>
/// <param name="Weight">The kernels.</param>
/// <param name="Bias">Added to each output channel, or null.</param>
/// <param name="Parameters">How the kernel goes over the images.</param>
/// <param name="Epilogue">What is done with the sums.</param>
/// <param name="Sums">Rows and columns that are made, before a pooling.</param>
/// <param name="Y">The images that are made, or what the windows keep of them.</param>
/// <param name="Indices">Where the windows found it, or null.</param>
internal readonly record struct ConvolutionWork(
    Tensor X, Tensor Weight, Tensor? Bias, ConvolutionParameters Parameters, ConvolutionEpilogue Epilogue, Size2 Sums,
    Tensor Y, Tensor? Indices)
{
    public int Images => X.Shape[0];

    /// <summary>Output channels.</summary>
    public int Outputs => Y.Shape[1];

    /// <summary>Elements of one image that is read.</summary>
    public nint ImageSize => (nint)X.Elements / X.Shape[0];

    /// <summary>The convolution, or the transposed one, of operands.</summary>
    public static ConvolutionWork Of(in ConvolutionOperands o) => new(o.X, o.Weight, o.Bias, o.Parameters,
        new(o.Epilogue == Devices.Epilogue.Relu, false, default, default), (o.Y.Shape[2], o.Y.Shape[3]), o.Y, null);

    /// <summary>With a pooling on its way.</summary>
    public static ConvolutionWork Of(in PooledConvolutionOperands o) => Of(o.Convolution) with
    {
        Epilogue = new(o.Convolution.Epilogue == Devices.Epilogue.Relu, true, o.Rows, o.Columns),
        Sums = (o.Rows.Size, o.Columns.Size),
        Indices = o.Indices,
    };

    /// <summary>A kernel of one pixel sees no rows: the plane is one long row.</summary>
    public ConvolutionWork Flattened()
    {
        if (Epilogue.Pools || !IsOfPixels(Weight, Parameters, X.Shape, Sums))
            return this;
        return this with { X = InOneRow(X), Y = InOneRow(Y), Sums = (1, Sums.Height * Sums.Width) };
    }

    /// <summary>Whether a kernel sees one pixel, and each pixel is seen.</summary>
    public static bool IsOfPixels(Tensor weight, ConvolutionParameters parameters, Shape x, Size2 sums) =>
        weight.Shape[2] == 1 && weight.Shape[3] == 1 && parameters.Stride == 1 && parameters.Before == 0
        && x[2] == sums.Height && x[3] == sums.Width;

    /// <summary>Images with planes of one row.</summary>
    public static Tensor InOneRow(Tensor x)
    {
        int plane = x.Shape[2] * x.Shape[3];
        return x.Alias(new([x.Shape[0], x.Shape[1], 1, plane], [x.Shape[1] * plane, plane, plane, 1], x.Offset));
    }
}
