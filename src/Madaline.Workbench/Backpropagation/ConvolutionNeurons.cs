using Madaline.NN;

namespace Madaline.Workbench.Backpropagation;

/// <summary>
/// Every neuron takes the cells below its kernel; a weight is used at every place of the output, and so is a bias.
/// </summary>
internal sealed class ConvolutionNeurons : NeuronLayer
{
    private readonly int _rows, _columns, _channels, _height, _width, _kernelHeight, _kernelWidth;
    private readonly int _above, _left, _groupInputs, _groupOutputs;
    private readonly Size2 _stride, _dilation;

    public ConvolutionNeurons(LayerProbe call, IReadOnlyList<LayerProbe> between, NN.Conv2d layer)
        : base(call, between, layer.Weight, layer.Bias)
    {
        (_channels, _height, _width) = (call.Input.Shape[-3], call.Input.Shape[-2], call.Input.Shape[-1]);
        (_rows, _columns) = (call.Output.Shape[-2], call.Output.Shape[-1]);
        (_kernelHeight, _kernelWidth) = (WeightShape[2], WeightShape[3]);
        (_groupInputs, _groupOutputs) = (WeightShape[1], WeightShape[0] / layer.Groups);
        (_stride, _dilation) = (layer.Stride, layer.Dilation);
        _above = (int)layer.Padding.Along(height: true, _kernelHeight, _dilation.Height).Before;
        _left = (int)layer.Padding.Along(height: false, _kernelWidth, _dilation.Width).Before;
    }

    public override int BiasOf(int neuron) => neuron / (_rows * _columns);

    public override int WeightBetween(int cell, int neuron)
    {
        int output = BiasOf(neuron), channel = (cell / (_height * _width)) - (output / _groupOutputs * _groupInputs);
        if (channel < 0 || channel >= _groupInputs)
            return -1;
        int row = neuron / _columns % _rows, column = neuron % _columns;
        int y = (cell / _width % _height) + _above - (row * _stride.Height);
        int x = (cell % _width) + _left - (column * _stride.Width);
        int r = y / _dilation.Height, s = x / _dilation.Width;
        bool isBelow = y >= 0 && x >= 0 && y % _dilation.Height == 0 && x % _dilation.Width == 0
            && r < _kernelHeight && s < _kernelWidth;
        return isBelow ? WeightAt(output, channel, r, s) : -1;
    }

    internal override IEnumerable<ErrorTerm> TermsOf(int cell)
    {
        int channel = cell / (_height * _width), y = cell / _width % _height, x = cell % _width;
        int first = channel / _groupInputs * _groupOutputs;
        for (int output = first; output < first + _groupOutputs; output++)
        {
            for (int r = 0; r < _kernelHeight; r++)
            {
                for (int s = 0; s < _kernelWidth; s++)
                {
                    int row = y + _above - (r * _dilation.Height), column = x + _left - (s * _dilation.Width);
                    if (row < 0 || column < 0 || row % _stride.Height != 0 || column % _stride.Width != 0)
                        continue;
                    (row, column) = (row / _stride.Height, column / _stride.Width);
                    if (row >= _rows || column >= _columns)
                        continue;
                    int neuron = (((output * _rows) + row) * _columns) + column;
                    int weight = WeightAt(output, channel % _groupInputs, r, s);
                    yield return new ErrorTerm(neuron, Weight[weight], Delta[neuron]);
                }
            }
        }
    }

    internal override IEnumerable<WeightTerm> UsesOf(int weight)
    {
        int s = weight % _kernelWidth, r = weight / _kernelWidth % _kernelHeight;
        int output = weight / (_kernelWidth * _kernelHeight * _groupInputs);
        int channel = (weight / (_kernelWidth * _kernelHeight) % _groupInputs)
            + (output / _groupOutputs * _groupInputs);
        for (int row = 0; row < _rows; row++)
        {
            int y = (row * _stride.Height) + (r * _dilation.Height) - _above;
            for (int column = 0; column < _columns && y >= 0 && y < _height; column++)
            {
                int x = (column * _stride.Width) + (s * _dilation.Width) - _left;
                if (x < 0 || x >= _width)
                    continue;
                int cell = (((channel * _height) + y) * _width) + x;
                int neuron = (((output * _rows) + row) * _columns) + column;
                yield return new WeightTerm(cell, Input[cell], neuron, Delta[neuron]);
            }
        }
    }

    internal override IEnumerable<int> PlacesOfBias(int neuron) =>
        Enumerable.Range(BiasOf(neuron) * _rows * _columns, _rows * _columns);

    private int WeightAt(int output, int channel, int r, int s) =>
        (((((output * _groupInputs) + channel) * _kernelHeight) + r) * _kernelWidth) + s;
}
