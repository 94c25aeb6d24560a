using Madaline.Data;
using Madaline.Datasets;

namespace Madaline.Workloads;

/// <summary>
/// Where the samples of a workload come from: the first of a training set, pixels / 255. Only real images keep hidden
/// units alive as a user's training does; units that random labels let die are cheap to train.
/// </summary>
/// <param name="Set">The set's name; null where samples are drawn, since so few numbers make no difference.</param>
/// <param name="Sample">The shape of a sample.</param>
/// <param name="Classes">How many classes there are.</param>
internal sealed record Source(string? Set, Shape Sample, int Classes)
{
    /// <summary>In place of a folder: samples and labels drawn from a seed.</summary>
    public const string Random = "random";

    public static Source Wheat { get; } = new(null, [7], 3);

    public static Source Mnist { get; } = new("mnist", [784], 10);

    public static Source Cifar10 { get; } = new("cifar10", [3, 32, 32], 10);

    /// <summary>The first samples and their classes.</summary>
    /// <exception cref="UsageException">They are not there.</exception>
    public (Tensor Inputs, Tensor Targets) Load(string data, int count)
    {
        if (Set is null || data == Random)
            return (Tensor.Rand([count, .. Sample]), Tensor.RandInt(0, Classes, [count]));
        try
        {
            var options = new DatasetOptions { Root = new DataRoot(data), SkipTest = true };
            TensorDataset train = DatasetCatalog.Load(Set, options).Train;
            if (train.Inputs.Shape[0] < count)
                throw new UsageException($"{Set} under '{data}' has {train.Inputs.Shape[0]} samples; expected {count}.");
            Tensor pixels = train.Inputs.Narrow(0, 0, count).Reshape([count, .. Sample]);
            return (pixels.To(DType.Float32) / 255, train.Targets.Narrow(0, 0, count).Clone());
        }
        catch (DatasetNotFoundException missing)
        {
            throw new UsageException($"{missing.Message} Name its folder with --data, or take --data {Random}.");
        }
    }
}
