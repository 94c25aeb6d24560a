using Madaline.Data;
using Madaline.Recipes;
using Madaline.Tests.Training;

namespace Madaline.Tests.Recipes;

/// <summary>Data at the edges.</summary>
public sealed class ExperimentTests
{
    [Fact]
    public void A_batch_larger_than_the_set_takes_the_whole_set()
    {
        var experiment = Toy.Experiment(Toy.Plain with { Batch = 1000 }, Toy.Clouds(20));
        Assert.Equal(1, experiment.StepsPerEpoch);
        Assert.Equal(4, experiment.Train().Epochs.Count);
    }

    [Fact]
    public void One_sample_is_enough_to_train_on()
    {
        var experiment = Toy.Experiment(Toy.Plain, Toy.Clouds(1));
        experiment.Train();
        Assert.Equal(1, experiment.Evaluate(Toy.Clouds(1)).Accuracy);
    }

    [Fact]
    public void One_class_alone_is_learned_at_once()
    {
        var samples = Toy.Clouds(10, classes: 1);
        var experiment = new Experiment(Toy.Plain, samples);
        Assert.All(experiment.Train().Epochs, e => Assert.Equal((0.0, 1.0), (e.Loss, e.Accuracy)));
        Assert.Equal((1.0, 1.0), (experiment.Evaluate(samples).Accuracy, experiment.Evaluate(samples).BaselineAccuracy));
    }

    [Fact]
    public void No_samples_are_refused()
    {
        var none = Toy.Clouds(3).Take([]);
        Assert.Contains("no training samples", Assert.Throws<TensorException>(() => Toy.Experiment(Toy.Plain, none)).Message);
        Assert.Contains("no training samples", Assert.Throws<TensorException>(() => Toy.Experiment(Toy.Plain with { Patience = 1 }, none)).Message);
    }

    [Fact]
    public void An_empty_test_part_gives_no_numbers()
    {
        var evaluation = Toy.Experiment(Toy.Plain, Toy.Clouds(9)).Evaluate(Toy.Clouds(3).Take([]));
        Assert.Equal((0, double.NaN), (evaluation.Count, evaluation.Accuracy));
    }

    [Theory]
    [InlineData(17, 8)]
    [InlineData(17, 16)]
    [InlineData(1, 8)]
    [InlineData(8, 1)]
    public void Batch_norm_over_a_last_batch_of_one_is_refused_before_training(int samples, int batch)
    {
        var error = Assert.Throws<TensorException>(() => Toy.Experiment(Toy.Stateful with { Batch = batch }, Toy.Clouds(samples)));
        Assert.StartsWith("recipe › layers[1] (batch-norm): a batch of one sample has no variance", error.Message);
        Assert.Contains("Use another batch size", error.Message);
        Toy.Experiment(Toy.Plain with { Batch = batch }, Toy.Clouds(samples)).Train();
    }

    [Fact]
    public void A_target_that_is_no_class_is_refused()
    {
        Assert.Contains("Target 2 is 2; expected 0 to 1",
            Assert.Throws<TensorException>(() => new Experiment(Toy.Plain, Toy.Clouds(9).With(classNames: Toy.Names(2)))).Message);
        var floats = new TensorDataset(Tensor.Ones([3, 4]), Tensor.Ones([3]));
        Assert.Contains("expected Int64 [n]", Assert.Throws<TensorException>(() => Toy.Experiment(Toy.Plain, floats)).Message);
        Assert.Contains("the classes have no names",
            Assert.Throws<TensorException>(() => new Experiment(Toy.Plain, Toy.Clouds(9).With(classNames: []))).Message);
    }

    [Fact]
    public void A_layer_more_changes_nobody_elses_weights()
    {
        var (a, b) = (Toy.Experiment(Toy.Plain, Toy.Clouds(9)), Toy.Experiment(Toy.Plain with { Layers = [.. Toy.Plain.Layers.SkipLast(1), Toy.Linear(8), Toy.Last] }, Toy.Clouds(9)));
        Assert.Equal(a.Model.Network.StateDict()["0.weight"].ToArray<float>(), b.Model.Network.StateDict()["0.weight"].ToArray<float>());
    }

    [Fact]
    public void Bytes_become_floats_and_scalers_work_after_other_transforms()
    {
        Tensor bytes = Tensor.Arange(36).Reshape(12, 3).To(DType.UInt8);
        var recipe = Toy.Plain with { Transforms = [new Spec("to-float"), new Spec("min-max"), new Spec("normalize").With("mean", 0.5).With("std", 0.5)] };
        var experiment = new Experiment(recipe, Toy.Clouds(12).With(bytes));
        float[] x = experiment.Model.Pipeline.Transform.Apply(bytes).ToArray<float>();
        Assert.Equal((-1f, 1f), (x[0], x[^1]));
        experiment.Train();
    }
}
