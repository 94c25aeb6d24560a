using Madaline.Data;
using Madaline.NN;
using Madaline.Recipes;
using Madaline.Training;

namespace Madaline.Tests.Training;

/// <summary>One model answers many threads at once, each with the bits of one thread alone; two models train side by side.</summary>
[Collection(ThreadsCollection.Name)]
public sealed class ManyThreadsTests
{
    private const int Callers = 8;

    private static readonly Dictionary<string, (Shape Sample, Spec[] Layers)> Networks = new()
    {
        ["linear"] = ([4], [Toy.Linear(16), new Spec("relu"), Toy.Last]),
        ["batch norm and dropout"] = ([4], Toy.Stateful.Layers.ToArray()),
        ["wide"] = ([784], [Toy.Linear(256), new Spec("batch-norm"), new Spec("relu"), new Spec("dropout"), Toy.Last]),
        ["convolution, rectifier and pool in one pass"] = ([3, 12, 12],
        [
            Convolution(8), new Spec("relu"), new Spec("max-pool").With("kernel", 2.0), Convolution(8), new Spec("batch-norm"),
            new Spec("relu"), new Spec("dropout2d"), new Spec("flatten"), Toy.Last,
        ]),
        ["Winograd's tiles"] = ([3, 16, 16],
        [
            Convolution(16), new Spec("relu"), Convolution(24), new Spec("batch-norm"), new Spec("relu"),
            new Spec("max-pool").With("kernel", 2.0), new Spec("global-avg-pool"), Toy.Last,
        ]),
        ["residual"] = ([3, 8, 8],
        [
            Convolution(16), new Spec("batch-norm"), new Spec("relu"),
            new Spec("residual").With("layers", (Spec[])[Convolution(16), new Spec("batch-norm"), new Spec("relu"), Convolution(16), new Spec("batch-norm")]),
            new Spec("block").With("channels", 8.0).With("stride", 2.0), new Spec("global-avg-pool"), Toy.Last,
        ]),
        ["other norms"] = ([3, 6, 6],
        [
            Convolution(8), new Spec("group-norm").With("groups", 2.0), new Spec("silu"), new Spec("instance-norm"),
            new Spec("avg-pool").With("kernel", 2.0), new Spec("flatten"), Toy.Linear(8), new Spec("layer-norm"), new Spec("gelu"), Toy.Last,
        ]),
    };

    private static Spec Convolution(int channels) =>
        new Spec("conv").With("channels", (double)channels).With("kernel", 3.0).With("padding", 1.0);

    [Theory]
    [InlineData("linear", 3, 2000)]
    [InlineData("linear", 120, 2000)]
    [InlineData("batch norm and dropout", 1, 2000)]
    [InlineData("batch norm and dropout", 80, 2000)]
    [InlineData("wide", 1, 2000)]
    [InlineData("wide", 128, 60)]
    [InlineData("convolution, rectifier and pool in one pass", 1, 2000)]
    [InlineData("convolution, rectifier and pool in one pass", 32, 80)]
    [InlineData("Winograd's tiles", 1, 400)]
    [InlineData("Winograd's tiles", 24, 30)]
    [InlineData("residual", 1, 2000)]
    [InlineData("residual", 40, 60)]
    [InlineData("other norms", 1, 2000)]
    [InlineData("other norms", 64, 80)]
    public void Eight_threads_get_the_predictions_of_one(string network, int batch, int predictions)
    {
        var (model, inputs) = Trained(network, batch);
        model.Network.Train();
        float[] alone = model.Predict(inputs).ToArray<float>();
        string weights = model.WeightsSha256();
        long[] positions = Positions(model);
        foreach (int teamSize in (int[])[1, 4])
        {
            int wrong = ThreadsCollection.With(teamSize, () => Sum(Callers, _ =>
            {
                int count = 0;
                for (int i = 0; i < predictions / 2; i++)
                    count += model.Predict(inputs).ToArray<float>().AsSpan().SequenceEqual(alone) ? 0 : 1;
                return count;
            }));
            Assert.Equal(0, wrong);
        }

        Assert.Equal(weights, model.WeightsSha256());
        Assert.Equal(positions, Positions(model));
        Assert.True(model.Network.NamedModules().All(m => m.Module.IsTraining));
    }

