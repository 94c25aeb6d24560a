namespace Madaline.NN;

/// <summary>The C# that makes a layer of a recipe: its text, where a program needs more than that.</summary>
internal static class LayerCode
{
    /// <summary>The expression that makes a layer with its initial values.</summary>
    /// <param name="layer">A layer that a recipe can name; the numbers of its tensors do not matter.</param>
    /// <param name="rng">The expression of its source of random numbers.</param>
    public static string Of(Module layer, string rng) => layer switch
    {
        Block block => Call("Block", Sizes(block.Conv).With("norm", block.Norm is not null, true)
            .With("activate", block.Activate, true), rng),
        Residual residual => $"new Residual({List(residual.Body, rng, "layers")}"
            + (residual.Skip is { } skip ? $", {List(skip, rng, "skip")}" : "")
            + (residual.Activate ? ")" : $"{(residual.Skip is null ? ", null" : "")}, activate: false)"),
        Linear or Conv2d or DropoutBase => Call(layer.Kind, layer.Arguments, rng),
        _ => $"new {layer.Kind}({Arguments(layer.Arguments)})",
    };

    private static string Call(string kind, string arguments, string rng) =>
        $"new {kind}({Arguments(arguments)}, rng: {rng})";

    /// <summary>Layers in a list, each with a stream of its own, as recipes split it.</summary>
    private static string List(Module layers, string rng, string key) => layers is Sequential list
        ? $"new Sequential({string.Join(", ", list.Select((layer, i) => Of(layer, $"{rng}.Split(\"{key}.{i}\")")))})"
        : Of(layers, rng);

    private static ArgumentText Sizes(Conv2d conv) => ArgumentText
        .Of(conv.Weight.Shape[1], conv.Weight.Shape[0], new Size2(conv.Weight.Shape[2], conv.Weight.Shape[3]))
        .With("stride", conv.Stride, 1);

    /// <summary>Texts of values that are no C#.</summary>
    private static string Arguments(string text) => text
        .Replace("padding: same", "padding: Padding.Same", StringComparison.Ordinal)
        .Replace("mode: ", "mode: UpsampleMode.", StringComparison.Ordinal);
}
