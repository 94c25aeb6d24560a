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

    /// <summary>A way that cannot run is no row: it is said, not timed as another.</summary>
    [Benchmark]
    public void Forward()
    {
        var way = Enum.Parse<ConvolutionAlgorithm>(Way);
        if (way == ConvolutionAlgorithm.Winograd
            && !WinogradRule.Holds(false, _weight, (_y.Shape[2], _y.Shape[3]), _parameters))
            throw new NotSupportedException($"{Layer} is not summed by Winograd's tiles.");
        CpuConvolution.Convolve(ConvolutionWork.Of(new ConvolutionOperands(_x, _weight, null, _parameters, _y)), way);
    }
}
