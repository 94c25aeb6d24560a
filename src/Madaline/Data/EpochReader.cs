using Madaline.Autograd;

namespace Madaline.Data;

/// <summary>The batches of one epoch by their number. Used by one thread, the caller's or the loader's.</summary>
internal sealed class EpochReader(Dataset data, LoaderOptions options, Rng rng, long epoch, int batches)
{
    private readonly Rng _transforms = rng.Split("transform").Split(epoch);
    private int[]? _order;

    /// <summary>Number of batches.</summary>
    public int Batches => batches;

    /// <summary>Gathers a batch. It depends on the stream's seed, the epoch and the number only.</summary>
    public Batch Read(int number)
    {
        using var scope = new Unrecorded();
        _order ??= MakeOrder();
        int start = number * options.BatchSize, count = Math.Min(options.BatchSize, _order.Length - start);
        return data.Gather(_order.AsSpan(start, count), _transforms.Split(number));
    }

    private int[] MakeOrder()
    {
        if (options.Sampler is { } sampler)
            return sampler.Order(rng.Split("epoch").Split(epoch));
        if (options.Shuffle)
            return rng.Split("epoch").Split(epoch).Permutation(data.Count);
        var order = new int[data.Count];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        return order;
    }
}
