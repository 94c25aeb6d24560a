using Madaline.Data;
using Madaline.Formats;
using Madaline.NN;
using Madaline.Optim;
using Madaline.Recipes;
using Madaline.Tests.Training;
using Madaline.Training;

namespace Madaline.Tests.Recipes;

/// <summary>Networks written by hand are asked, evaluated, saved and loaded like those of recipes.</summary>
public sealed class OwnNetworkTests : IDisposable
{
    private readonly string _folder = Toy.Folder();

    private string Run => Path.Combine(_folder, "net");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_network_written_by_hand_is_saved_and_loaded_into_a_new_one()
    {
        var (model, set, epochs) = Trained(new Net(new Rng(1)));
        Evaluation before = model.Evaluate(set);
        Assert.True(before.Accuracy > before.BaselineAccuracy);
        model.SaveRun(Run, epochs);
        var again = TrainedModel.Load(Run, new Net(new Rng(2)));
        Assert.Equal(model.WeightsSha256(), again.WeightsSha256());
        Assert.Equal(model.Predict(set.Inputs).ToArray<float>(), again.Predict(set.Inputs).ToArray<float>());
        Assert.Equal((before.Loss, before.Accuracy), (again.Evaluate(set).Loss, again.Evaluate(set).Accuracy));
        Assert.Equal(set.ClassNames, again.ClassNames);
        Assert.False(again.Network.IsTraining);
        Assert.Equal("Net", again.Recipe.Network);
        Assert.Equal(epochs.Count, RunFolder.Open(Run).ReadMetrics().Count);
        Assert.Equal(set.Count, RunFolder.Open(Run).ReadTrainingSamples()!.Count);
        Assert.Equal(
            ["metrics.jsonl", "model.safetensors", "recipe.json", "training-samples.safetensors"],
            Directory.EnumerateFiles(Run).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_class_of_a_network_is_told_and_never_built()
    {
        Trained(new Net(new Rng(1))).Model.SaveRun(Run);
        var recipe = RunFolder.Open(Run).ReadRecipe();
        Assert.True(recipe.NeedsProgram);
        Assert.DoesNotContain("\"layers\"", File.ReadAllText(new RunFolder(Run).RecipePath));
        var error = Assert.Throws<RunFolderException>(() => RunFolder.Open(Run).ReadModel());
        Assert.Equal(new RunRemedy(RunRemedyKind.LoadInProgram, Run) { Network = "Net" }, error.Remedy);
        Assert.Contains($"files carry no code; expected layers that recipes know. Load it there: TrainedModel.Load(\"{Run}\", new Net())", error.Message);
        Assert.Contains("is a Net, a class of the program", Assert.Throws<DataFormatException>(() => TrainedModel.Load(recipe, new RunFolder(Run).ModelPath)).Message);
        Assert.Contains("expected a recipe without \"network\"", Assert.Throws<TensorException>(() => new Experiment(recipe, Toy.Clouds(30))).Message);
    }

    [Fact]
    public void A_sequential_of_known_layers_needs_no_code_to_be_read()
    {
        var rng = new Rng(1);
        var (model, set, _) = Trained(new Sequential(new Linear(4, 8, rng: rng), new BatchNorm1d(8), new Gelu(), new Dropout(0.1, rng), new Linear(8, 3, rng: rng)));
        model.SaveRun(Run);
        var again = RunFolder.Open(Run).ReadModel();
        Assert.Equal(model.Recipe, again.Recipe);
        Assert.False(again.Recipe.NeedsProgram);
        Assert.Equal(model.Predict(set.Inputs).ToArray<float>(), again.Predict(set.Inputs).ToArray<float>());
        Assert.Equal(model.WeightsSha256(), TrainedModel.Load(Run, new Sequential(new Linear(4, 8), new BatchNorm1d(8), new Gelu(), new Dropout(), new Linear(8, 3))).WeightsSha256());
    }

    [Fact]
    public void A_sequential_that_no_recipe_can_say_needs_its_program()
    {
        Module[] heads = [new Sequential(new Linear(8, 3)), new Softplus(2), new Net(new Rng(1))];
        foreach (Module head in heads)
        {
            var network = head is Net ? new Sequential(head) : new Sequential(new Linear(4, 8), head is Sequential ? new Relu() : head, head is Sequential ? head : new Linear(8, 3));
            Assert.True(TrainedModel.Of(network, About()).Recipe.NeedsProgram);
        }

        Assert.True(TrainedModel.Of(new Sequential(("fc", new Linear(4, 3))), About()).Recipe.NeedsProgram);
        Assert.True(TrainedModel.Of(new Sequential(new Linear(4, 3, dtype: DType.Float64)), About() with { InputDType = DType.Float64 }).Recipe.NeedsProgram);
    }

    [Fact]
    public void Another_network_than_the_saved_one_is_refused_with_what_differs()
    {
        Trained(new Net(new Rng(1))).Model.SaveRun(Run);
        var error = Assert.Throws<DataFormatException>(() => TrainedModel.Load(Run, new Sequential(new Linear(4, 3))));
        Assert.Contains("missing: 0.weight, 0.bias. unexpected: hidden.weight", error.Message);
        Assert.Contains("It was saved of Net, and this is Sequential. Give a network that is made as the saved one was.", error.Message);
        error = Assert.Throws<DataFormatException>(() => TrainedModel.Load(Run, new Net(new Rng(1), hidden: 9)));
        Assert.Contains("hidden.weight is [8, 4], expected [9, 4]", error.Message);
        Assert.Throws<RunFolderException>(() => TrainedModel.Load(Path.Combine(_folder, "none"), new Net(new Rng(1))));
        File.Delete(new RunFolder(Run).ModelPath);
        Assert.Equal(new RunRemedy(RunRemedyKind.SaveAgain, Run), Assert.Throws<DataFormatException>(() => TrainedModel.Load(Run, new Net(new Rng(1)))).Remedy);
    }

    [Fact]
    public void A_run_is_saved_over_itself_and_over_no_other()
    {
        var first = Trained(new Net(new Rng(1)));
        first.Model.SaveRun(Run, first.Epochs);
        Trained(new Net(new Rng(7))).Model.SaveRun(Run);
        Assert.Equal(first.Epochs.Count, RunFolder.Open(Run).ReadMetrics().Count);
        var other = TrainedModel.Of(new Sequential(new Linear(4, 3)), About());
        Assert.Contains("holds the run of another network (Net); expected Sequential", Assert.Throws<RunFolderException>(() => other.SaveRun(Run)).Message);
        RunFolder.Create(Path.Combine(_folder, "recipe"), Toy.Plain, out var reserved);
        Assert.Contains("another training", Assert.Throws<RunFolderException>(() => other.SaveRun(Path.Combine(_folder, "recipe"))).Message);
        reserved.Dispose();
        Assert.Contains("another network (toy)", Assert.Throws<RunFolderException>(() => other.SaveRun(Path.Combine(_folder, "recipe"))).Message);
    }

    [Fact]
    public void A_number_is_predicted_in_its_own_unit()
    {
        TensorDataset set = Toy.Numbers(60);
        var scale = TargetScale.Fit(set.Targets);
        var network = new Sequential(new Linear(4, 1, rng: new Rng(1)));
        TensorDataset scaled = set.With(targets: scale.Apply(set.Targets).To(DType.Float32));
        var trainer = new Trainer(network, new MseLoss(), new Adam(network.Parameters(), 0.05));
        trainer.Fit(new DataLoader(scaled, new LoaderOptions { BatchSize = 10 }), new TrainerOptions { Epochs = 20, TargetScale = scale });
        var model = TrainedModel.Of(network, ModelDescription.Of(set) with { TargetScale = scale });
        Assert.Equal((LearningTask.Regression, "price, €"), (model.Task, model.TargetName));
        Assert.True(model.Evaluate(set).Regression!.R2 > 0.4);
        model.SaveRun(Run);
        Assert.Equal(model.PredictNumbers(set.Inputs), RunFolder.Open(Run).ReadModel().PredictNumbers(set.Inputs));
    }

    [Fact]
    public void Scalers_and_image_transforms_go_with_the_model_and_random_ones_do_not()
    {
        TensorDataset set = Toy.Pictures(30);
        var channels = new ChannelScaler().Fit(set.Inputs);
        Transform transform = new RandomHorizontalFlip().Then(new Resize(8)).Then(new CenterCrop((6, 4))).Then(new Grayscale(3))
            .Then(new Normalize(0.5, 2)).Then(new Normalize([0, 0.1, 0.2], [1, 1, 2])).Then(channels).Then(new ToFloat());
        var network = new Sequential(new Conv2d(3, 4, 3, padding: Padding.Same), new Flatten(), new Linear(96, 3));
        var model = TrainedModel.Of(network, ModelDescription.Of(set) with { Transform = transform });
        Assert.Equal(
            ["resize", "center-crop", "grayscale", "normalize", "normalize", "channel-norm", "to-float"],
            model.Recipe.Transforms.Select(spec => spec.Type));
        model.SaveRun(Run);
        Assert.Equal(model.Predict(set.Inputs).ToArray<float>(), RunFolder.Open(Run).ReadModel().Predict(set.Inputs).ToArray<float>());
    }

    [Fact]
    public void What_a_file_could_not_name_or_does_not_fit_is_refused_at_once()
    {
        var network = new Sequential(new Linear(4, 3));
        Refuses(About() with { Transform = new Twice() }, "It is a Twice; expected those of recipes: to-float, ");
        Refuses(About() with { Transform = new ZScoreScaler() }, "zscore is not fitted");
        Refuses(About() with { Loss = new BceWithLogitsLoss() }, "It is a BceWithLogitsLoss; expected one of those of recipes");
        Refuses(About() with { Loss = new MseLoss() }, "Sequential does not give one number. Its output for one input is [1, 3]; expected [1, 1]");
        Refuses(About() with { ClassNames = ["a", "b"] }, "expected [1, 2]");
        Refuses(About() with { MajorityClass = 3 }, "It is 3; expected 0 to 2");
        Refuses(About() with { InputShape = [5] }, "linear");
        var named = TrainedModel.Of(network, About() with { ClassNames = [], Loss = new CrossEntropyLoss() });
        Assert.Equal(["0", "1", "2"], named.ClassNames);

        void Refuses(ModelDescription about, string problem) =>
            Assert.Contains(problem, Assert.Throws<TensorException>(() => TrainedModel.Of(network, about)).Message);
    }

    [Theory]
    [InlineData("cross-entropy")]
    [InlineData("nll")]
    [InlineData("quadratic")]
    public void Losses_say_how_scores_become_probabilities(string type)
    {
        Loss loss = RecipeCatalog.Losses[type].Build(new Spec(type));
        var model = TrainedModel.Of(new Net(new Rng(1)), About() with { Loss = loss });
        Tensor x = Toy.Clouds(6).Inputs;
        model.Network.Eval();
        Assert.Equal(RecipeCatalog.Losses[type].Probabilities(model.Network.Call(x)).ToArray<float>(), model.Predict(x).ToArray<float>());
        Assert.True(double.IsFinite(model.Evaluate(Toy.Clouds(6)).Loss));
    }

    private static ModelDescription About() => new() { InputShape = [4], ClassNames = Toy.Names(3) };

    private static (TrainedModel Model, TensorDataset Set, IReadOnlyList<EpochResult> Epochs) Trained(Module network)
    {
        TensorDataset set = Toy.Clouds(60);
        var scaler = new ZScoreScaler().Fit(set.Inputs);
        var trainer = new Trainer(network, new CrossEntropyLoss(), new Adam(network.Parameters(), 0.02));
        var result = trainer.Fit(new DataLoader(set.With(scaler), new LoaderOptions { BatchSize = 10 }), new TrainerOptions { Epochs = 5 });
        return (TrainedModel.Of(network, ModelDescription.Of(set) with { Transform = scaler }), set, result.Epochs);
    }

    private sealed class Twice : Transform
    {
        public override Tensor Apply(Tensor inputs, Rng? rng = null) => inputs * 2;
    }
}

/// <summary>A network as a program writes it.</summary>
internal sealed partial class Net(Rng rng, int hidden = 8) : Module
{
    private readonly Linear _hidden = new(4, hidden, rng: rng);
    private readonly Linear _head = new(hidden, 3, rng: rng);

    protected override Tensor Forward(Tensor x) => _head.Call(_hidden.Call(x).Tanh());
}
