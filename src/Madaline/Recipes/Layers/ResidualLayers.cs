using Madaline.NN;

namespace Madaline.Recipes;

/// <summary>Layers made of layers.</summary>
internal static class ResidualLayers
{
    public static LayerType[] Types { get; } =
    [
        new("residual",
            [new("layers", "layers", Required: true) { Meaning = "what is learned on top of the input" },
                new("skip", "layers")
                {
                    Meaning = "the way around them",
                    Otherwise = "nothing where the shape stays, else a 1×1 convolution and batch norm",
                },
                new("activation", "relu|none") { Meaning = "of the sum", Otherwise = "\"relu\"" }],
            Residual)
        {
            Meaning = "The input added to what layers make of it.",
            Describe = DescribeResidual,
        },
    ];

    private static Spec? DescribeResidual(Module layer)
    {
        if (layer is not Residual residual || LayerTypes.DescribeAll(residual.Body) is not { } body)
            return null;
        Spec[]? skip = residual.Skip is null ? [] : LayerTypes.DescribeAll(residual.Skip);
        if (skip is null)
            return null;
        Spec spec = new Spec("residual").With("layers", body).With("skip", skip);
        return residual.Activate ? spec : spec.With("activation", "none");
    }

    private static LayerPlan Residual(LayerSite site)
    {
        var body = NetworkPlan.Of(site, "layers");
        var skip = site.Spec.Parts("skip") is null ? MatchingSkip(site, body.Output) : NetworkPlan.Of(site, "skip");
        if (!body.Output.AsSpan().SequenceEqual(skip.Output))
        {
            throw site.Refuse($"layers and skip differ in shape. layers give {Shape.Create(body.Output)}, skip "
                + $"{Shape.Create(skip.Output)}; expected the same. Leave skip out, or change the shape in both.");
        }

        bool activate = site.Spec.Text("activation") != "none";
        LayerPlan plan = site.Plan(
            rng => new Residual(body.Build(rng), skip.Count == 0 ? null : skip.Build(rng), activate));
        return plan with { SingleValueNorm = body.SingleValueNorm ?? skip.SingleValueNorm };
    }

    /// <summary>The input itself when the shapes agree, else a 1×1 convolution with the stride it takes.</summary>
    private static NetworkPlan MatchingSkip(LayerSite site, int[] output)
    {
        Spec[] way = [];
        if (!output.AsSpan().SequenceEqual(site.Input))
        {
            way = site.Input.Length == 3 && output is [int channels, int height, int width]
                && StrideTo(site.Input[1], height) is { } rows && StrideTo(site.Input[2], width) is { } columns
                ? Projection(channels, rows, columns)
                : throw NoWayAround(site, output);
        }

        return NetworkPlan.Of(way, site.Input, site.Classes, site.Path, "skip");
    }

    private static Spec[] Projection(int channels, int rows, int columns) =>
    [
        new Spec("conv").With("channels", (double)channels).With("kernel", 1.0)
            .With("stride", (double[])[rows, columns]).With("bias", false),
        new Spec("batch-norm"),
    ];

    /// <summary>The stride at which a 1×1 kernel makes a given number of pixels, if there is one.</summary>
    private static int? StrideTo(int size, int output)
    {
        int stride = ((size - 1) / output) + 1;
        return ((size - 1) / stride) + 1 == output ? stride : null;
    }

    private static TensorException NoWayAround(LayerSite site, int[] output) => site.Refuse(
        $"nothing leads around layers that change the shape. layers make {Shape.Create(output)} of "
        + $"{Shape.Create(site.Input)}; expected the same shape, or images that a stride can make. Give a skip.");
}
