using Madaline.Datasets.Images;

namespace Madaline.Datasets.Tests.Images;

public sealed class ImageScalingTests
{
    [Fact]
    public void The_same_size_leaves_an_image_as_it_is()
    {
        Tensor image = ImageSamples.Picture(3, 5, 7);
        Assert.Same(image, ImageScaling.Resize(image, (5, 7)));
    }

    [Fact]
    public void A_larger_image_lies_linearly_between_pixel_centres()
    {
        Tensor image = Tensor.Wrap<byte>([0, 100], [1, 1, 2]);
        Assert.Equal([0, 25, 75, 100], ImageScaling.Resize(image, (1, 4)).ToArray<byte>());
        Assert.Equal([0, 100, 0, 100, 0, 100], ImageScaling.Resize(image, (3, 2)).ToArray<byte>());
    }

    [Fact]
    public void A_smaller_image_averages_what_it_covers()
    {
        Tensor image = Tensor.Wrap<byte>([0, 0, 200, 200, 0, 0, 200, 200], [1, 2, 4]);
        Assert.Equal([100], ImageScaling.Resize(image, 1).ToArray<byte>());
        byte[] two = ImageScaling.Resize(image, (1, 2)).ToArray<byte>();
        Assert.Equal(200, two[0] + two[1]);
        Assert.InRange(two[0], 10, 50);
    }

    [Fact]
    public void A_flat_image_stays_flat_at_any_size_and_channels_do_not_mix()
    {
        Tensor image = Tensor.Wrap<byte>([.. Enumerable.Repeat((byte)9, 35), .. Enumerable.Repeat((byte)250, 35)], [2, 5, 7]);
        foreach (Size2 size in (Size2[])[1, 3, (4, 9), (17, 2), 64])
        {
            byte[] pixels = ImageScaling.Resize(image, size).ToArray<byte>();
            Assert.All(pixels[..(pixels.Length / 2)], p => Assert.Equal(9, p));
            Assert.All(pixels[(pixels.Length / 2)..], p => Assert.Equal(250, p));
        }
    }

    [Fact]
    public void What_is_no_image_or_no_size_is_refused()
    {
        Assert.Throws<TensorException>(() => ImageScaling.Resize(Tensor.Zeros([1, 2, 2]), 2));
        Assert.Throws<TensorException>(() => ImageScaling.Resize(Tensor.Zeros([2, 2], DType.UInt8), 2));
        Assert.Throws<TensorException>(() => ImageScaling.Resize(ImageSamples.Picture(1, 2, 2), (0, 2)));
    }
}
