using BenchmarkDotNet.Attributes;
using Madaline.Devices;
using Madaline.Devices.Cpu.Convolution;

namespace Madaline.Micro;

/// <summary>Every way to do a convolution, on the layers where the choice changes.</summary>
public class ConvolutionChoices
{
    private Tensor _x = null!, _weight = null!, _y = null!;
    private ConvolutionParameters _parameters;

    [ParamsSource(nameof(Layers))]
    public Convolutions.Convolution Layer { get; set; } = null!;

    /// <summary>The layers of the reference networks.</summary>
    public static IEnumerable<Convolutions.Convolution> Layers => Convolutions.Layers;

    [ParamsSource(nameof(Ways))]
    public string Way { get; set; } = "";

    public static IEnumerable<string> Ways => Enum.GetNames<ConvolutionAlgorithm>();

    [GlobalSetup]
    public void Prepare()
    {
        _x = Tensor.Rand([Layer.Batch, Layer.Inputs, Layer.Side, Layer.Side]);
        _weight = Tensor.Randn([Layer.Outputs, Layer.Inputs, Layer.Kernel, Layer.Kernel]);
        _parameters = new ConvolutionParameters(Layer.Stride, Layer.Padding, 1, 1);
        int made = ((Layer.Side + (2 * Layer.Padding) - Layer.Kernel) / Layer.Stride) + 1;
        _y = Tensor.Zeros([Layer.Batch, Layer.Outputs, made, made]);
    }

    /// <summary>Where Winograd's tiles cannot run, the way that is chosen does.</summary>
    [Benchmark]
    public void Forward()
    {
        var way = Enum.Parse<ConvolutionAlgorithm>(Way);
        bool isPossible = way != ConvolutionAlgorithm.Winograd || ConvolutionChoice.Forward(
            _weight, _parameters, (_y.Shape[2], _y.Shape[3])) == ConvolutionAlgorithm.Winograd;
        var work = ConvolutionWork.Of(new ConvolutionOperands(_x, _weight, null, _parameters, _y));
        CpuConvolution.Convolve(work, isPossible ? way : null);
    }
}
