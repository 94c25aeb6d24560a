using Madaline.Devices;
using Madaline.NN;
using Madaline.Optim;
using Madaline.Tests.Deferred;
using Madaline.Tests.Reference;

namespace Madaline.Tests.Devices;

/// <summary>What every entry of a device does: its name, its operands alive, one call where one is enough.</summary>
public sealed class DeviceCallTests
{
    public static TheoryData<string> Released => [.. Calls.Keys];

    private static Dictionary<string, Action<Tensor, Tensor>> Calls { get; } = new()
    {
        ["fill"] = (dead, _) => dead.Device.Fill(dead, 1),
        ["copy"] = (dead, alive) => dead.Device.Copy(alive, dead),
        ["accumulate"] = (dead, alive) => dead.Device.Accumulate(alive, dead, alive),
        ["upload"] = (dead, _) => dead.Device.Upload(new byte[16], dead),
        ["download"] = (dead, _) => dead.Device.Download(dead, new byte[16]),
        ["relu"] = (dead, alive) => dead.Device.Unary(default(ReluOp), alive, dead),
        ["add"] = (dead, alive) => dead.Device.Binary(default(Add), alive, dead, alive),
        ["sum"] = (dead, alive) => dead.Device.Reduce(default(SumReduction), dead, alive),
        ["matmul"] = (dead, alive) => dead.Device.MatMul(alive, alive, dead, alive),
        ["convolve"] = (dead, alive) => dead.Device.Convolve(new(alive, alive, dead, default, alive)),
        ["normalize_gradient"] = (dead, alive) => dead.Device.TryNormalizeGradient(
            new NormOperands(default, alive, alive, alive, null, null), alive, new NormGradients(false, dead, null, null)),
        ["sgd"] = (dead, alive) => dead.Device.Update(new SgdRule(1, 0, 1), new(alive, dead)),
        ["random"] = (dead, _) => dead.Device.Random(Distribution.Uniform, 1, 0, 0, 1, dead),
    };

