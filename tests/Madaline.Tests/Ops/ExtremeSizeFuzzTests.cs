namespace Madaline.Tests.Ops;

/// <summary>
/// Arguments drawn from the ends of their range, the same ones in every run: a result with its gradient, or a refusal.
/// </summary>
public sealed class ExtremeSizeFuzzTests
{
    private const int Draws = 60;

    // What a machine without memory to spare has; the collector then stands in for it.
    private static readonly Dictionary<string, string> Small = new() { ["DOTNET_GCHeapHardLimit"] = "0x10000000" };

    private static readonly int[] Ends =
    [
        0, 1, 2, 3, 5, -1, -2, 7, 255, 256, 32767, 32768, 46341, 65535, 65536, 65537, 1 << 20, 1 << 24, 1 << 29,
        (1 << 30) - 1, 1 << 30, int.MaxValue - 1, int.MaxValue, int.MinValue, int.MinValue + 1,
    ];

    private delegate int Draw();

    private static readonly (string Name, Func<Tensor, Draw, Tensor> Run)[] Calls =
    [
        ("slice", (x, n) => x.Slice(n(), n(), n(), n())),
        ("narrow", (x, n) => x.Narrow(n(), n(), n())),
        ("select", (x, n) => x.Select(n(), n())),
        ("index", (x, n) => x[n(), TensorIndex.Every(Math.Max(1, n()))]),
        ("reshape", (x, n) => x.Reshape(n(), n(), n())),
        ("unflatten", (x, n) => x.Unflatten(n(), n(), n())),
        ("flatten", (x, n) => x.Flatten(n(), n())),
        ("expand", (x, n) => x[..1, ..1].Expand(n(), n())),
        ("expand more", (x, n) => x[..1, ..1].Expand(n(), n(), n())),
        ("repeat", (x, n) => x.Repeat(n(), n())),
        ("roll", (x, n) => x.Roll(n(), n())),
        ("permute", (x, n) => x.Permute(n(), n())),
        ("transpose", (x, n) => x.Transpose(n(), n())),
        ("squeeze", (x, n) => x.Squeeze(n())),
        ("unsqueeze", (x, n) => x.Unsqueeze(n())),
        ("split", (x, n) => x.Split(n(), n())[0]),
        ("split sizes", (x, n) => x.Split([n(), n(), n()], n())[0]),
        ("chunk", (x, n) => x.Chunk(n(), n())[0]),
        ("pad", (x, n) => x.Pad([n(), n(), n(), n()])),
        ("replicate", (x, n) => x.Pad([n(), n()], PadMode.Replicate)),
        ("reflect", (x, n) => x.Pad([n(), n()], PadMode.Reflect)),
        ("concat", (x, n) => Tensor.Concat([x[..1, ..1].Expand(1, n()), x[..1, ..1].Expand(1, n())], 1)),
        ("tril", (x, n) => x.Tril(n())),
        ("triu", (x, n) => x.Triu(n())),
        ("flip", (x, n) => x.Flip(n())),
        ("sum", (x, n) => x.Sum(n())),
        ("topk", (x, n) => x.TopK(n(), n()).Values),
        ("softmax", (x, n) => x.Softmax(n())),
        ("index select", (x, n) => x.IndexSelect(n(), Tensor.From([(long)n(), n()]))),
        ("gather", (x, n) => x.Gather(n(), Tensor.From([(long)n()], [1, 1]))),
        ("outer", (x, n) => x[0, ..1].Expand(n()).Outer(x[0, ..1].Expand(n()))),
        ("matmul", (x, n) => x[..1, ..1].Expand(n(), 2).MatMul(x[..1, ..1].Expand(2, n()))),
        ("add", (x, n) => x[..1, ..1].Expand(n(), 1) + x[..1, ..1].Expand(1, n())),
        ("conv2d", (x, n) => Image(x).Conv2d(Tensor.Ones([1, 1, 2, 2]), null, (n(), n()), (n(), n()), (n(), n()), 1)),
        ("conv2d, few", (x, n) => Image(x).Conv2d(Tensor.Ones([1, 1, 1, 2]), null, n(), (0, n()), n(), 1)),
        ("conv2d, groups", (x, n) => Image(x).Conv2d(Tensor.Ones([2, 1, 2, 2]), null, 1, n(), 1, n())),
        ("conv1d", (x, n) => x.Unsqueeze(0).Conv1d(Tensor.Ones([1, 5, 2]), null, n(), n(), n())),
        ("transposed", (x, n) => Image(x).ConvTranspose2d(
            Tensor.Ones([1, 1, 2, 2]), null, (n(), n()), (n(), n()), (n(), n()), 1, (n(), n()))),
        ("transposed, stride", (x, n) => Image(x[..2, ..2]).ConvTranspose2d(Tensor.Ones([1, 1, 1, 1]), null, (1, n()))),
        ("max pool", (x, n) => Image(x).MaxPool2d((n(), n()), (n(), n()), (n(), n()), (n(), n()), n() > 0)),
        ("max pool, stride", (x, n) => Image(x).MaxPool2d(2, (n(), n()), 1, 1, n() > 0)),
        ("min pool", (x, n) => x.MinPool1d(n(), n(), n(), n(), n() > 0)),
        ("median pool", (x, n) => x.MedianPool1d(3, n(), 1, n(), n() > 0)),
        ("average pool", (x, n) => Image(x).AvgPool2d((n(), n()), (n(), n()), (n(), n()), n() > 0)),
        ("adaptive", (x, n) => Image(x).AdaptiveAvgPool2d((n(), n()))),
        ("adaptive largest", (x, n) => Image(x).AdaptiveMaxPool2d((n(), n()))),
        ("unfold", (x, n) => Image(x).Unfold((n(), n()), (n(), n()), (n(), n()), (n(), n()))),
        ("unfold, padding", (x, n) => Image(x).Unfold(2, 1, n(), n())),
        ("fold", (x, n) => x.Fold((n(), n()), (n(), n()), (n(), n()), (n(), n()), (n(), n()))),
        ("upsample", (x, n) => Image(x).Upsample((n(), n()))),
        ("upsample smoothly", (x, n) => Image(x).Upsample((n(), n()), mode: UpsampleMode.Bilinear)),
        ("upsample by", (x, n) => Image(x).Upsample(scaleFactor: n() / 3.0)),
        ("pixel shuffle", (x, n) => Image(x).PixelShuffle(n())),
        ("pixel unshuffle", (x, n) => Image(x).PixelUnshuffle(n())),
        ("zeros", (_, n) => Tensor.Zeros([n(), n()])),
        ("eye", (_, n) => Tensor.Eye(n(), n())),
        ("linspace", (_, n) => Tensor.Linspace(n(), n(), n())),
        ("arange", (_, n) => Tensor.Arange(n(), n(), n())),
        ("randperm", (_, n) => Tensor.RandPerm(n(), new Rng(1))),
    ];

