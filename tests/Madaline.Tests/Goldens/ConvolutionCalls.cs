namespace Madaline.Tests.Goldens;

/// <summary>Convolutions.</summary>
internal static class ConvolutionCalls
{
    public static Dictionary<string, OpCall> Table { get; } = new()
    {
        ["conv1d"] = (x, a) => [x[0].Conv1d(x[1], Bias(x), a.Int("stride"), a.Int("padding"), a.Int("dilation"), a.Int("groups"))],
        ["conv2d"] = (x, a) => [x[0].Conv2d(x[1], Bias(x), Size(a, "stride"), a.IsList("padding") ? Size(a, "padding") : Padding.Same,
            Size(a, "dilation"), a.Int("groups"))],
        ["conv_transpose2d"] = (x, a) => [x[0].ConvTranspose2d(x[1], Bias(x), Size(a, "stride"), Size(a, "padding"), Size(a, "more"),
            a.Int("groups"), Size(a, "dilation"))],
    };

    private static Tensor? Bias(Tensor[] x) => x.Length > 2 ? x[2] : null;

    private static Size2 Size(GoldenArguments a, string name) => new(a.Ints(name)[0], a.Ints(name)[^1]);
}