    [Theory]
    [MemberData(nameof(Released))]
    public void An_operand_whose_memory_went_back_is_refused_in_the_name_of_the_call(string name)
    {
        foreach (Device device in (Device[])[Device.Cpu, ReferenceDevice.Instance, new DeferredDevice()])
        {
            Tensor dead = Tensor.Ones([2, 2], device: device), alive = Tensor.Ones([2, 2], device: device);
            dead.Dispose();
            var error = Assert.Throws<TensorException>(() => Calls[name](dead, alive));
            Assert.Equal(name, error.Op);
            Assert.Contains("disposed", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Calls_are_told_by_name_in_their_order()
    {
        var device = new DeferredDevice();
        Tensor x = Tensor.Ones([2, 2], device: device);
        using var counter = new Counter(device);
        x.RequiresGrad = true;
        (x + x).Relu().Sum().Backward();
        Assert.Equal(["add", "relu", "sum", "fill", "relu_gradient"], counter.Names.Take(5));
        Assert.Equal(counter.Names, counter.Ended);
    }

    [Fact]
    public void Parameters_with_a_rule_in_common_are_updated_by_one_call()
    {
        var device = new DeferredDevice();
        Tensor[] some = [.. Enumerable.Range(1, 5).Select(n => Parameter(n, device))];
        Tensor[] others = [.. Enumerable.Range(1, 3).Select(n => Parameter(n, device))];
        using var optimizer = new Counter(device);
        var adam = new Adam([new ParameterGroup(some), new ParameterGroup(others) { LearningRate = 0.5 }]);
        for (int step = 0; step < 2; step++)
        {
            optimizer.Names.Clear();
            adam.Step();
            Assert.Equal(["adam", "adam"], optimizer.Names.Where(name => name != "fill"));
        }
    }

    [Fact]
    public void Updating_many_parameters_at_once_gives_the_bits_of_one_after_the_other()
    {
        Tensor[] together = [.. Enumerable.Range(1, 40).Select(n => Parameter(97 * n, Device.Cpu))];
        Tensor[] apart = [.. Enumerable.Range(1, 40).Select(n => Parameter(97 * n, Device.Cpu))];
        Optimizer one = new Adam(together, weightDecay: 0.1);
        Optimizer[] each = [.. apart.Select(x => new Adam([x], weightDecay: 0.1))];
        for (int step = 0; step < 3; step++)
        {
            one.Step();
            Array.ForEach(each, optimizer => optimizer.Step());
        }

        for (int i = 0; i < together.Length; i++)
            Assert.Equal(apart[i].ToArray<float>(), together[i].ToArray<float>());
    }

    /// <summary>A norm moves what it keeps, and counts, within its one call.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_batch_norm_is_one_call_each_way(bool hasRelu)
    {
        Module net = hasRelu ? new Sequential(new BatchNorm2d(3), new Relu()) : new BatchNorm2d(3);
        Tensor x = Tensor.Randn([4, 3, 5, 5], rng: new Rng(1)).WithGrad();
        using var counter = new Counter(Device.Cpu);
        Tensor y = net.Call(x);
        Assert.Equal(["normalize"], counter.Names);
        Tensor dy = Tensor.Ones(y.Shape);
        counter.Names.Clear();
        y.Backward(dy);
        Assert.Equal(["normalize_gradient"], counter.Names);
    }

    [Fact]
    public void Running_statistics_have_the_bits_of_the_two_operations_that_move_them()
    {
        Tensor x = Tensor.Randn([8, 5, 3], rng: new Rng(4)), mean = Tensor.Randn([5], rng: new Rng(5));
        Tensor variance = Tensor.Uniform([5], 0.5, 2, rng: new Rng(6)), movedMean = mean.Clone();
        Tensor movedVariance = variance.Clone(), foundMean = Tensor.Zeros([5]), foundVariance = Tensor.Zeros([5]);
        x.BatchNorm(foundMean, null, training: true, momentum: 1);
        x.BatchNorm(null, foundVariance, training: true, momentum: 1);
        x.BatchNorm(mean, variance, training: true, momentum: 0.3);
        movedMean.MulInPlace(1 - 0.3).AddInPlace(foundMean, 0.3);
        Assert.Equal(movedMean.ToArray<float>(), mean.ToArray<float>());

        // Of 8 · 3 numbers, divided by one fewer; found so, with one rounding more than in one go.
        movedVariance.MulInPlace(1 - 0.3).AddInPlace(foundVariance, 0.3);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(movedVariance.ToArray<float>()[i], variance.ToArray<float>()[i], 1e-6f);
            double[] numbers = [.. x[.., i].To(DType.Float64).ToArray<double>()];
            double average = numbers.Average(), unbiased = numbers.Sum(n => (n - average) * (n - average)) / 23;
            Assert.Equal(unbiased, foundVariance.ToArray<float>()[i], 1e-5);
        }
    }

    [Fact]
    public void An_epilogue_that_adds_is_refused_where_nothing_is_given_to_add()
    {
        Tensor x = Tensor.Ones([2, 2]), images = Tensor.Ones([1, 1, 2, 2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Device.Cpu.MatMul(x, x, null, x, Epilogue.AddRelu));
        Assert.Throws<ArgumentOutOfRangeException>(() => Device.Cpu.Convolve(
            new(images, images, null, new ConvolutionParameters(1, 0, 1, 1), images, Epilogue.AddRelu)));
    }

    [Fact]
    public void A_step_that_fails_changes_nothing_and_leaves_nothing_behind()
    {
        Tensor[] parameters = [Parameter(3, Device.Cpu), Parameter(4, Device.Cpu)];
        Tensor[] twins = [Parameter(3, Device.Cpu), Parameter(4, Device.Cpu)];
        Optimizer adam = new Adam(parameters), other = new Adam(twins);
        adam.Step();
        other.Step();
        Tensor state = adam.StateTensors().Last().Tensor, whole = state.Clone();
        float[] before = parameters[0].ToArray<float>();
        state.Dispose();
        Assert.Throws<TensorException>(adam.Step);
        Assert.Equal(before, parameters[0].ToArray<float>());
        state.ReplaceStorage(whole);
        adam.Step();
        other.Step();
        for (int i = 0; i < 2; i++)
            Assert.Equal(twins[i].ToArray<float>(), parameters[i].ToArray<float>());
    }

    /// <summary>What a device with launches pays for: three stages of three residual ways, as for images of 32×32.</summary>
    [Fact]
    public void A_step_of_a_residual_network_of_twenty_layers_takes_few_calls()
    {
        var net = new Sequential(
            new Block(3, 4, rng: new Rng(1)), Way(4, 1), Way(4, 1), Way(4, 1), Way(8, 2), Way(8, 1), Way(8, 1),
            Way(16, 2), Way(16, 1), Way(16, 1), new GlobalAvgPool2d(), new Linear(16, 10, rng: new Rng(2)));
        var sgd = new Sgd(net.Parameters(), 0.1, momentum: 0.9);
        var loss = new CrossEntropyLoss();
        Tensor x = Tensor.Randn([4, 3, 16, 16], rng: new Rng(3)), classes = Tensor.From([0L, 1, 2, 3]);
        int calls = 0;
        for (int step = 0; step < 3; step++)
        {
            using var counter = new Counter(Device.Cpu);
            sgd.ZeroGrad();
            loss.Call(net.Call(x), classes).Backward();
            sgd.Step();
            calls = counter.Names.Count;
        }

        // 357 before norms moved what they keep and updates were joined.
        Assert.InRange(calls, 1, 150);

        static Residual Way(int channels, int stride)
        {
            int from = stride == 1 ? channels : channels / 2;
            var body = new Sequential(
                new Block(from, channels, stride: stride, rng: new Rng(4)),
                new Block(channels, channels, activate: false, rng: new Rng(5)));
            return new Residual(body, stride == 1 ? null : new Block(from, channels, 1, stride, 0, activate: false));
        }
    }

    private static Tensor Parameter(int elements, Device device)
    {
        Tensor x = Tensor.Randn([elements], rng: new Rng((ulong)elements)).To(device).WithGrad();
        x.Grad = Tensor.Randn([elements], rng: new Rng(7 + (ulong)elements)).To(device);
        return x;
    }

    private sealed class Counter : IDeviceObserver, IDisposable
    {
        private readonly Device _device;
        private readonly int _thread = Environment.CurrentManagedThreadId;

        public Counter(Device device)
        {
            _device = device;
            _device.Observer = this;
        }

        public List<string> Names { get; } = [];

        public List<string> Ended { get; } = [];

        // Other tests use the same processor.
        public void Begin(string name)
        {
            if (Environment.CurrentManagedThreadId == _thread)
                Names.Add(name);
        }

        public void End(string name)
        {
            if (Environment.CurrentManagedThreadId == _thread)
                Ended.Add(name);
        }

        public void Dispose() => _device.Observer = null;
    }
}
