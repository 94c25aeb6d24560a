using Madaline.Autograd;
using Madaline.Ops;

namespace Madaline.NN;

/// <summary>
/// The one place that knows which layers go together: a small one after a large one is computed in the pass of the
/// large one over memory, with the bits of both one after the other.
/// </summary>
/// <remarks>
/// Nothing is rewritten: the user's modules, names and parameters stay as they are, and no layer knows of its
/// neighbours. A module of the user's own is never part of a group.
/// </remarks>
internal static class Fusion
{
    /// <summary>An observer or a trace wants to see the output of every layer, so each runs by itself.</summary>
    public static bool IsOff => FlowScope.IsOn(FlowModes.Observed | FlowModes.Traced);

    /// <summary>Divides layers that follow one another into groups.</summary>
    public static LayerGroup[] Group(ReadOnlySpan<PlacedLayer> layers)
    {
        List<LayerGroup> groups = [];
        while (!layers.IsEmpty)
        {
            LayerGroup group = First(layers);
            groups.Add(group);
            layers = layers[group.Count..];
        }

        return [.. groups];
    }

    /// <summary>The layers of a module that is nothing but layers one after the other; null for any other.</summary>
    public static Module[]? LayersOf(Module module) => module switch
    {
        Sequential sequential => sequential.Layers,
        Block block => block.Layers,
        _ => null,
    };

    /// <summary>Whether a layer is a norm that can rectify, or add and rectify, in its own pass.</summary>
    public static bool IsBatchNorm(Module layer) => layer is BatchNorm1d or BatchNorm2d;

    /// <summary>Calls one group after the other, and hands back what lies between layers of ours.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="x">The input.</param>
    /// <param name="isOurs">Whether a layer of ours made the output, so that only the caller holds it.</param>
    public static Tensor Run(LayerGroup[] groups, Tensor x, out bool isOurs)
    {
        isOurs = false;
        int at = 0;
        try
        {
            for (; at < groups.Length; at++)
            {
                Tensor y = groups[at].Forward(x);
                bool keepsNothing = groups[at].KeepsNothing;
                if (ReferenceEquals(x, y))
                {
                    isOurs &= keepsNothing;
                    continue;
                }

                if (isOurs && keepsNothing)
                    Transient.ReleaseAfter(x, y);
                (x, isOurs) = (y, keepsNothing);
            }
        }
        catch (TensorException error)
        {
            throw groups[at].InPath(error);
        }

        return x;
    }

    /// <summary>The longest group that a row of layers starts with.</summary>
    private static LayerGroup First(ReadOnlySpan<PlacedLayer> layers) => layers switch
    {
        [{ Layer: Conv2d } conv, { Layer: Relu } relu, { Layer: MaxPool2d } pool, ..]
            => new ConvReluPool(conv, relu, pool),
        [{ Layer: Conv2d } conv, { Layer: Relu } relu, ..] => new ConvRelu(conv, relu),
        [{ Layer: Linear } linear, { Layer: Relu } relu, ..] => new LinearRelu(linear, relu),
        [var norm, { Layer: Relu } relu, ..] when IsBatchNorm(norm.Layer) => new BatchNormRelu(norm, relu),
        _ => new SingleLayer(layers[0]),
    };

    private sealed class ConvReluPool(PlacedLayer conv, PlacedLayer relu, PlacedLayer pool)
        : LayerGroup(conv, relu, pool)
    {
        private readonly Conv2d _conv = (Conv2d)conv.Layer;
        private readonly PoolSizes _sizes = ((MaxPool2d)pool.Layer).Sizes;
        private readonly PlacedLayer _pool = pool;

        public override Tensor Forward(Tensor x)
        {
            Tensor y = x.Convolve(_conv.Weight, _conv.Bias, _conv.Stride, _conv.Padding, _conv.Dilation, _conv.Groups,
                relu: true, _sizes, out bool isPooled);
            return isPooled ? y : Transient.After(y, _pool.Layer.Call(y));
        }

        // Windows that do not fit are refused by the pooling, under its own name.
        public override TensorException InPath(TensorException error) =>
            error.HasPath ? PlacedLayer.InModules(_pool.Around, error) : base.InPath(error);
    }

    private sealed class ConvRelu(PlacedLayer conv, PlacedLayer relu) : LayerGroup(conv, relu)
    {
        private readonly Conv2d _conv = (Conv2d)conv.Layer;

        public override Tensor Forward(Tensor x) => x.Convolve(
            _conv.Weight, _conv.Bias, _conv.Stride, _conv.Padding, _conv.Dilation, _conv.Groups, relu: true, null,
            out _);
    }

    private sealed class LinearRelu(PlacedLayer linear, PlacedLayer relu) : LayerGroup(linear, relu)
    {
        private readonly Linear _linear = (Linear)linear.Layer;

        public override Tensor Forward(Tensor x) => x.Linear(_linear.Weight, _linear.Bias, relu: true);
    }

    private sealed class BatchNormRelu(PlacedLayer norm, PlacedLayer relu) : LayerGroup(norm, relu)
    {
        private readonly RunningNorm _norm = (RunningNorm)norm.Layer;

        public override Tensor Forward(Tensor x)
        {
            _norm.RequireInput(x);
            return _norm.OverBatch(x, relu: true);
        }
    }
}
