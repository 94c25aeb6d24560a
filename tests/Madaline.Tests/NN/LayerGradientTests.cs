using Madaline.NN;

namespace Madaline.Tests.NN;

/// <summary>Gradients of every layer and loss by central differences, in double precision.</summary>
public class LayerGradientTests
{
    private static readonly Dictionary<string, (Func<Module> Build, Shape Input)> Layers = new()
    {
        ["Linear"] = (() => new Linear(4, 3, rng: new Rng(1), dtype: DType.Float64), [5, 4]),
        ["Linear over three dimensions"] = (() => new Linear(4, 3, rng: new Rng(1), dtype: DType.Float64), [2, 3, 4]),
        ["LayerNorm"] = (() => new LayerNorm([3, 4], dtype: DType.Float64), [2, 3, 4]),
        ["BatchNorm1d"] = (() => new BatchNorm1d(4, dtype: DType.Float64), [5, 4]),
        ["BatchNorm1d over lengths"] = (() => new BatchNorm1d(3, dtype: DType.Float64), [4, 3, 2]),
        ["BatchNorm1d in evaluation"] = (() => Evaluating(new BatchNorm1d(4, dtype: DType.Float64)), [5, 4]),
        ["BatchNorm2d"] = (() => new BatchNorm2d(3, dtype: DType.Float64), [2, 3, 2, 3]),
        ["BatchNorm2d in evaluation"] = (() => Evaluating(new BatchNorm2d(3, dtype: DType.Float64)), [2, 3, 2, 3]),
        ["GroupNorm"] = (() => new GroupNorm(2, 4, dtype: DType.Float64), [2, 4, 3]),
        ["InstanceNorm1d"] = (() => new InstanceNorm1d(3, affine: true, dtype: DType.Float64), [2, 3, 4]),
        ["InstanceNorm2d in evaluation"] = (() => Evaluating(
            new InstanceNorm2d(3, affine: true, trackRunningStats: true, dtype: DType.Float64)), [2, 3, 2, 3]),
        ["Dropout in evaluation"] = (() => Evaluating(new Dropout()), [5, 4]),
        ["Flatten"] = (() => new Flatten(), [2, 3, 4]),
        ["Relu"] = (() => new Relu(), [5, 4]),
        ["LeakyRelu"] = (() => new LeakyRelu(), [5, 4]),
        ["Elu"] = (() => new Elu(), [5, 4]),
        ["Gelu"] = (() => new Gelu(), [5, 4]),
        ["Gelu approximate"] = (() => new Gelu(true), [5, 4]),
        ["Silu"] = (() => new Silu(), [5, 4]),
        ["Softplus"] = (() => new Softplus(), [5, 4]),
        ["Sigmoid"] = (() => new Sigmoid(), [5, 4]),
        ["Tanh"] = (() => new Tanh(), [5, 4]),
        ["Softmax"] = (() => new Softmax(0), [5, 4]),
        ["LogSoftmax"] = (() => new LogSoftmax(-1), [5, 4]),
        ["Sequential"] = (() => new Sequential(
            new Linear(4, 6, rng: new Rng(1), dtype: DType.Float64), new LayerNorm([6], dtype: DType.Float64), new Tanh(),
            new Linear(6, 2, rng: new Rng(2), dtype: DType.Float64)), [5, 4]),
        ["Residual"] = (() => new Residual(
            new Sequential(new Linear(4, 4, rng: new Rng(1), dtype: DType.Float64), new Tanh()), activate: false), [5, 4]),
        ["Residual with a skip"] = (() => new Residual(
            new Sequential(new Linear(4, 3, rng: new Rng(1), dtype: DType.Float64), new Tanh()),
            new Linear(4, 3, rng: new Rng(2), dtype: DType.Float64)), [5, 4]),
        ["Block"] = (() => new Block(2, 3, stride: 2, rng: new Rng(1), dtype: DType.Float64), [2, 2, 4, 3]),
        ["Residual of blocks"] = (() => new Residual(
            new Block(2, 3, rng: new Rng(1), dtype: DType.Float64), new Conv2d(2, 3, 1, rng: new Rng(2), dtype: DType.Float64)), [2, 2, 3, 3]),
    };

    public static TheoryData<string> Names => [.. Layers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_gradient_of_the_input_agrees_with_central_differences(string name)
    {
        var (build, shape) = Layers[name];
        Module module = build();
        Vary(module);
        GradCheck.Run(module.Call, Tensor.Randn(shape, DType.Float64, new Rng(4)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_gradients_of_the_parameters_agree_with_central_differences(string name)
    {
        var (build, shape) = Layers[name];
        Module module = build();
        Vary(module);
        Tensor x = Tensor.Randn(shape, DType.Float64, new Rng(4));
        Tensor y = module.Call(x), weights = Tensor.Uniform(y.Shape, 0.5, 1.5, DType.Float64, new Rng(5));
        if (module.Parameters().Count > 0)
            (y * weights).Sum().Backward();
        foreach (var (parameter, tensor) in module.NamedParameters())
            Compare(parameter, tensor, () => NoGrad.Run(() => (module.Call(x) * weights).Sum()).Item<double>());
    }

    [Fact]
    public void The_gradient_of_an_embedding_skips_the_padding_row()
    {
        var layer = new Embedding(5, 2, paddingIndex: 3, rng: new Rng(1), dtype: DType.Float64);
        NoGrad.Run(() => layer.Weight.FillInPlace(2));
        Tensor y = layer.Call(Tensor.From([1L, 3, 1, 0, 3, 4], [2, 3]));
        Assert.Equal(Shape.Create([2, 3, 2]), y.Shape);
        Assert.All(y.ToArray<double>(), v => Assert.Equal(2, v));
        y.Sum().Backward();
        Assert.Equal([1.0, 1, 2, 2, 0, 0, 0, 0, 1, 1], layer.Weight.Grad!.ToArray<double>());
    }

    /// <summary>Other values than ones and zeros, so that a gradient that forgets a factor shows.</summary>
    private static void Vary(Module module)
    {
        var rng = new Rng(8);
        foreach (var (_, tensor) in module.NamedParameters().Concat(module.NamedBuffers()))
        {
            if (tensor.DType.IsFloating())
                Init.Uniform(tensor, 0.5, 1.5, rng);
        }
    }

    private static Module Evaluating(Module module)
    {
        module.Eval();
        return module;
    }

    private static void Compare(string name, Tensor parameter, Func<double> loss)
    {
        double[] analytic = parameter.Grad!.ToArray<double>();
        for (int i = 0; i < analytic.Length; i++)
        {
            double numeric = (Shifted(i, 1e-6) - Shifted(i, -1e-6)) / 2e-6;
            Assert.True(Math.Abs(analytic[i] - numeric) <= 1e-5 + (1e-3 * Math.Abs(numeric)), $"{name}[{i}]: {analytic[i]}, differences {numeric}");
        }

        double Shifted(int element, double step)
        {
            double[] values = parameter.ToArray<double>(), moved = [.. values];
            moved[element] += step;
            NoGrad.Run(() => parameter.CopyFrom(Tensor.From(moved, parameter.Shape)));
            double result = loss();
            NoGrad.Run(() => parameter.CopyFrom(Tensor.From(values, parameter.Shape)));
            return result;
        }
    }
}
