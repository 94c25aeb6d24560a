using Madaline.NN;

namespace Madaline.Recipes;

/// <summary>Layers that normalise.</summary>
internal static class NormLayers
{
    private const double DefaultEps = 1e-5;

    public static LayerType[] Types { get; } =
    [
        new("layer-norm",
            [Eps, new("dimensions", "integer", 1, 3) { Meaning = "how many of the last ones", Otherwise = "1" }],
            LayerNorm)
        {
            Meaning = "Brings the numbers of each sample to mean 0 and spread 1.",
            Describe = DescribeLayerNorm,
        },
        new("batch-norm",
            [Eps, new("momentum", "number", 0, 1)
            {
                Meaning = "weight of a batch in the running values", Otherwise = "0.1",
            }],
            BatchNorm)
        {
            Meaning = "Brings each feature or channel to mean 0 and spread 1 over the batch.",
            Describe = DescribeBatchNorm,
        },
        new("group-norm",
            [new("groups", "integer", 1, 1 << 24, Required: true) { Meaning = "equal parts of the channels" }, Eps],
            GroupNorm)
        {
            Meaning = "Brings groups of channels of each sample to mean 0 and spread 1.",
            Describe = DescribeGroupNorm,
        },
        new("instance-norm",
            [Eps, new("affine", "flag") { Meaning = "whether scale and shift are learned", Otherwise = "false" }],
            InstanceNorm)
        {
            Meaning = "Brings each channel of each sample to mean 0 and spread 1.",
            Describe = DescribeInstanceNorm,
        },
    ];

    private static Argument Eps => new("eps", "number", Argument.MinPositive)
    {
        Meaning = "added to the variance",
        Otherwise = "1e-5",
    };

    private static LayerPlan LayerNorm(LayerSite site)
    {
        int dimensions = site.Spec.Integer("dimensions", 1);
        if (dimensions > site.Input.Length)
            throw site.Misfit($"at least {dimensions} dimensions", "Normalise fewer.");
        int[] over = site.Input[^dimensions..];
        return site.Plan(_ => new LayerNorm(over, EpsOf(site)));
    }

    private static LayerPlan BatchNorm(LayerSite site)
    {
        int features = site.First;
        double eps = EpsOf(site), momentum = site.Spec.Number("momentum", 0.1);
        if (site.Input.Length > 3)
        {
            throw site.Misfit("[features], [features, length] or [channels, height, width]",
                "Put a flatten before it.");
        }

        return site.Plan(_ => site.Input.Length == 3
            ? new BatchNorm2d(features, eps, momentum)
            : new BatchNorm1d(features, eps, momentum));
    }

    private static LayerPlan GroupNorm(LayerSite site)
    {
        int channels = site.First, groups = site.Spec.Integer("groups", 1);
        if (LayerPlan.Elements(site.Input) == groups)
        {
            throw site.Refuse("a single value for each group has no variance: the layer would forget its input, and "
                + $"refuse a batch of one, as PyTorch's does. Its input is {Shape.Create(site.Input)}, groups are "
                + $"{groups}; expected fewer groups than values. Use fewer groups.");
        }

        return site.Plan(_ => new GroupNorm(groups, channels, EpsOf(site)));
    }

    private static LayerPlan InstanceNorm(LayerSite site)
    {
        bool affine = site.Spec.Flag("affine", false);
        if (site.Input.Length is not (2 or 3) || LayerPlan.Elements(site.Input) == site.First)
        {
            throw site.Misfit("[channels, height, width] or [channels, length] with more than one value a channel",
                "Put it before pooling and flatten.");
        }

        int channels = site.First;
        return site.Plan(_ => site.Input.Length == 3
            ? new InstanceNorm2d(channels, EpsOf(site), affine: affine)
            : new InstanceNorm1d(channels, EpsOf(site), affine: affine));
    }

    private static Spec? DescribeLayerNorm(Module layer) =>
        layer is LayerNorm { Weight: not null, Bias: not null } norm
            ? new Spec("layer-norm").With("eps", norm.Eps).With("dimensions", (double)norm.NormalizedShape.Rank) : null;

    private static Spec? DescribeBatchNorm(Module layer) => layer is BatchNorm1d or BatchNorm2d
        && layer is RunningNorm { Weight: not null, RunningMean: not null, Momentum: { } momentum } norm
            ? new Spec("batch-norm").With("eps", norm.Eps).With("momentum", momentum) : null;

    private static Spec? DescribeGroupNorm(Module layer) => layer is GroupNorm { Weight: not null } norm
        ? new Spec("group-norm").With("groups", (double)norm.Groups).With("eps", norm.Eps) : null;

    private static Spec? DescribeInstanceNorm(Module layer) => layer is InstanceNorm1d or InstanceNorm2d
        && layer is RunningNorm { RunningMean: null } norm
            ? new Spec("instance-norm").With("eps", norm.Eps).WithFlag("affine", norm.Weight is not null, false) : null;

    private static double EpsOf(LayerSite site) => site.Spec.Number("eps", DefaultEps);
}
