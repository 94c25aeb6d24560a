namespace Madaline.Generators.Tests;

public sealed class SizesAnalyzerTests
{
    private static Task<string[]> InSequential(string layers) =>
        new Source($"static class Program {{ const int Hidden = 30; static Module Net(int n) => new Sequential({layers}); }}").Warnings();

    private static Task<string[]> InForward(string forward) => new Source($$"""
        sealed partial class Net : Module
        {
            private readonly Conv2d _conv1 = new(3, 6, 5), _conv2, _conv3 = new(16, 8, 3);
            private readonly BatchNorm2d _norm = new(7);
            private readonly Linear _fc1, _fc2;
            private readonly Linear _open;
            private readonly Sequential _head = new(new Relu(), new Linear(84, 10));
            public Net(int n)
            {
                _conv2 = new Conv2d(6, 16, 5);
                (_fc1, _fc2) = (new Linear(400, 120), new Linear(121, 84));
                _open = new Linear(n, 5);
                if (n > 3)
                    _open = new Linear(4, 3);
            }

            protected override Tensor Forward(Tensor x) {{forward}}
        }
        """).Warnings();

    [Theory]
    [InlineData("new Linear(784, 15), new Linear(16, 10)", "new Linear(16, 10)", "Linear takes 16 features, but Linear before it gives 15.")]
    [InlineData("new Linear(784, Hidden), new Relu(), new Dropout(), new Linear(31, 10)", "new Linear(31, 10)",
        "Linear takes 31 features, but Linear before it gives 30.")]
    [InlineData("new Linear(784, 30), new BatchNorm1d(31)", "new BatchNorm1d(31)", "BatchNorm1d takes 31 features, but Linear before it gives 30.")]
    [InlineData("new Linear(7, 3), new LayerNorm(4)", "new LayerNorm(4)", "LayerNorm takes 4 features, but Linear before it gives 3.")]
    [InlineData("new Embedding(10, 8), new Linear(9, 1)", "new Linear(9, 1)", "Linear takes 9 features, but Embedding before it gives 8.")]
    [InlineData("new Conv2d(3, 6, 5), new Relu(), new MaxPool2d(2), new Conv2d(8, 16, 5)", "new Conv2d(8, 16, 5)",
        "Conv2d takes 8 channels, but Conv2d before it gives 6.")]
    [InlineData("new Conv2d(inChannels: 3, outChannels: 6, kernelSize: 5), new BatchNorm2d(7), new GroupNorm(1, 7)", "new BatchNorm2d(7)",
        "BatchNorm2d takes 7 channels, but Conv2d before it gives 6.")]
    [InlineData("new Conv1d(3, 6, 5), new BatchNorm1d(7)", "new BatchNorm1d(7)", "BatchNorm1d takes 7 channels, but Conv1d before it gives 6.")]
    [InlineData("new Conv2d(3, 6, 5), new Flatten(), new Linear(100, 10)", "new Linear(100, 10)",
        "Linear takes 100 features, but Conv2d before it gives a multiple of 6.")]
    [InlineData("new Block(3, 8), new GlobalAvgPool2d(), new Linear(9, 2)", "new Linear(9, 2)", "Linear takes 9 features, but Block before it gives 8.")]
    [InlineData("(\"a\", new Linear(1, 2)), (\"b\", new Linear(3, 4))", "new Linear(3, 4)", "Linear takes 3 features, but Linear before it gives 2.")]
    [InlineData("[new Linear(1, 2), new Linear(3, 4)]", "new Linear(3, 4)", "Linear takes 3 features, but Linear before it gives 2.")]
    [InlineData("new Sequential(new Linear(1, 2), new Tanh()), new Sequential(new Linear(3, 4))", "new Linear(3, 4)",
        "Linear takes 3 features, but Linear before it gives 2.")]
    [InlineData("new Conv2d(3, 8, 1), new Residual(new Sequential(new Conv2d(8, 9, 1))), new Conv2d(8, 1, 1)", "new Conv2d(8, 1, 1)",
        "Conv2d takes 8 channels, but Conv2d before it gives 9.")]
    public async Task Layers_that_cannot_follow_each_other_are_found(string layers, string place, string message) =>
        Assert.Equal([$"MAD004 at {place}: {message}"], await InSequential(layers));

    [Theory]
    [InlineData("new Linear(784, 30), new BatchNorm1d(30), new Relu(), new Linear(30, 10)")]
    [InlineData("new Linear(784, n), new Linear(16, 10)")]
    [InlineData("new Conv2d(3, 6, 5), new BatchNorm2d(6), new MaxPool2d(2), new Conv2d(6, 16, 5), new Flatten(), new Linear(400, 10)")]
    [InlineData("new Conv2d(3, 6, 5), new Linear(28, 10)")]
    [InlineData("new Conv2d(3, 6, 5), new Flatten(2), new Linear(100, 10)")]
    [InlineData("new Conv2d(3, 8, 1), new PixelShuffle(2), new Conv2d(2, 1, 1)")]
    [InlineData("new Linear(5, 6), new MaxPool1d(2), new Linear(3, 1)")]
    [InlineData("new Linear(5, 6), new Conv1d(3, 4, 2)")]
    [InlineData("new Residual(new Linear(3, 3)), new Linear(3, 1)")]
    [InlineData("[.. new Module[] { new Linear(1, 2) }, new Linear(3, 4)]")]
    public async Task Layers_that_may_follow_each_other_are_not_warned_of(string layers) =>
        Assert.Empty(await InSequential(layers));

    [Theory]
    [InlineData("=> _conv3.Call(_conv1.Call(x).Relu());", "_conv3.Call(_conv1.Call(x).Relu())",
        "Conv2d takes 16 channels, but Conv2d before it gives 6.")]
    [InlineData("{ x = _conv1.Call(x); x = x.MaxPool2d(2); var y = _norm.Call(x); return y; }", "_norm.Call(x)",
        "BatchNorm2d takes 7 channels, but Conv2d before it gives 6.")]
    [InlineData("=> _fc2.Call(_fc1.Call(x));", "_fc2.Call(_fc1.Call(x))", "Linear takes 121 features, but Linear before it gives 120.")]
    [InlineData("=> _fc1.Call(_norm.Call(x).Flatten(1));", "_fc1.Call(_norm.Call(x).Flatten(1))",
        "Linear takes 400 features, but BatchNorm2d before it gives a multiple of 7.")]
    [InlineData("=> _head.Call(_fc1.Call(x));", "_head.Call(_fc1.Call(x))", "Linear takes 84 features, but Linear before it gives 120.")]
    public async Task Calls_that_cannot_follow_each_other_are_found(string forward, string place, string message) =>
        Assert.Equal([$"MAD004 at {place}: {message}"], await InForward(forward));

    [Theory]
    [InlineData("=> _head.Call(_fc2.Call(x)) + _fc1.Call(_conv2.Call(_conv1.Call(x).Relu().MaxPool2d(2)).Flatten(1));")]
    [InlineData("=> _open.Call(_fc1.Call(x));")]
    [InlineData("=> _fc2.Call(_fc1.Call(x).Narrow(1, 0, 100));")]
    [InlineData("{ var y = _fc1.Call(x); if (x.Rank > 2) y = x; return _fc2.Call(y); }")]
    [InlineData("{ var y = _fc1.Call(x); for (int i = 0; i < 3; i++) { y = Tensor.Concat([y, y], 1); } return _fc2.Call(y); }")]
    public async Task Calls_that_may_follow_each_other_are_not_warned_of(string forward) =>
        Assert.Empty(await InForward(forward));
}
