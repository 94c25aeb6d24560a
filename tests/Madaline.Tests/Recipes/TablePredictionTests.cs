using Madaline.Data;
using Madaline.Formats;
using Madaline.Recipes;
using Madaline.Tests.Training;

namespace Madaline.Tests.Recipes;

public sealed class TablePredictionTests : IDisposable
{
    private readonly string _folder = Toy.Folder();

    private string File => Path.Combine(_folder, "model.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_saved_model_answers_rows_by_name_by_text_and_by_table_without_its_table()
    {
        var (trained, recipe) = Train(Text(i => $"{i % 10},{(i % 2 == 0 ? "\"left, low\"" : "right")},{Class(i)}"),
            "z-score", oneHot: true);
        trained.Save(File);
        var model = TrainedModel.Load(recipe, File);
        Assert.Equal(trained.Encoder!.ToJson(), model.Encoder!.ToJson());
        var byName = model.Predict(new Dictionary<string, object> { ["side"] = "left, low", ["n"] = 4 });
        Assert.Equal("even", byName.ClassName);
        Assert.Equal(byName.Probabilities, model.Predict("4,\"left, low\"").Probabilities);
        Assert.Equal(byName.Probabilities, model.Predict("4;left, low").Probabilities);
        var table = model.Predict(Table.Parse("side,n\nright,3\n\"left, low\",4\n"));
        Assert.Equal(["odd", "even"], table.Select(row => row.ClassName));
        Assert.Equal(byName.Probabilities, table[1].Probabilities);
        Assert.Equal(1, byName.Probabilities.Sum(), 1e-5);
        Assert.Equal(byName.Probability, byName["even"]);
        Assert.Contains("even, odd", Assert.Throws<ArgumentException>(() => byName["none"]).Message);
        Assert.StartsWith("even ", byName.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("z-score")]
    [InlineData("min-max")]
    public void Digits_that_single_precision_loses_are_scaled_before_they_are_rounded(string scaler)
    {
        // Odd or even seconds of a day: Float32 knows only multiples of 128 there.
        string text = Text(i => $"{1_700_000_000 + (i % 2)},{i % 2},{Class(i)}");
        var (trained, recipe) = Train(text, scaler, exclude: "side");
        Assert.Equal(DType.Float64, trained.Encoder!.DType);
        trained.Save(File);
        var model = TrainedModel.Load(recipe, File);
        foreach (var answering in (TrainedModel[])[trained, model])
        {
            Assert.Equal("even", answering.Predict("1700000000").ClassName);
            Assert.Equal("odd", answering.Predict(new Dictionary<string, long> { ["n"] = 1_700_000_001 }).ClassName);
            Assert.InRange(answering.Predict("1700000001")["odd"], 0.9, 1);
        }
    }

    [Fact]
    public void Scaled_digits_are_those_of_double_arithmetic()
    {
        double[] times = [1_700_000_000, 1_700_000_001, 1_700_000_003, 1_700_000_004];
        Tensor inputs = Tensor.Wrap(times, [4, 1]);
        foreach (string type in (string[])["z-score", "min-max"])
        {
            var pipeline = InputPipeline.Fit([new Spec("to-float"), new Spec(type)], inputs, 2);
            double mean = times.Average(), width = Math.Sqrt(times.Average(t => (t - mean) * (t - mean)));
            var expected = type == "z-score" ? times.Select(t => (float)((t - mean) * (1 / width)))
                : times.Select(t => (float)((t - times[0]) * (1 / (times[3] - times[0]))));
            var scaled = pipeline.Transform.Apply(inputs);
            Assert.Equal(expected, scaled.ToArray<float>());
            var again = InputPipeline.Load([new Spec("to-float"), new Spec(type)],
                pipeline.StateDict().ToDictionary(), [1], 2, DType.Float64);
            Assert.Equal(scaled.ToArray<float>(), again.Transform.Apply(inputs).ToArray<float>());
            Assert.All(pipeline.StateDict(), state => Assert.Equal(DType.Float64, state.Value.DType));
        }
    }

    [Fact]
    public void A_model_of_before_encoders_answers_where_its_names_are_clear()
    {
        var clear = Old(["length", "colour=red", "colour=blue"], oneHot: true);
        Assert.Equal(["length", "colour"], clear.Encoder!.Columns.Where(c => c.IsFeature).Select(c => c.Name));
        Assert.Equal(3, clear.Predict("1.5,blue").Probabilities.Count);
        foreach (string[] names in (string[][])[["a=1", "b", "c"], ["t=u=p", "t=u=q", "b"]])
        {
            var unclear = Old(names, oneHot: true);
            Assert.Null(unclear.Encoder);
            Assert.Contains("Train it anew", Assert.Throws<TensorException>(() => unclear.Predict("1,2,3")).Message);
            Assert.Equal([2, 3], unclear.Predict(Tensor.Zeros([2, 3])).Shape);
        }

        Assert.Equal(["a=1", "b", "c"], Old(["a=1", "b", "c"], oneHot: false).Encoder!.FeatureNames);
    }

    [Fact]
    public void An_encoder_that_does_not_fit_its_model_is_refused()
    {
        var (trained, recipe) = Train(Text(i => $"{i},{i},{Class(i)}"), "z-score");
        trained.Save(File);
        var file = SafeTensors.Read(File);
        string two = trained.Encoder!.ToJson();
        foreach (string json in (string[])["", "{}", TableEncoder.OfNumbers(["a"]).ToJson(),
            TableEncoder.OfNumbers(["a", "b"], ["x", "y", "z"]).ToJson()])
        {
            var metadata = new Dictionary<string, string>(file.Metadata) { ["table_encoder"] = json };
            SafeTensors.Write(File, file.Tensors, metadata);
            var error = Assert.Throws<DataFormatException>(() => TrainedModel.Load(recipe, File));
            Assert.Contains("encoder", error.Message);
        }

        var whole = new Dictionary<string, string>(file.Metadata) { ["table_encoder"] = two };
        SafeTensors.Write(File, file.Tensors, whole);
        Assert.Equal("even", TrainedModel.Load(recipe, File).Predict("4,4").ClassName);
    }

    [Fact]
    public void An_answer_that_is_no_number_is_refused()
    {
        var (model, _) = Train(Text(i => $"{i},{i},{Class(i)}"), "z-score");
        Assert.Contains("NaN", Assert.Throws<TensorException>(() => model.Classify(
            Tensor.Wrap([float.NaN, 1f], [1, 2]))).Message);
    }

    private TrainedModel Old(string[] featureNames, bool oneHot)
    {
        Recipe recipe = Toy.Plain with
        {
            Dataset = new Spec("table").With("one-hot", oneHot),
            Epochs = 1,
        };
        var clouds = Toy.Clouds(30, features: 3);
        var experiment = new Experiment(recipe,
            new TensorDataset(clouds.Inputs, clouds.Targets, clouds.ClassNames) { FeatureNames = featureNames });
        experiment.Train();
        experiment.Model.Save(File);
        var file = SafeTensors.Read(File);
        var without = file.Metadata.Where(entry => entry.Key != "table_encoder").ToDictionary();
        SafeTensors.Write(File, file.Tensors, without);
        return TrainedModel.Load(recipe, File);
    }

    private static string Class(int i) => i % 2 == 0 ? "even" : "odd";

    private static string Text(Func<int, string> row) =>
        "n,side,class\n" + string.Join('\n', Enumerable.Range(0, 40).Select(row));

    private static (TrainedModel Model, Recipe Recipe) Train(string text, string scaler, bool oneHot = false,
        string? exclude = null)
    {
        var file = Table.Parse(text);
        string[] excluded = exclude is null ? [] : [exclude];
        var encoder = TableEncoder.Fit(file, new TableOptions { OneHot = oneHot, Exclude = excluded });
        var table = encoder.Encode(file);
        Recipe recipe = Toy.Plain with { Transforms = [new Spec(scaler)], Epochs = 40 };
        var experiment = new Experiment(recipe, table.ToDataset());
        experiment.Train();
        return (experiment.Model, recipe);
    }
}
