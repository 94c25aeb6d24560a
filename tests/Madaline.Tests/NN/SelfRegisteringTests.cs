using Madaline.Formats;
using Madaline.NN;
using Madaline.Optim;

namespace Madaline.Tests.NN;

/// <summary>Modules whose registrations the generator writes.</summary>
public sealed partial class SelfRegisteringTests
{
    [Fact]
    public void A_partial_module_has_the_names_and_order_of_PyTorch()
    {
        var net = new Net(new Rng(1));
        Assert.Equal(
            ["scale", "offset", "conv1.weight", "conv1.bias", "batch_norm.weight", "batch_norm.bias",
                "batch_norm.running_mean", "batch_norm.running_var", "batch_norm.num_batches_tracked", "fc.weight", "fc.bias"],
            net.StateDict().Keys);
        Assert.Equal(["offset"], net.NamedBuffers().Select(b => b.Name).Where(name => !name.Contains('.')));
        Assert.Equal(["", "conv1", "batch_norm", "fc"], net.NamedModules().Select(m => m.Name));
        Assert.True(net.Parameters().All(p => p.RequiresGrad) && net.ParameterCount == 1 + 224 + 16 + 219);
    }

    [Fact]
    public void It_learns_the_bits_of_its_twin_that_is_registered_by_hand()
    {
        Module own = new Net(new Rng(1)), twin = new Twin(new Rng(1));
        var (before, expected) = (own.Parameters()[2].ToArray<float>(), Trained(twin));
        Assert.Equal(expected.Losses, Trained(own).Losses);
        Assert.NotEqual(before, own.Parameters()[2].ToArray<float>());
        foreach (var (name, tensor) in expected.State)
            Assert.Equal(tensor.To(DType.Float64).ToArray<double>(), own.StateDict()[name].To(DType.Float64).ToArray<double>());
    }

    [Fact]
    public void It_is_saved_and_loaded()
    {
        Module saved = new Net(new Rng(1)), loaded = new Net(new Rng(2));
        Trained(saved);
        string path = Path.GetTempFileName();
        try
        {
            SafeTensors.Write(path, saved.StateDict());
            loaded.LoadStateDict(SafeTensors.Read(path).Tensors);
        }
        finally
        {
            File.Delete(path);
        }

        saved.Eval();
        loaded.Eval();
        var x = Tensor.Randn([2, 3, 8, 8], rng: new Rng(5));
        Assert.Equal(saved.Call(x).ToArray<float>(), loaded.Call(x).ToArray<float>());
    }

    [Fact]
    public void Modes_dtypes_and_paths_reach_members_whatever_is_asked_first()
    {
        Module first = new Net(new Rng(1)), second = new Net(new Rng(1)), third = new Net(new Rng(1));
        first.Eval();
        Assert.All(first.NamedModules(), m => Assert.False(m.Module.IsTraining));
        second.To(DType.Float64);
        Assert.Equal(DType.Float64, second.StateDict()["batch_norm.running_mean"].DType);
        Assert.StartsWith("Net › conv1 (Conv2d): ", Assert.Throws<TensorException>(() => third.Call(Tensor.Ones([1, 2, 8, 8]))).Message);
    }

    [Fact]
    public void What_the_constructor_registered_is_not_registered_again()
    {
        var net = new Mixed();
        Assert.Equal(["by_hand.weight", "by_hand.bias", "left.weight", "left.bias", "right.weight", "right.bias"], net.StateDict().Keys);
        Assert.Equal(4, net.Parameters().Count);
    }

    [Fact]
    public void A_member_that_is_null_is_named_until_it_is_there()
    {
        var net = new Late();
        string message = Assert.Throws<InvalidOperationException>(() => net.Parameters()).Message;
        Assert.Equal("register: a member is null. Late._second is null; expected a module. Set it in the constructor, declare "
            + "it nullable if it may be missing, or mark it [NotRegistered].", message);
        Assert.Throws<InvalidOperationException>(() => net.Call(Tensor.Ones([1, 1])));
        net.Set();
        Assert.Equal(["first.weight", "second.weight"], net.StateDict().Keys);
    }

    [Fact]
    public void Names_that_are_taken_and_circles_are_refused()
    {
        Assert.Contains("the name is taken. Name is 'a' in Twice", Assert.Throws<ArgumentException>(() => new Twice().Parameters()).Message);
        Assert.Contains("expected no circle", Assert.Throws<ArgumentException>(() => new Circle().Parameters()).Message);
    }

    [Fact]
    public void A_derived_class_has_the_members_of_its_base_first()
    {
        var net = new Derived();
        Assert.Equal(["base.weight", "own.weight"], net.StateDict().Keys);
    }

