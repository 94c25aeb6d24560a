using Madaline.Data;
using Madaline.Formats;
using Madaline.Recipes;
using Madaline.Tests.Training;

namespace Madaline.Tests.Recipes;

public sealed class TrainedModelTests : IDisposable
{
    private readonly string _folder = Toy.Folder();

    private string File => Path.Combine(_folder, "model.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_saved_model_gives_the_same_predictions()
    {
        var (model, inputs) = Trained(Toy.Stateful);
        model.Save(File);
        var again = TrainedModel.Load(Toy.Stateful, File);
        Assert.Equal(model.Predict(inputs).ToArray<float>(), again.Predict(inputs).ToArray<float>());
        Assert.Equal(model.WeightsSha256(), again.WeightsSha256());
        Assert.True(again.Network.NamedModules().All(m => !m.Module.IsTraining));
        Assert.Equal((model.InputShape, model.MajorityClass), (again.InputShape, again.MajorityClass));
        Assert.Equal(model.ClassNames, again.ClassNames);
        Assert.Equal(["length", "ü \"width\"", "a", ""], again.FeatureNames);
    }

    [Theory]
    [InlineData("cross-entropy", null)]
    [InlineData("nll", "log-softmax")]
    [InlineData("quadratic", "sigmoid")]
    [InlineData("quadratic", "tanh")]
    public void Probabilities_are_shares_that_agree_with_the_evaluation(string loss, string? last)
    {
        var (model, inputs) = Trained(Toy.Plain with { Loss = new Spec(loss), Layers = [.. Toy.Plain.Layers, .. last is null ? [] : (Spec[])[new Spec(last)]] });
        Tensor p = model.Predict(inputs);
        Assert.Equal([30, 3], p.Shape);
        Assert.All(p.ToArray<float>(), x => Assert.InRange(x, 0, 1));
        Assert.All(p.Sum(1).ToArray<float>(), s => Assert.Equal(1, s, 1e-5));
        long[] answers = p.ArgMax(1).ToArray<long>();
        Assert.True(answers.Where((answer, i) => answer == i % 3).Count() > 20);
        Assert.True(model.Network.IsTraining);
    }

    [Fact]
    public void Inputs_of_another_shape_are_refused_and_leave_the_mode()
    {
        var (model, _) = Trained(Toy.Plain);
        foreach (Shape shape in (Shape[])[[2, 5], [4], [], [2, 4, 1]])
            Assert.Contains("expected [*, 4]", Assert.Throws<TensorException>(() => model.Predict(Tensor.Zeros(shape))).Message);
        Assert.True(model.Network.IsTraining);
        Assert.Equal([0, 3], model.Predict(Tensor.Zeros([0, 4])).Shape);
    }

    [Fact]
    public void A_model_of_another_recipe_is_refused()
    {
        var (model, _) = Trained(Toy.Plain);
        model.Save(File);
        Recipe[] others =
        [
            Toy.Stateful, Toy.Plain with { Layers = [Toy.Linear(9), new Spec("relu"), Toy.Last] }, Toy.Plain with { Transforms = [] },
            Toy.Plain with { Transforms = [new Spec("min-max")] }, Toy.Plain with { Layers = [Toy.Last] },
            Toy.Plain with { Layers = [Toy.Linear(1 << 24), Toy.Linear(1 << 24), Toy.Last] },
        ];
        foreach (Recipe other in others)
        {
            var error = Assert.Throws<DataFormatException>(() => TrainedModel.Load(other, File));
            Assert.Contains("does not fit its recipe", error.Message);
            Assert.Contains("Keep recipe.json and model.safetensors of a run together", error.Message);
        }
    }

    [Theory]
    [InlineData("madaline", "model 2", "newer")]
    [InlineData("madaline", null, "no trained model")]
    [InlineData("majority_class", "3", "majority_class")]
    [InlineData("majority_class", "-1", "majority_class")]
    [InlineData("input_shape", "5", "does not fit")]
    [InlineData("input_shape", "4,1", "does not fit")]
    [InlineData("input_shape", "", "does not fit")]
    [InlineData("input_shape", "0", "input_shape")]
    [InlineData("input_shape", "65536,65536,65536", "input_shape")]
    [InlineData("classes", "[\"a\"]", "majority_class")]
    [InlineData("classes", "{}", "classes")]
    [InlineData("classes", "[1,2,3]", "classes")]
    [InlineData("features", "7", "features")]
    [InlineData("features", null, "no trained model")]
    public void Wrong_metadata_is_refused(string key, string? value, string reason)
    {
        var (model, _) = Trained(Toy.Plain);
        model.Save(File);
        var file = SafeTensors.Read(File);
        var metadata = new Dictionary<string, string>(file.Metadata) { ["majority_class"] = "1" };
        metadata.Remove(key);
        if (value is not null)
            metadata.Add(key, value);
        SafeTensors.Write(File, file.Tensors, metadata);
        Assert.Contains(reason, Assert.Throws<DataFormatException>(() => TrainedModel.Load(Toy.Plain, File)).Message);
    }

    [Fact]
    public void The_sum_of_the_weights_is_that_of_their_bytes_in_order()
    {
        var network = new Madaline.NN.Sequential(new Madaline.NN.Linear(2, 1));
        using (new NoGrad())
        {
            network.Parameters()[0].CopyFrom(Tensor.From([1f, 2f]).Reshape(1, 2));
            network.Parameters()[1].CopyFrom(Tensor.From([-1f]));
        }

        byte[] bytes = Convert.FromHexString("0000803F00000040000080BF");
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), TrainedModel.WeightsSha256(network));
    }

    private static (TrainedModel Model, Tensor Inputs) Trained(Recipe recipe)
    {
        var clouds = Toy.Clouds(30);
        string[] columns = ["length", "ü \"width\"", "a", ""];
        var samples = new TensorDataset(clouds.Inputs, clouds.Targets, clouds.ClassNames) { FeatureNames = columns };
        var experiment = new Experiment(recipe with { Epochs = 15 }, samples);
        experiment.Train();
        return (experiment.Model, samples.Inputs);
    }
}
