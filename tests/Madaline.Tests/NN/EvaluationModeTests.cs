using Madaline.Data;
using Madaline.NN;
using Madaline.Optim;
using Madaline.Training;

namespace Madaline.Tests.NN;

/// <summary>Evaluation is a mode of the call: a module of one's own sees it, whoever looks on from outside does not.</summary>
public sealed class EvaluationModeTests
{
    private static readonly TensorDataset Data =
        new(Tensor.Randn([6, 4], rng: new Rng(1)), Tensor.From([0L, 1, 2, 0, 1, 2]), classNames: ["a", "b", "c", "d"]);

    [Fact]
    public void A_module_of_ones_own_is_in_evaluation_on_all_threads_it_uses()
    {
        var modes = new List<bool>();
        var probe = new Probe(module =>
        {
            lock (modes)
                modes.Add(module.IsTraining);
            Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
            {
                lock (modes)
                    modes.Add(module.IsTraining);
            });
        });
        Evaluator.Run(new Sequential(probe), new CrossEntropyLoss(), Data);
        Assert.Equal(65, modes.Count);
        Assert.DoesNotContain(true, modes);
        modes.Clear();
        probe.Call(Data.Inputs);
        Assert.DoesNotContain(false, modes);
        probe.Eval();
        modes.Clear();
        probe.Call(Data.Inputs);
        Assert.DoesNotContain(true, modes);
    }

    [Fact]
    public async Task Who_looks_on_from_outside_sees_the_mode_that_was_set()
    {
        using SemaphoreSlim inside = new(0), seen = new(0);
        int calls = 0;
        var probe = new Probe(_ =>
        {
            if (Interlocked.Increment(ref calls) > 1)
                return;
            inside.Release();
            seen.Wait();
        });
        var network = new Sequential(probe, new Dropout(0.5, new Rng(2)));
        Task run = Task.Run(() => Evaluator.Run(network, new CrossEntropyLoss(), Data), TestContext.Current.CancellationToken);
        await inside.WaitAsync(TestContext.Current.CancellationToken);
        Assert.True(network.IsTraining && probe.IsTraining && network[1].IsTraining);

        // No lock is held either: another evaluation of the same network goes through meanwhile.
        Evaluator.Run(network, new CrossEntropyLoss(), Data);
        seen.Release();
        await run;
        Assert.True(network.IsTraining);
    }

    [Fact]
    public void A_network_that_was_set_to_training_in_the_middle_of_an_evaluation_is_so_afterwards()
    {
        Sequential? network = null;
        var dropout = new Dropout(0.5, new Rng(2));
        network = new Sequential(new Probe(_ => network!.Train()), dropout);
        network.Eval();
        Evaluation first = Evaluator.Run(network, new CrossEntropyLoss(), Data);
        Assert.Equal(0, network.NamedRngs().Single().Rng.Position);
        Assert.True(network.IsTraining && dropout.IsTraining);
        Assert.Equal(first.Loss, Evaluator.Run(network, new CrossEntropyLoss(), Data).Loss);
    }

    [Fact]
    public void Progress_of_an_evaluation_may_train_another_network()
    {
        var judged = new Sequential(new Linear(4, 4, rng: new Rng(3)));
        var other = new Sequential(new Linear(4, 4, rng: new Rng(4)), new Dropout(0.5, new Rng(5)));
        var optimizer = new Sgd(other.Parameters(), 0.1);
        int steps = 0;
        var progress = new Now(() =>
        {
            Assert.True(other.IsTraining && judged.IsTraining);
            new CrossEntropyLoss().Call(other.Call(Data.Inputs), Data.Targets).Backward();
            optimizer.Step();
            steps++;
        });
        Evaluator.Run(judged, new CrossEntropyLoss(), Data, batchSize: 2, progress: progress);
        Assert.Equal(3, steps);
        Assert.True(other.NamedRngs().Single().Rng.Position > 0);
    }

    [Fact]
    public async Task What_an_evaluation_started_and_left_behind_is_in_its_own_mode_again()
    {
        using var over = new ManualResetEventSlim();
        Task<(bool, bool)>? left = null;
        var probe = new Probe(module => left = Task.Run(() =>
        {
            over.Wait();
            return (module.IsTraining, (Data.Inputs * Tensor.FromScalar(2f).WithGrad()).RequiresGrad);
        }));
        Evaluator.Run(probe, new CrossEntropyLoss(), Data);
        over.Set();
        Assert.Equal((true, true), await left!);
    }

    [Fact]
    public void An_evaluation_that_fails_leaves_nothing_behind()
    {
        var network = new Sequential(new Linear(5, 3), new Dropout());
        Assert.Throws<TensorException>(() => Evaluator.Run(network, new CrossEntropyLoss(), Data));
        Assert.Throws<TensorException>(() => network.OutputsOf(Data.Inputs, _ => true));
        Assert.True(network.IsTraining && network[1].IsTraining);
        Assert.True(network.Call(Tensor.Ones([2, 5])).RequiresGrad);
    }

    [Fact]
    public async Task Outputs_of_one_caller_are_not_those_of_another()
    {
        var network = new Sequential(new Linear(4, 8, rng: new Rng(6)), new Relu(), new Linear(8, 3, rng: new Rng(7)));
        await Task.WhenAll(Enumerable.Range(0, 16).Select(caller => Task.Run(() =>
        {
            Tensor x = Data.Inputs * caller;
            for (int i = 0; i < 40; i++)
            {
                var outputs = network.OutputsOf(x, _ => true);
                Assert.Equal(["0", "1", "2", ""], outputs.Select(o => o.Name));
                Assert.Equal(NoGrad.Run(() => network.Call(x)).ToArray<float>(), outputs[3].Output.ToArray<float>());
            }
        })));
    }

    [Fact]
    public async Task A_module_that_runs_loops_in_parallel_may_be_called_by_many_threads()
    {
        var split = new Split(new Sequential(
            new Linear(4, 64, rng: new Rng(8)), new BatchNorm1d(64), new Relu(), new Dropout(0.5, new Rng(9)), new Linear(64, 4, rng: new Rng(10))));
        Tensor x = Tensor.Randn([64, 4], rng: new Rng(11));
        var data = new TensorDataset(x, Tensor.Zeros([64], DType.Int64), classNames: Data.ClassNames);
        double loss = Evaluator.Run(split, new CrossEntropyLoss(), data).Loss;
        double[] losses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            Enumerable.Range(0, 20).Select(_ => Evaluator.Run(split, new CrossEntropyLoss(), data).Loss).Distinct().Single())));
        Assert.All(losses, other => Assert.Equal(loss, other));
    }

    [Fact]
    public void A_layer_that_is_not_registered_has_no_output_of_its_own()
    {
        var hidden = new Relu();
        var network = new Sequential(new Probe(_ => hidden.Call(Data.Inputs)), new Linear(4, 2));
        Assert.Equal(["0", "1", ""], network.OutputsOf(Data.Inputs, _ => true).Select(o => o.Name));
    }

    private sealed class Probe(Action<Module> act) : Module
    {
        protected override Tensor Forward(Tensor x)
        {
            act(this);
            return x;
        }
    }

    private sealed class Split : Module
    {
        private readonly Module _inner;

        public Split(Module inner) => _inner = RegisterModule("inner", inner);

        protected override Tensor Forward(Tensor x)
        {
            var parts = new Tensor[8];
            Parallel.For(0, parts.Length, i =>
            {
                int rows = x.Shape[0] / parts.Length;
                parts[i] = _inner.Call(x.Narrow(0, i * rows, rows));
                Assert.False(parts[i].RequiresGrad);
            });
            return Tensor.Concat(parts);
        }
    }

    private sealed class Now(Action act) : IProgress<int>
    {
        public void Report(int value) => act();
    }
}
