using System.Globalization;
using Madaline.Data;
using Madaline.Datasets;
using Madaline.NN;
using Madaline.Optim;
using Madaline.Recipes;
using Madaline.Training;

namespace Madaline.Tests.Training;

/// <summary>What <c>Console.WriteLine</c> shows of networks, data and results, whatever the culture.</summary>
public sealed class PrintedTests : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentCulture;

    public PrintedTests()
    {
        var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (commas.NumberFormat.NumberDecimalSeparator, commas.NumberFormat.NumberGroupSeparator) = (",", ".");
        (commas.NumberFormat.PercentDecimalSeparator, commas.NumberFormat.PercentGroupSeparator) = (",", ".");
        CultureInfo.CurrentCulture = commas;
    }

    public void Dispose() => CultureInfo.CurrentCulture = _before;

    public static TheoryData<Module, string> Layers => new()
    {
        { new Linear(784, 10), "Linear(784, 10)" },
        { new Linear(4, 2, bias: false), "Linear(4, 2, bias: false)" },
        { new Conv2d(3, 16, (3, 5), 2, 1, bias: false), "Conv2d(3, 16, (3, 5), stride: 2, padding: 1, bias: false)" },
        { new Conv2d(4, 8, 3, padding: Padding.Same, groups: 2), "Conv2d(4, 8, 3, padding: same, groups: 2)" },
        { new Conv1d(4, 8, 5), "Conv1d(4, 8, 5)" },
        { new ConvTranspose2d(8, 4, 2, 2), "ConvTranspose2d(8, 4, 2, stride: 2)" },
        { new MaxPool2d(3, 2, 1), "MaxPool2d(3, stride: 2, padding: 1)" },
        { new MaxPool2d(2), "MaxPool2d(2)" },
        { new AvgPool2d(2, ceilMode: true), "AvgPool2d(2, ceilMode: true)" },
        { new MinPool1d(2, 1), "MinPool1d(2, stride: 1)" },
        { new AdaptiveAvgPool2d((2, 3)), "AdaptiveAvgPool2d((2, 3))" },
        { new BatchNorm2d(16), "BatchNorm2d(16)" },
        { new BatchNorm1d(16, eps: 1e-3, momentum: null, affine: false), "BatchNorm1d(16, eps: 0.001, momentum: null, affine: false)" },
        { new InstanceNorm2d(16), "InstanceNorm2d(16)" },
        { new InstanceNorm2d(16, affine: true), "InstanceNorm2d(16, affine: true)" },
        { new GroupNorm(4, 16), "GroupNorm(4, 16)" },
        { new LayerNorm([3, 8]), "LayerNorm([3, 8])" },
        { new LayerNorm([3], bias: false), "LayerNorm([3], bias: false)" },
        { new Dropout(0.25), "Dropout(0.25)" },
        { new Embedding(100, 16, paddingIndex: 0), "Embedding(100, 16, paddingIndex: 0)" },
        { new Upsample(scaleFactor: 2, mode: UpsampleMode.Bilinear), "Upsample(scaleFactor: 2, mode: Bilinear)" },
        { new ReflectionPad2d(1), "ReflectionPad2d(1, 1, 1, 1)" },
        { new Unfold(3, padding: 1), "Unfold(3, padding: 1)" },
        { new LeakyRelu(0.2), "LeakyRelu(slope: 0.2)" },
        { new Flatten(), "Flatten()" },
        { new Flatten(0), "Flatten(startDimension: 0)" },
        { new Softmax(1), "Softmax(1)" },
        { new Relu(), "Relu()" },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_layer_prints_what_it_was_made_with(Module layer, string text) => Assert.Equal(text, layer.ToString());

    [Fact]
    public void Networks_print_nested_by_name() => Assert.Equal("""
        Sequential(
          (0): Conv2d(1, 8, 3)
          (1): Relu()
          (2): Residual(
            (body): Sequential(
              (0): Linear(2, 2)
            )
          )
        )
        """.ReplaceLineEndings("\n"), new Sequential(new Conv2d(1, 8, 3), new Relu(), new Residual(new Sequential(new Linear(2, 2)))).ToString());

    [Fact]
    public void A_module_of_ones_own_prints_its_tensors_and_layers() =>
        Assert.Equal("Scaled(\n  scale: [4]\n  (inner): Linear(4, 4)\n)", new Scaled().ToString());

    [Fact]
    public void Data_print_their_size_and_classes()
    {
        var (train, test, _) = DatasetCatalog.Load("digits", new DatasetOptions { Count = 1500, TestCount = 20 });
        Assert.Equal("TensorDataset digits: 1,500 samples, inputs UInt8 [1, 28, 28], 10 classes (0, 1, 2, 3, 4, 5, 6, 7, 8, 9)", train.ToString());
        Assert.StartsWith("Subset: 2 samples, inputs UInt8", new Subset(train, [0, 5]).ToString());
        Assert.StartsWith("TransformedDataset: 1,500 samples, inputs [1, 28, 28]", train.With(new ToFloat()).ToString());
        Assert.Equal($"train: {train}\ntest: {test}", new DatasetPair(train, test, "x").ToString());
        Assert.StartsWith("DataLoader: 24 batches of 64, shuffled; TensorDataset digits",
            new DataLoader(train, new LoaderOptions { BatchSize = 64, Shuffle = true, Rng = new Rng(1) }).ToString());
        Assert.Equal("Batch: inputs UInt8 [3, 1, 28, 28], targets Int64 [3]", train.Gather([0, 1, 2]).ToString());
        Assert.StartsWith("TensorDataset: 4 samples, inputs Float32 [2], targets Float64 [1]",
            new TensorDataset(Tensor.Ones([4, 2]), Tensor.Ones([4, 1], DType.Float64)).ToString());
        Assert.Equal("WeightedRandomSampler(4 of 2)", new WeightedRandomSampler([1, 1], 4).ToString());
        Assert.Equal("Compose(ToFloat, Normalize)", new ToFloat().Then(new Normalize(0.5, 0.5)).ToString());
    }

    [Fact]
    public void Trainings_and_evaluations_print_their_numbers()
    {
        TensorDataset wheat = DatasetCatalog.Load("wheat-sample").Train;
        var network = new Sequential(new Linear(7, 3, rng: new Rng(1)));
        var optimizer = new Adam(network.Parameters(), 0.01);
        var trainer = new Trainer(network, new CrossEntropyLoss(), optimizer);
        TrainingResult result = trainer.Fit(new DataLoader(wheat, new LoaderOptions { BatchSize = 30 }), new TrainerOptions { Epochs = 2 }, wheat);
        Assert.Matches(@"^Completed: 2 epochs in \d\.\d\d s; epoch 2: loss \d\.\d+, accuracy \d+\.\d\d%; validation loss \d\.\d+, accuracy \d+\.\d\d%", result.ToString());
        Evaluation evaluation = Evaluator.Run(network, new CrossEntropyLoss(), wheat);
        Assert.Matches(@"^accuracy \d+\.\d\d% \(95% interval \d+\.\d\d% to \d+\.\d\d%\), baseline 3\d\.\d\d% \(always ""\w+""\), F1 0\.\d+, loss \d\.\d+ \(\d+ samples\)$", evaluation.ToString());
        Assert.Matches(@"^\w+: \d+ of \d+ right \(\d+\.\d\d%\), precision ", evaluation.Classes[0].ToString());
        Assert.Matches(@"^Adam: rate 0\.01, 2 parameters of 24 numbers, \d+ steps$", optimizer.ToString());
        Assert.Equal("CrossEntropyLoss()", trainer.ToString().Split("by ")[1].Split(',')[0]);
        Assert.Matches(@"^RMSE 0\.5 \(95% interval .*\), baseline .*, MAE 0\.5, R² ", new RegressionScores([1, 2, 3], [1.5, 2.5, 3.5]).ToString());
    }

    [Fact]
    public void Recipes_and_models_print_what_they_are()
    {
        Recipe recipe = RecipeFile.Load("wheat") with { Epochs = 1 };
        Assert.Equal(RecipeFile.Format(recipe), recipe.ToString());
        Assert.Equal("linear(outputs: 10.5, bias: false)", new Spec("linear").With("outputs", 10.5).With("bias", false).ToString());
        var experiment = new Experiment(recipe, DatasetCatalog.Load("wheat-sample").Train);
        Assert.Matches(@"^TrainedModel wheat: Sequential of \d+ parameters, inputs \[7\], 3 classes \(\w+, \w+, \w+\)$", experiment.Model.ToString());
    }

    private sealed class Scaled : Module
    {
        private readonly Linear _inner;

        public Scaled()
        {
            RegisterParameter("scale", Tensor.Ones([4]));
            _inner = RegisterModule("inner", new Linear(4, 4));
        }

        protected override Tensor Forward(Tensor x) => _inner.Call(x);
    }
}
