using Madaline.NN;

namespace Madaline.Training;

/// <summary>Layers made of layers.</summary>
internal static class ResidualLayers
{
    public static LayerType[] Types { get; } =
    [
        new("residual",
            [new("layers", "layers", Required: true), new("skip", "layers"), new("activation", "relu|none")],
            Residual),
    ];

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
        return new(body.Output, body.Numbers + skip.Numbers, rng => new Residual(
            body.Build(rng), skip.Count == 0 ? null : skip.Build(rng), activate))
        {
            SingleValueNorm = body.SingleValueNorm ?? skip.SingleValueNorm,
        };
    }

    /// <summary>The input itself when the shapes agree.</summary>
    private static NetworkPlan MatchingSkip(LayerSite site, int[] output)
    {
        if (output.AsSpan().SequenceEqual(site.Input))
            return NetworkPlan.Of([], site.Input, site.Classes, $"{site.Path} › skip", "skip");
        throw site.Refuse($"nothing leads around layers that change the shape. layers make "
            + $"{Shape.Create(output)} of {Shape.Create(site.Input)}; expected the same shape. Give a skip.");
    }
}