    [Fact]
    public void Every_call_is_right_or_refused_by_name() => OwnProcess.Run(() =>
    {
        List<string> wrong = [];
        foreach (var (name, run) in Calls)
        {
            var random = new Random(20_261_128);
            for (int i = 0; i < Draws; i++)
            {
                var drawn = new List<int>();
                string? problem = Problem(() => run(Tensor.Ones([5, 6]).WithGrad(), () =>
                {
                    drawn.Add(Ends[random.Next(Ends.Length)]);
                    return drawn[^1];
                }));
                if (problem is not null)
                    wrong.Add($"{name}({string.Join(", ", drawn)}): {problem}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }, Small);

    /// <summary>What is wrong with a call's end, or null.</summary>
    private static string? Problem(Func<Tensor> run)
    {
        try
        {
            Tensor y = run();
            if (y.RequiresGrad)
                y.Sum().Backward();
            else if (y.Elements > 0)
                y.Sum();
            return null;
        }
        catch (TensorException e)
        {
            return e.Op is "tensor" or "elementwise" ? e.Message : null;
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OutOfMemoryException)
        {
            // Documented, or the machine's.
            return null;
        }
        catch (Exception e)
        {
            return e.ToString();
        }
    }

    private static Tensor Image(Tensor x) => x.Unsqueeze(0).Unsqueeze(0);
}
