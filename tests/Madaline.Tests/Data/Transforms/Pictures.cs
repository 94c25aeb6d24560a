using Madaline.Data;

namespace Madaline.Tests.Data.Transforms;

/// <summary>Small images and what tests ask of transforms.</summary>
internal static class Pictures
{
    /// <summary>The dtypes that image transforms take.</summary>
    public static TheoryData<DType> DTypes => [DType.UInt8, DType.Float32, DType.Float64];

    /// <summary>Images [n, c, h, w] whose elements count up from 1, in bytes modulo 256.</summary>
    public static Tensor Counting(DType dtype, params int[] shape) =>
        (Tensor.Arange(Shape.Create(shape).Elements).Reshape(shape) + 1L).To(dtype);

    /// <summary>Noise in 0 … 1, or 0 … 255 in bytes.</summary>
    public static Tensor Noise(DType dtype, ulong seed, params int[] shape)
    {
        Tensor noise = Tensor.Rand(shape, rng: new Rng(seed));
        return dtype == DType.UInt8 ? (noise * 256).To(DType.UInt8) : noise.To(dtype);
    }

    /// <summary>All elements as doubles.</summary>
    public static double[] Numbers(Tensor x) => x.To(DType.Float64).ToArray<double>();

    /// <summary>One image of a batch, as doubles.</summary>
    public static double[] Image(Tensor x, int i) => Numbers(x.Select(0, i));

    /// <summary>A set of bytes as a loader hands it out.</summary>
    public static DataLoader Loader(Tensor images, Transform transform, bool prefetch, int batch = 7, ulong seed = 3) => new(
        new TensorDataset(images, Tensor.Arange(images.Shape[0])).With(transform),
        new LoaderOptions { BatchSize = batch, Shuffle = true, Prefetch = prefetch, Rng = new Rng(seed) });
}
