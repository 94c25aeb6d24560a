using Madaline.Devices;
using Madaline.NN;

namespace Madaline.Tests.NN;

/// <summary>One rule of shapes: what the operations do.</summary>
public sealed partial class OutputShapeTests
{
    public static TheoryData<string> Layers => [.. Rows.Keys];

    private static readonly Dictionary<string, (Func<Module> Make, Shape Input)> Rows = new()
    {
        ["linear"] = (() => new Linear(4, 3), [2, 5, 4]),
        ["conv2d"] = (() => new Conv2d(3, 6, (3, 5), 2, 1, 2, 3), [2, 3, 17, 19]),
        ["conv1d"] = (() => new Conv1d(3, 6, 3, 2), [2, 3, 17]),
        ["transposed"] = (() => new ConvTranspose2d(3, 6, 3, 2), [2, 3, 7, 9]),
        ["pooling"] = (() => new MaxPool2d(3, 2, 1, ceilMode: true), [2, 3, 8, 9]),
        ["adaptive"] = (() => new AdaptiveAvgPool2d((2, 3)), [2, 3, 8, 9]),
        ["global"] = (() => new GlobalMaxPool2d(), [2, 3, 8, 9]),
        ["median"] = (() => new MedianPool1d(3), [2, 9]),
        ["norms"] = (() => new Sequential(new BatchNorm2d(4), new GroupNorm(2, 4), new InstanceNorm2d(4), new LayerNorm([5, 6])), [2, 4, 5, 6]),
        ["resizing"] = (() => new Sequential(new Upsample(scaleFactor: 1.5, mode: UpsampleMode.Bilinear), new PixelShuffle(2)), [2, 4, 6, 7]),
        ["padding"] = (() => new Sequential(new ReflectionPad2d(1, 2, 0, 1), new ReplicationPad2d(1)), [1, 2, 5, 6]),
        ["unfold"] = (() => new Unfold(3, stride: 2), [2, 3, 8, 9]),
        ["embedding"] = (() => new Embedding(10, 4), [2, 7]),
        ["parts"] = (() => new Sequential(new Block(3, 4, stride: 2), new Residual(new Block(4, 4, activate: false)), new Dropout2d(), new Flatten(), new Softmax(-1)), [2, 3, 8, 8]),
        ["by hand"] = (() => new ByHand(), [2, 6]),
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_shape_is_that_of_a_call_and_costs_no_memory_on_the_meta_device(string name)
    {
        var (make, input) = Rows[name];
        Module layer = make();
        Tensor x = Tensor.Zeros(input, layer.InputDType ?? DType.Float32);
        Shape expected = layer.Evaluate(x).Shape;
        Assert.Equal(expected, layer.OutputShape(input));
        using var scope = new MetaDevice.Scope();
        Module planned = make();
        Assert.Equal(expected, planned.OutputShape(input));
        Assert.Equal(layer.ParameterCount, planned.ParameterCount);
        Assert.All(planned.Parameters(), p => Assert.Equal("meta", p.Device.Name));
    }

    [Fact]
    public void Asking_changes_nothing()
    {
        var network = new Sequential(new BatchNorm1d(4), new Dropout(0.5, new Rng(1)));
        byte[] before = [.. network.StateDict().Values.SelectMany(x => x.To(DType.UInt8).Reshape(-1).ToArray<byte>())];
        network.OutputShape([8, 4]);
        Assert.Equal(before, network.StateDict().Values.SelectMany(x => x.To(DType.UInt8).Reshape(-1).ToArray<byte>()));
        Assert.True(network.IsTraining);
    }

    [Fact]
    public void A_network_of_a_gigabyte_is_counted_without_it()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        using var scope = new MetaDevice.Scope();
        var network = new Sequential(new Linear(16_384, 16_384), new Relu(), new Linear(16_384, 10));
        Assert.Equal([3, 10], network.OutputShape([3, 16_384]));
        Assert.Equal((16_384L * 16_385) + (16_385 * 10), network.ParameterCount);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Outside_of_a_scope_and_on_other_threads_tensors_are_on_the_processor()
    {
        using (new MetaDevice.Scope())
        {
            Device other = Device.Cpu;
            var thread = new Thread(() => other = Tensor.Zeros([1]).Device);
            thread.Start();
            thread.Join();
            Assert.Same(Device.Cpu, other);
            Assert.Same(Device.Cpu, Tensor.Zeros([1], device: Device.Cpu).Device);
        }

        Assert.Same(Device.Cpu, Tensor.Zeros([1]).Device);
    }

    [Fact]
    public void Code_that_reads_elements_is_told_why_it_cannot()
    {
        using var scope = new MetaDevice.Scope();
        string message = Assert.Throws<TensorException>(() => Tensor.Ones([1]).Item<float>()).Message;
        Assert.StartsWith("meta: elements were asked for, but only shapes are worked out here.", message);
    }

    [Fact]
    public void What_does_not_fit_is_refused_as_in_a_call()
    {
#pragma warning disable MAD004 // The misfit is what the test is about.
        var network = new Sequential(new Linear(4, 3), new Linear(4, 3));
#pragma warning restore MAD004
        Assert.StartsWith("Sequential › 1 (Linear): linear: the input does not fit the weight",
            Assert.Throws<TensorException>(() => network.OutputShape([1, 4])).Message);
    }

    private sealed partial class ByHand : Module
    {
        private readonly Linear _first = new(6, 4);
        private readonly Tensor _scale = Tensor.Ones([4]).WithGrad();

        protected override Tensor Forward(Tensor x)
        {
            Tensor y = _first.Call(x) * _scale;
            return Tensor.Concat([y, y.Softmax(-1), Tensor.Arange(4).To(y.DType).To(y.Device).Unsqueeze(0).Expand(y.Shape[0], 4)], 1);
        }
    }
}
