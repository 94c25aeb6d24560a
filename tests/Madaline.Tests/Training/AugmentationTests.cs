using Madaline.Data;
using Madaline.Recipes;
using Madaline.Training;

namespace Madaline.Tests.Training;

/// <summary>Recipes with transforms of images: what training sees, what evaluation sees, and the same bits.</summary>
public sealed class AugmentationTests : IDisposable
{
    private readonly string _folder = Toy.Folder();

    internal static Recipe Augmented { get; } = Toy.Plain with
    {
        Transforms =
        [
            new Spec("random-crop").With("padding", 1.0), new Spec("flip"), new Spec("affine").With("degrees", 10.0),
            new Spec("color-jitter").With("hue", 0.1), new Spec("normalize"), new Spec("random-erasing"),
            new Spec("mixup").With("p", 0.5), new Spec("cutmix").With("p", 0.5),
        ],
        Layers = [new Spec("flatten"), Toy.Linear(16), new Spec("batch-norm"), new Spec("relu"), new Spec("dropout").With("p", 0.2), Toy.Last],
        Epochs = 3,
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(8)]
    [InlineData(800)]
    public void Stopped_after_any_step_it_goes_on_to_the_same_bits(int batch)
    {
        // 800 a batch is above the size from which the loader reads ahead.
        Recipe recipe = Augmented with { Batch = batch };
        TensorDataset samples = Toy.Pictures(batch * 5);
        var whole = Toy.Experiment(recipe, samples);
        var expected = whole.Train();
        foreach (int steps in (int[])[1, 3, 4, 6])
            Run(recipe, samples, steps);
        var (resumed, result) = Run(recipe, samples, int.MaxValue);
        Assert.Equal(whole.Model.WeightsSha256(), resumed.Model.WeightsSha256());
        Assert.Equal(expected.Epochs.Select(e => (e.Loss, e.Accuracy)), result.Epochs.Select(e => (e.Loss, e.Accuracy)));
    }

    [Fact]
    public void Random_steps_act_in_training_alone()
    {
        TensorDataset samples = Toy.Pictures(24);
        var with = Toy.Experiment(Augmented, samples);
        var without = Toy.Experiment(Augmented with { Transforms = [new Spec("normalize")] }, samples);
        var (first, _) = with.Model.Prepare(samples).Gather([3, 1]);
        var (same, _) = without.Model.Prepare(samples).Gather([3, 1]);
        Assert.Equal(same.ToArray<float>(), first.ToArray<float>());
        Tensor some = samples.Inputs.Narrow(0, 0, 4);
        Assert.Equal(without.Model.Predict(some).ToArray<float>(), with.Model.Predict(some).ToArray<float>());
        without.Train();
        with.Train();
        Assert.NotEqual(without.Model.WeightsSha256(), with.Model.WeightsSha256());
        Assert.Equal(with.Model.Predict(some).ToArray<float>(), with.Model.Predict(some).ToArray<float>());
    }

    [Fact]
    public void A_run_with_channel_statistics_and_another_size_is_saved_and_read()
    {
        Recipe recipe = Augmented with { Transforms = [.. Augmented.Transforms, new Spec("random-crop").With("size", 4.0)], Epochs = 1 };
        TensorDataset samples = Toy.Pictures(24);
        var experiment = Toy.Experiment(recipe, samples);
        experiment.Train();
        string path = Path.Combine(_folder, "model.safetensors");
        experiment.Model.Save(path);
        var read = TrainedModel.Load(recipe, path);
        Assert.Equal(experiment.Model.Predict(samples.Inputs).ToArray<float>(), read.Predict(samples.Inputs).ToArray<float>());
        Assert.Equal(experiment.Evaluate(samples).Loss, Evaluator.Run(read.Network, experiment.Loss, read.Prepare(samples)).Loss);
    }

    [Fact]
    public void The_accuracy_of_training_counts_the_most_probable_class_of_mixed_targets()
    {
        var recipe = Augmented with { Transforms = [new Spec("channel-norm"), new Spec("mixup").With("alpha", 0.2)], Epochs = 20 };
        var experiment = Toy.Experiment(recipe, Toy.Pictures(60));
        var result = experiment.Train();
        Assert.InRange(result.Epochs[^1].Accuracy, 0.7, 1);
        Assert.InRange(experiment.Evaluate(Toy.Pictures(60, seed: 8)).Accuracy, 0.7, 1);
        var error = Assert.Throws<TensorException>(() => Toy.Experiment(
            recipe with { Layers = [.. recipe.Layers, new Spec("log-softmax")], Loss = new Spec("nll") }, Toy.Pictures(12)));
        Assert.Contains("mixup makes them probabilities", error.Message);
    }

    [Fact]
    public void What_does_not_fit_is_told_with_its_place_before_training()
    {
        Refuse(Toy.Clouds(12), [new Spec("to-float"), new Spec("flip")], "recipe › transforms[1] (flip): needs images. inputs is Float32 [2, 4]");
        Refuse(Toy.Clouds(12), [new Spec("channel-norm")], "recipe › transforms[0] (channel-norm): needs images");
        Refuse(Toy.Pictures(12), [new Spec("z-score")], "recipe › transforms[0] (z-score): needs a table");
        Refuse(Toy.Pictures(12), [new Spec("random-crop").With("size", 7.0)], "the part is larger than the image. The image is 6 × 5");
        Refuse(Toy.Pictures(12), [new Spec("normalize").With("mean", new double[] { 1, 2 }).With("std", 1.0)], "expected [2, …]");
        Refuse(Toy.Pictures(12), [new Spec("normalize"), new Spec("color-jitter")], "recipe › transforms[1] (color-jitter): works on colours from 0 to 1");
        Refuse(Toy.Pictures(12), [new Spec("affine").With("scale-min", 2.0)], "recipe › transforms[0] (affine): scaleMax is out of range");
        Refuse(Toy.Clouds(12), [new Spec("cutmix")], "recipe › transforms[0] (cutmix): needs images");
        Refuse(Toy.Pictures(12), [new Spec("normalize").With("mean", 1.0)], "one of mean and std is missing");

        static void Refuse(TensorDataset samples, Spec[] transforms, string message) => Assert.Contains(message,
            Assert.Throws<TensorException>(() => Toy.Experiment(Augmented with { Transforms = transforms }, samples)).Message);
    }

    private (Experiment Experiment, TrainingResult Result) Run(Recipe recipe, TensorDataset samples, int steps)
    {
        var experiment = Toy.Experiment(recipe, samples);
        using var source = new CancellationTokenSource();
        var reports = new TrainerTests.Reports { Then = _ => { if (--steps == 0) source.Cancel(); } };
        var checkpoint = new Checkpoint(Path.Combine(_folder, "last.safetensors"));
        return (experiment, experiment.Train(checkpoint, progress: reports, cancellationToken: source.Token));
    }
}
