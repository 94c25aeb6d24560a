namespace Madaline.Devices;

/// <summary>How the images of a kernel gradient are cut up for summing, on every device.</summary>
/// <param name="Shard">Images whose pixels are summed in one go.</param>
/// <param name="BlockShards">Shards whose sums are added one after the other.</param>
/// <param name="Blocks">Blocks, each with sums of its own.</param>
internal readonly record struct KernelGradientParts(int Shard, int BlockShards, int Blocks)
{
    /// <summary>Pixels of a shard, at least one image.</summary>
    private const int ShardPixels = 1024;

    private const int MaxBlocks = 16;

    private const long MaxBlockBytes = 1 << 24, MaxShardBytes = 1 << 24;

    /// <summary>Follows from the shapes only.</summary>
    public static KernelGradientParts Of(int images, int pixels, long imageBytes, long sumBytes)
    {
        int shard = Math.Max(1, ShardPixels / pixels);
        shard = (int)Math.Clamp(MaxShardBytes / Math.Max(imageBytes, 1), 1, shard);
        int shards = (images + shard - 1) / shard;
        int most = (int)Math.Clamp(MaxBlockBytes / sumBytes, 1, Math.Min(MaxBlocks, shards));
        int perBlock = (shards + most - 1) / most;
        return new KernelGradientParts(shard, perBlock, (shards + perBlock - 1) / perBlock);
    }
}
