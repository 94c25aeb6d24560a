using BenchmarkDotNet.Attributes;

namespace Madaline.Micro;

/// <summary>The convolutions of the reference networks, forward and by each of the two gradients.</summary>
/// <remarks>A gradient is that of one operand alone, from a graph that is kept; it is laid into an empty
/// <c>Grad</c>.</remarks>
public class Convolutions
{
    private Tensor _x = null!, _kernel = null!, _dy = null!;
    private Tensor _recordedX = null!, _recordedKernel = null!, _yOfX = null!, _yOfKernel = null!;

    /// <summary>One convolution: channels, kernel, stride, padding, and the images it sees.</summary>
    public sealed record Convolution(string Name, int Batch, int Inputs, int Outputs, int Side, int Kernel, int Stride = 1)
    {
        /// <summary>Kernels of 3 keep the size; those of 5 and 1 are not padded, as in the networks.</summary>
        public int Padding => Kernel == 3 ? 1 : 0;

        public override string ToString() => Name;
    }

    public static IEnumerable<Convolution> Layers { get; } =
    [
        new("cnn-1 b4", 4, 3, 6, 32, 5),
        new("cnn-2 b4", 4, 6, 16, 14, 5),
        new("cnn-1 b128", 128, 3, 6, 32, 5),
        new("cnn-2 b128", 128, 6, 16, 14, 5),
        new("vgg-1", 128, 3, 32, 32, 3),
        new("vgg-2", 128, 32, 32, 32, 3),
        new("vgg-3", 128, 32, 64, 16, 3),
        new("vgg-4", 128, 64, 64, 16, 3),
        new("resnet-first", 128, 3, 16, 32, 3),
        new("resnet-16", 128, 16, 16, 32, 3),
        new("resnet-16-32 s2", 128, 16, 32, 32, 3, 2),
        new("resnet-32", 128, 32, 32, 16, 3),
        new("resnet-32-64 s2", 128, 32, 64, 16, 3, 2),
        new("resnet-64", 128, 64, 64, 8, 3),
        new("resnet-skip s2", 128, 16, 32, 32, 1, 2),
    ];

    [ParamsSource(nameof(Layers))]
    public Convolution Layer { get; set; } = null!;

    [GlobalSetup]
    public void Prepare()
    {
        _x = Tensor.Rand([Layer.Batch, Layer.Inputs, Layer.Side, Layer.Side]);
        _kernel = Tensor.Randn([Layer.Outputs, Layer.Inputs, Layer.Kernel, Layer.Kernel]);
        (_recordedX, _recordedKernel) = (_x.Clone().WithGrad(), _kernel.Clone().WithGrad());
        (_yOfX, _yOfKernel) = (Convolve(_recordedX, _kernel), Convolve(_x, _recordedKernel));
        _dy = Tensor.Randn(_yOfX.Shape);
    }

    [Benchmark]
    public Tensor Forward() => Convolve(_x, _kernel);

    [Benchmark]
    public void InputGradient()
    {
        _recordedX.Grad = null;
        _yOfX.Backward(_dy, retainGraph: true);
    }

    [Benchmark]
    public void KernelGradient()
    {
        _recordedKernel.Grad = null;
        _yOfKernel.Backward(_dy, retainGraph: true);
    }

    private Tensor Convolve(Tensor x, Tensor kernel) =>
        x.Conv2d(kernel, stride: Layer.Stride, padding: Layer.Padding);
}