    [Fact]
    public void Evaluations_feature_maps_and_summaries_of_one_network_may_run_beside_predictions()
    {
        var (model, inputs) = Trained("residual", 20);
        var data = model.Prepare(new TensorDataset(inputs, Tensor.Wrap([.. Enumerable.Range(0, 20).Select(i => (long)i % 3)])));
        var loss = new CrossEntropyLoss();
        Evaluation evaluation = Evaluator.Run(model.Network, loss, data, batchSize: 7);
        float[] predictions = model.Predict(inputs).ToArray<float>();
        float[][] maps = Maps();
        string summary = model.Network.Summary([2, .. model.InputShape]).ToString(), weights = model.WeightsSha256();
        int wrong = Sum(Callers, caller =>
        {
            int count = 0;
            for (int i = 0; i < 25; i++)
            {
                bool same = (caller % 4) switch
                {
                    0 => Same(Evaluator.Run(model.Network, loss, data, batchSize: 7), evaluation),
                    1 => Maps().Zip(maps).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second)),
                    2 => model.Network.Summary([2, .. model.InputShape]).ToString() == summary,
                    _ => model.Predict(inputs).ToArray<float>().AsSpan().SequenceEqual(predictions),
                };
                count += same ? 0 : 1;
            }

            return count;
        });
        Assert.Equal(0, wrong);
        Assert.Equal(weights, model.WeightsSha256());

        float[][] Maps() => [.. model.Network.OutputsOf(model.Pipeline.Transform.Apply(inputs), layer => layer is Conv2d)
            .Select(map => map.Output.ToArray<float>())];
        static bool Same(Evaluation a, Evaluation b) => a.Loss.Equals(b.Loss) && a.Accuracy.Equals(b.Accuracy);
    }

    [Fact]
    public void Models_trained_side_by_side_have_the_weights_of_each_alone()
    {
        Recipe[] recipes =
        [
            Toy.Stateful, Toy.Stateful with { Seed = 11 }, Recipe("residual") with { Epochs = 2 },
            Recipe("convolution, rectifier and pool in one pass") with { Epochs = 2, Seed = 4, ClipValue = 0.5 },
        ];
        string[] alone = [.. recipes.Select(Train)];
        foreach (int teamSize in (int[])[1, 4])
        {
            string[] together = new string[recipes.Length];
            ThreadsCollection.With(teamSize, () => Sum(recipes.Length, i =>
            {
                together[i] = Train(recipes[i]);
                return 0;
            }));
            Assert.Equal(alone, together);
        }

        string Train(Recipe recipe)
        {
            bool isTable = recipe.Layers[0].Type == "linear";
            var experiment = Toy.Experiment(recipe, isTable ? Toy.Clouds(60) : Samples(recipe.Name, 24));
            experiment.Train();
            return experiment.Model.WeightsSha256();
        }
    }

    [Fact]
    public void A_model_answers_while_another_is_trained()
    {
        var (model, inputs) = Trained("batch norm and dropout", 30);
        float[] alone = model.Predict(inputs).ToArray<float>();
        string weights = Train();
        int wrong = Sum(4, caller =>
        {
            if (caller == 0)
                return Train() == weights ? 0 : 1;
            int count = 0;
            for (int i = 0; i < 500; i++)
                count += model.Predict(inputs).ToArray<float>().AsSpan().SequenceEqual(alone) ? 0 : 1;
            return count;
        });
        Assert.Equal(0, wrong);

        static string Train()
        {
            var experiment = Toy.Experiment(Toy.Stateful with { Epochs = 10 }, Toy.Clouds(60));
            experiment.Train();
            return experiment.Model.WeightsSha256();
        }
    }

    [Fact]
    public void Networks_built_on_two_threads_from_the_default_stream_share_no_number()
    {
        var weights = new float[Callers][];
        Sum(Callers, caller =>
        {
            var layers = Enumerable.Range(0, 40).Select(_ => new Linear(8, 8)).ToArray();
            weights[caller] = [.. layers.SelectMany(layer => layer.Weight.ToArray<float>()), .. Enumerable.Range(0, 500).Select(_ => Rng.Default.NextSingle())];
            return 0;
        });
        double distinct = weights.SelectMany(w => w).Distinct().Count(), all = weights.Sum(w => w.Length);
        Assert.True(distinct > 0.998 * all, $"{distinct} of {all}");
    }

    /// <summary>Runs threads of their own, all at once, and adds up what they give.</summary>
    private static int Sum(int threads, Func<int, int> work)
    {
        using var start = new Barrier(threads);
        int sum = 0;
        Exception? failure = null;
        Thread[] all = [.. Enumerable.Range(0, threads).Select(i => new Thread(() =>
        {
            start.SignalAndWait();
            try
            {
                Interlocked.Add(ref sum, work(i));
            }
            catch (Exception e)
            {
                failure = e;
            }
        }))];
        foreach (var thread in all)
            thread.Start();
        foreach (var thread in all)
            thread.Join();
        Assert.Null(failure);
        return sum;
    }

    private static long[] Positions(TrainedModel model) => [.. model.Network.NamedRngs().Select(rng => rng.Rng.Position)];

    private static Recipe Recipe(string network) => Toy.Plain with
    {
        Name = network,
        Transforms = Networks[network].Sample.Rank == 1 ? [new Spec("z-score")] : [],
        Layers = Networks[network].Layers,
        Epochs = 1,
    };

    private static TensorDataset Samples(string network, int count) => new(
        Tensor.Randn([count, .. Networks[network].Sample], rng: new Rng(5)),
        Tensor.Wrap([.. Enumerable.Range(0, count).Select(i => (long)i % 3)]));

    private static (TrainedModel Model, Tensor Inputs) Trained(string network, int batch)
    {
        var experiment = Toy.Experiment(Recipe(network), Samples(network, 16));
        experiment.Train();
        return (experiment.Model, Samples(network, batch).Inputs);
    }
}
