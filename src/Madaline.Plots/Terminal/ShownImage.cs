namespace Madaline.Plots;

/// <summary>An image in the range of images: bytes, or numbers from 0 to 1.</summary>
internal readonly struct ShownImage
{
    /// <summary>Stretches one whose numbers go beyond.</summary>
    public ShownImage(Tensor image)
    {
        (Image, Note) = (image.Detach().To(Device.Cpu), "");
        if (image.DType == DType.UInt8 || image.Elements == 0)
            return;
        Tensor x = Image.To(DType.Float64);
        var range = Extent.Of(x.Reshape(-1).ToArray<double>().Where(double.IsFinite));
        if (!(range.Low < 0 || range.High > 1))
            return;
        Image = range.Width > 0 ? (x - range.Low) / range.Width : Tensor.ZerosLike(x);
        var text = Ticks.Fine(range);
        Note = $"black is {text(range.Low)}, white is {text(range.High)}";
    }

    /// <summary>What is shown.</summary>
    public Tensor Image { get; }

    /// <summary>What black and white are, where it was stretched.</summary>
    public string Note { get; }
}
