using Madaline.Data;
using Madaline.Formats;
using Madaline.NN;
using Madaline.Recipes;
using Madaline.Tests.Training;
using Madaline.Training;

namespace Madaline.Tests.Recipes;

/// <summary>Models of numbers: saved, loaded, asked, cross-validated, and told apart from those of classes.</summary>
public sealed class RegressionModelTests : IDisposable
{
    private readonly string _folder = Toy.Folder();

    private string Model => Path.Combine(_folder, "model.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_saved_model_predicts_the_same_numbers()
    {
        var (experiment, data) = Trained(Toy.Regression);
        double[] expected = experiment.Model.PredictNumbers(data.Inputs);
        Assert.InRange(expected.Average(), 900, 1050);
        experiment.Model.Save(Model);
        var again = TrainedModel.Load(Toy.Regression, Model);
        Assert.Equal(expected, again.PredictNumbers(data.Inputs));
        Assert.Equal((experiment.Model.TargetName, experiment.Model.TargetScale), (again.TargetName, again.TargetScale));
        Assert.Equal("price, €", again.TargetName);
        Assert.Equal(experiment.Evaluate(data).Score, again.Evaluate(data).Score);
        Assert.Equal([8, 1], again.Predict(data.Inputs[..8]).Shape);
    }

    [Fact]
    public void A_row_of_a_table_is_answered_with_a_number()
    {
        var table = Table.Parse(string.Join('\n', Enumerable.Range(0, 60).Select(i => $"{i * 0.5},{i % 7},{(3 * i) + 0.5}").Prepend("a,b,cost")));
        var data = TableEncoder.Fit(table, new TableOptions { NumericTarget = true }).Encode(table).ToDataset("t");
        Assert.Equal((DType.Float64, "cost"), (data.Targets.DType, data.TargetName));
        var experiment = new Experiment(Toy.Regression with { Epochs = 60 }, data);
        experiment.Train();
        experiment.Model.Save(Model);
        var model = TrainedModel.Load(Toy.Regression with { Epochs = 60 }, Model);
        Assert.InRange(model.PredictNumber("15,2"), 70, 110);
        Assert.Equal(model.PredictNumber("15,2"), model.PredictNumber(new Dictionary<string, object> { ["b"] = 2, ["a"] = 15 }));
        Assert.Equal(60, model.PredictNumbers(table).Count);
        Assert.Equal(model.PredictNumbers(table)[30], model.PredictNumber("15,2"), 1e-3);
        Assert.Contains("Use PredictNumbers", Assert.Throws<TensorException>(() => model.Predict("15,2")).Message);
    }

    [Fact]
    public void Asked_for_what_it_does_not_answer_it_says_what_to_use()
    {
        var (numbers, data) = Trained(Toy.Regression);
        Assert.Contains("Use PredictNumbers", Assert.Throws<TensorException>(() => numbers.Model.Classify(data.Inputs)).Message);
        var classes = Toy.Experiment(Toy.Plain, Toy.Clouds(30));
        Assert.Contains("Use Classify", Assert.Throws<TensorException>(() => classes.Model.PredictNumbers(Toy.Clouds(3).Inputs)).Message);
        Assert.Contains("the loss compares numbers", Assert.Throws<TensorException>(() => numbers.Evaluate(Toy.Clouds(9))).Message);
        Assert.Contains("choose a loss of numbers", Assert.Throws<TensorException>(() => classes.Evaluate(data)).Message);
    }

    [Theory]
    [InlineData("target.mean")]
    [InlineData("target.deviation")]
    public void A_model_without_its_scale_is_refused(string missing)
    {
        var (experiment, _) = Trained(Toy.Regression);
        experiment.Model.Save(Model);
        var file = SafeTensors.Read(Model);
        SafeTensors.Write(Model, [.. file.Tensors.Where(entry => entry.Key != missing)], file.Metadata);
        Assert.Contains(missing, Assert.Throws<DataFormatException>(() => TrainedModel.Load(Toy.Regression, Model)).Message);
        SafeTensors.Write(Model, [.. file.Tensors.Select(entry => entry.Key == missing ? new(missing, Tensor.From([double.NaN])) : entry)], file.Metadata);
        Assert.Contains(missing, Assert.Throws<DataFormatException>(() => TrainedModel.Load(Toy.Regression, Model)).Message);
    }

    [Fact]
    public void Classes_for_a_loss_of_numbers_and_numbers_for_a_loss_of_classes_are_refused()
    {
        var classes = Assert.Throws<TensorException>(() => new Experiment(Toy.Regression, Toy.Clouds(9)));
        Assert.Contains("the targets are classes (class 0, class 1, class 2)", classes.Message);
        Assert.Contains("such as cross-entropy", classes.Message);
        var numbers = Assert.Throws<TensorException>(() => new Experiment(Toy.Plain, Toy.Numbers(9)));
        Assert.Contains("the targets are no classes", numbers.Message);
        Assert.Contains("mse, mae or huber", numbers.Message);
        var holes = Toy.Numbers(4).With(targets: Tensor.From([1, 2, double.NaN, 4]));
        Assert.Contains("Target 2 is NaN", Assert.Throws<TensorException>(() => new Experiment(Toy.Regression, holes)).Message);
        var pairs = Toy.Numbers(4).With(targets: Tensor.Zeros([4, 2]));
        Assert.Contains("not one number a sample", Assert.Throws<TensorException>(() => new Experiment(Toy.Regression, pairs)).Message);
    }

    [Theory]
    [InlineData("mse", "softmax")]
    [InlineData("mae", "sigmoid")]
    [InlineData("huber", "relu")]
    [InlineData("mse", "tanh")]
    public void A_layer_that_bounds_the_numbers_is_refused(string loss, string last)
    {
        var error = Assert.Throws<TensorException>(() => new Experiment(
            Toy.Regression with { Loss = new Spec(loss), Layers = [.. Toy.Regression.Layers, new Spec(last)] }, Toy.Numbers(9)));
        Assert.Contains($"a {last} layer bounds", error.Message);
    }

    [Fact]
    public void Mixing_classes_and_several_outputs_are_refused()
    {
        var mixed = Assert.Throws<TensorException>(() => new Experiment(
            Toy.Regression with { Transforms = [new Spec("mixup")] }, Toy.Numbers(9)));
        Assert.Contains("Leave mixup out", mixed.Message);
        var wide = Assert.Throws<TensorException>(() => new Experiment(Toy.Regression with { Layers = [Toy.Linear(3)] }, Toy.Numbers(9)));
        Assert.Contains("does not give one number", wide.Message);
        Assert.Equal(1, new Experiment(Toy.Regression with { Layers = [Toy.Last] }, Toy.Numbers(9)).Model.Predict(Toy.Numbers(2).Inputs).Shape[1]);
    }

    [Fact]
    public void Cross_validation_has_each_sample_in_one_fold_and_means_of_the_scores()
    {
        var told = new List<int>();
        var result = Experiment.CrossValidate(Toy.Regression, Toy.Numbers(50), 4, new Told(fold => told.Add(fold.Evaluation.Count)));
        Assert.Equal([13, 13, 12, 12], told);
        Assert.Same(Measure.Rmse, result.Measure);
        double[] scores = [.. result.Folds.Select(fold => fold.Evaluation.Regression!.Rmse)];
        Assert.Equal(scores.Average(), result.MeanScore, 12);
        Assert.Equal(Math.Sqrt(scores.Sum(s => (s - scores.Average()) * (s - scores.Average())) / 3), result.StdScore, 12);
        Assert.Equal(50, result.Folds.SelectMany(fold => fold.Evaluation.Regression!.Targets).Distinct().Count());
        Assert.True(double.IsNaN(result.MeanAccuracy));
    }

    [Fact]
    public void A_loss_says_its_task_in_every_entry_of_the_catalog()
    {
        string[] numbers = [.. RecipeCatalog.Losses.Where(loss => loss.Task.HasNumbers).Select(loss => loss.Name)];
        Assert.Equal(["mse", "mae", "huber"], numbers);
        Assert.All(RecipeCatalog.Losses, loss => Assert.Same(LearningTask.Of(loss.Build(new Spec(loss.Name))), loss.Task));
        Assert.IsType<L1Loss>(RecipeCatalog.Losses["mae"].Build(new Spec("mae")));
        Assert.Equal(0.5, ((HuberLoss)RecipeCatalog.Losses["huber"].Build(new Spec("huber").With("delta", 0.5))).Delta);
    }

    [Fact]
    public void Metrics_of_numbers_are_written_and_read_under_their_name()
    {
        var run = new RunFolder(_folder);
        var (experiment, _) = Trained(Toy.Regression with { Patience = 2 });
        var epochs = experiment.Train().Epochs;
        run.WriteMetrics(epochs);
        string text = File.ReadAllText(run.MetricsPath);
        Assert.Contains("\"rmse\":", text);
        Assert.Contains("\"validation_rmse\":", text);
        Assert.DoesNotContain("accuracy", text);
        Assert.Equal(epochs.Select(e => (e.Score, e.ValidationScore)), run.ReadMetrics().Select(e => (e.Score, e.ValidationScore)));
    }

    private static (Experiment Experiment, TensorDataset Data) Trained(Recipe recipe)
    {
        var data = Toy.Numbers(80);
        var experiment = new Experiment(recipe, data);
        experiment.Train();
        return (experiment, data);
    }

    private sealed class Told(Action<FoldResult> tell) : IProgress<FoldResult>
    {
        public void Report(FoldResult value) => tell(value);
    }
}
