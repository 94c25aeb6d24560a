using System.Text;
using Madaline.Data;
using Madaline.Formats;
using Madaline.Recipes;
using Madaline.Tests.Training;
using Madaline.Training;

namespace Madaline.Tests.Recipes;

/// <summary>A recipe that draws the samples of an epoch balanced: shares, resuming, and what does not go together.</summary>
public sealed class RecipeSamplerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("madaline-sampler-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_class_is_drawn_as_often()
    {
        // 900, 90 and 10 samples.
        Tensor targets = Tensor.Wrap<long>([.. Enumerable.Range(0, 1000).Select(i => i % 100 == 0 ? 2L : i % 10 == 0 ? 1 : 0)]);
        Sampler sampler = RecipeCatalog.BuildSampler(Toy.Plain with { Sampler = new Spec("balanced").With("count", 6000.0) }, targets)!;
        Assert.Equal((6000, 1000), (sampler.Count, sampler.SampleCount));
        long[] classes = targets.ToArray<long>();
        int[] drawn = [.. sampler.Order(new Rng(1)).GroupBy(i => classes[i]).OrderBy(g => g.Key).Select(g => g.Count())];
        // Of 6000 draws a third: the deviation is 36.5.
        Assert.Equal(3, drawn.Length);
        Assert.All(drawn, count => Assert.InRange(count, 2000 - 150, 2000 + 150));
    }

    [Fact]
    public void A_recipe_says_it_as_text_and_reads_it_back()
    {
        Recipe recipe = Toy.Plain with { Sampler = new Spec("balanced").With("count", 30.0) };
        string text = RecipeFile.Format(recipe);
        Assert.Contains("\"sampler\":", text);
        Recipe again = RecipeFile.Parse(Encoding.UTF8.GetBytes(text), "recipe.json");
        Assert.Equal(recipe, again);
        Assert.NotEqual(Toy.Plain, again);
        Assert.DoesNotContain("sampler", RecipeFile.Format(Toy.Plain));
        string wrong = text.Replace("\"balanced\"", "\"balancd\"", StringComparison.Ordinal);
        Assert.Contains("Did you mean balanced?", Assert.Throws<DataFormatException>(() => RecipeFile.Parse(Encoding.UTF8.GetBytes(wrong), "r")).Message);
    }

    [Fact]
    public void An_epoch_has_as_many_steps_as_samples_are_drawn_and_trains_otherwise()
    {
        TensorDataset data = Toy.Clouds(40);
        Recipe plain = Toy.Plain with { Batch = 10, Epochs = 2 }, balanced = plain with { Sampler = new Spec("balanced") };
        Experiment one = Toy.Experiment(plain, data), other = Toy.Experiment(balanced, data);
        Assert.Equal(one.StepsPerEpoch, other.StepsPerEpoch);
        Assert.Equal(2, Toy.Experiment(plain with { Sampler = new Spec("balanced").With("count", 15.0) }, data).StepsPerEpoch);
        one.Train();
        other.Train();
        Assert.NotEqual(one.Model.WeightsSha256(), other.Model.WeightsSha256());
        Experiment same = Toy.Experiment(balanced, data);
        same.Train();
        Assert.Equal(other.Model.WeightsSha256(), same.Model.WeightsSha256());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(13)]
    public void A_stopped_training_goes_on_to_the_same_bits(int steps)
    {
        Recipe recipe = Toy.Stateful with { Sampler = new Spec("balanced"), Epochs = 4 };
        TensorDataset data = Toy.Clouds(40);
        Experiment whole = Toy.Experiment(recipe, data);
        whole.Train();
        string path = Path.Combine(_folder, "last.safetensors");
        using var stop = new CancellationTokenSource();
        Experiment begun = Toy.Experiment(recipe, data);
        int done = 0;
        var result = begun.Train(new Checkpoint(path, 0), progress: new Counter(() => { if (++done == steps) stop.Cancel(); }), cancellationToken: stop.Token);
        Assert.Equal(TrainingEnd.Cancelled, result.End);
        Experiment resumed = Toy.Experiment(recipe, data);
        resumed.Train(new Checkpoint(path));
        Assert.Equal(whole.Model.WeightsSha256(), resumed.Model.WeightsSha256());
        Assert.Throws<DataFormatException>(() => Toy.Experiment(recipe with { Sampler = null }, data).Train(new Checkpoint(path)));
    }

    [Fact]
    public void Balanced_weights_beside_it_are_refused_and_numbers_are_not()
    {
        Recipe twice = Toy.Plain with { Sampler = new Spec("balanced"), Loss = Toy.Plain.Loss.With("class-weights", "balanced") };
        string text = Assert.Throws<TensorException>(() => Toy.Experiment(twice, Toy.Clouds(12))).Message;
        Assert.StartsWith("recipe › sampler: rare classes would be made up for twice.", text);
        int classes = Toy.Clouds(12).ClassNames.Count;
        Toy.Experiment(twice with { Loss = Toy.Plain.Loss.With("class-weights", Enumerable.Repeat(1.0, classes).ToArray()) }, Toy.Clouds(12));
        Recipe numbers = RecipeFile.Load("regression") with { Sampler = new Spec("balanced") };
        Assert.Contains("the loss mse predicts numbers", Assert.Throws<TensorException>(() =>
            RecipeCatalog.BuildSampler(numbers, Tensor.Ones([4, 1]))).Message);
    }

    private sealed class Counter(Action action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action();
    }
}