    [Fact]
    public void Threads_that_ask_first_together_register_once()
    {
        for (int round = 0; round < 50; round++)
        {
            var net = new Net(new Rng(1));
            using var start = new Barrier(4);
            var counts = new int[4];
            Thread[] threads = [.. Enumerable.Range(0, 4).Select(i => new Thread(() =>
            {
                start.SignalAndWait();
                counts[i] = net.Parameters().Count;
            }))];
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());
            Assert.All(counts, count => Assert.Equal(7, count));
        }
    }

    private static (List<float> Losses, IReadOnlyDictionary<string, Tensor> State) Trained(Module net)
    {
        var rng = new Rng(3);
        Tensor x = Tensor.Randn([6, 3, 8, 8], rng: rng), labels = Tensor.RandInt(0, 3, [6], rng: rng);
        var optimizer = new Adam(net.Parameters(), 0.01);
        List<float> losses = [];
        for (int step = 0; step < 5; step++)
        {
            optimizer.ZeroGrad();
            Tensor loss = new CrossEntropyLoss().Call(net.Call(x), labels);
            loss.Backward();
            optimizer.Step();
            losses.Add(loss.Item<float>());
        }

        return (losses, net.StateDict());
    }

    private static Tensor Run(Tensor x, Module conv, Module norm, Module fc, Tensor scale, Tensor offset) =>
        fc.Call(norm.Call(conv.Call(x)).Relu().MaxPool2d(2).Flatten(1)) * scale + offset;

    private sealed partial class Net : Module
    {
        private readonly Tensor _scale = Tensor.Ones([1]).WithGrad();
        [Buffer] private readonly Tensor _offset = Tensor.Full([3], 0.5f);
        private readonly Conv2d _conv1;
        private BatchNorm2d BatchNorm { get; } = new(8);
        [Name("fc")] private readonly Linear _classifier;

        public Net(Rng rng) => (_conv1, _classifier) = (new(3, 2 * 4, 3, rng: rng), new(72, 3, rng: rng));

        private Module? Skip { get; }

        protected override Tensor Forward(Tensor x) => Run(x, _conv1, BatchNorm, _classifier, _scale, _offset);
    }

    private sealed class Twin : Module
    {
        private readonly Tensor _scale, _offset;
        private readonly Module _conv1, _norm, _fc;

        public Twin(Rng rng)
        {
            _scale = RegisterParameter("scale", Tensor.Ones([1]));
            _offset = RegisterBuffer("offset", Tensor.Full([3], 0.5f));
            _conv1 = RegisterModule("conv1", new Conv2d(3, 8, 3, rng: rng));
            _norm = RegisterModule("batch_norm", new BatchNorm2d(8));
            _fc = RegisterModule("fc", new Linear(72, 3, rng: rng));
        }

        protected override Tensor Forward(Tensor x) => Run(x, _conv1, _norm, _fc, _scale, _offset);
    }

    private sealed partial class Mixed : Module
    {
        private readonly Linear _left = new(2, 2), _right, _hand;

        public Mixed() => (_right, _hand) = (_left, RegisterModule("by_hand", new Linear(2, 2)));

        protected override Tensor Forward(Tensor x) => _hand.Call(_right.Call(_left.Call(x)));
    }

    private sealed partial class Late : Module
    {
        private readonly Linear _first = new(1, 1, bias: false);
        private Linear _second = null!;

#pragma warning disable MAD005 // Before the first use, which the analyzer cannot know.
        public void Set() => _second = new Linear(1, 1, bias: false);
#pragma warning restore MAD005

        protected override Tensor Forward(Tensor x) => _second.Call(_first.Call(x));
    }

    private sealed partial class Twice : Module
    {
        private readonly Relu _a = new();

        private Relu A { get; } = new();

        protected override Tensor Forward(Tensor x) => A.Call(_a.Call(x));
    }

    private sealed partial class Circle : Module
    {
        private readonly Outer _outer;

        public Circle() => _outer = new Outer(this);

        protected override Tensor Forward(Tensor x) => _outer.Call(x);
    }

    private sealed partial class Outer(Module inner) : Module
    {
        private readonly Module _inner = inner;

        protected override Tensor Forward(Tensor x) => _inner.Call(x);
    }

    private abstract partial class Base : Module
    {
        [Name("base")] private readonly Linear _linear = new(2, 2, bias: false);

        protected Tensor Start(Tensor x) => _linear.Call(x);
    }

    private sealed partial class Derived : Base
    {
        [Name("own")] private readonly Linear _linear = new(2, 2, bias: false);

        protected override Tensor Forward(Tensor x) => _linear.Call(Start(x));
    }
}
