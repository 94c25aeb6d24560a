using Madaline.Data;

namespace Madaline.Tests.Data;

/// <summary>Sets whose samples tell their own number, so that tests can see which came when.</summary>
internal static class Numbered
{
    /// <summary>Inputs UInt8 [n, 2, 3] and targets Int64 [n], both holding the sample's number.</summary>
    public static TensorDataset Set(int count)
    {
        var pixels = new byte[count * 6];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(i / 6);
        return new TensorDataset(Tensor.From(pixels, [count, 2, 3]), Tensor.Arange(count));
    }

    /// <summary>The numbers in a batch, after checking that inputs and targets agree on them.</summary>
    public static int[] Of(Batch batch)
    {
        int[] numbers = [.. batch.Targets.ToArray<long>().Select(number => (int)number)];
        if (batch.Inputs.DType == DType.UInt8)
        {
            byte[] pixels = batch.Inputs.ToArray<byte>();
            Assert.Equal(numbers.SelectMany(number => Enumerable.Repeat((byte)number, 6)), pixels);
        }

        return numbers;
    }

    /// <summary>The numbers of what is left of an epoch, batch by batch.</summary>
    public static int[][] Epoch(DataLoader loader) => [.. loader.Select(Of)];
}

/// <summary>Gathers until a batch number, then throws.</summary>
internal sealed class FailingDataset(int count, int failAt) : Dataset
{
    private int _gathered;

    public override int Count => count;

    public override Shape InputShape => [1];

    public override Tensor Targets => Tensor.Arange(count);

    public override IReadOnlyList<string> ClassNames => [];

    public override Batch Gather(ReadOnlySpan<int> indices, Rng? rng = null)
    {
        if (_gathered++ == failAt)
            throw new InvalidDataException("the disk is gone");
        return new Batch(Tensor.Zeros([indices.Length, 1]), Tensor.Zeros([indices.Length], DType.Int64));
    }
}

/// <summary>Adds noise drawn from the stream it is given.</summary>
internal sealed class Noise : Transform
{
    public override Tensor Apply(Tensor inputs, Rng? rng = null) =>
        inputs.To(DType.Float32) + Tensor.Rand(inputs.Shape, rng: rng);
}
