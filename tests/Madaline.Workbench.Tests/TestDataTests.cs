using Madaline.Recipes;

namespace Madaline.Workbench.Tests;

public sealed class TestDataTests : IDisposable
{
    private static readonly Recipe Recipe = RecipeFile.Load("wheat") with { Dataset = new Spec("wheat-sample"), Epochs = 2 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_is_evaluated_on_its_own_split_and_knows_what_it_was_trained_on()
    {
        var (run, model) = Trained();
        var own = TestData.Load(model, new DataRequest());
        Assert.Equal((42, false), (own.Samples.Count, own.IsWhole));
        Assert.Equal(42, own.Evaluate(model).Count);
        var seen = new SeenSamples(run, own);
        Assert.Equal((0, false), (seen.Count, seen.AreTooMany));
        Assert.Null(seen.Check("evaluate", allow: false));
        Assert.True(own.AreThoseOf(TestData.Load(model, new DataRequest())));
    }

    [Fact]
    public void Samples_that_were_trained_on_are_refused_unless_allowed()
    {
        var (run, model) = Trained();
        var seen = new SeenSamples(run, TestData.Load(model, new DataRequest(), holdout: 42));
        Assert.True(seen.AreTooMany);
        var error = Assert.Throws<MisfitException>(() => seen.Check("show", allow: false));
        Assert.StartsWith("show: ", error.Problem);
        Assert.Equal(new WorkbenchRemedy(WorkbenchRemedyKind.OwnSplitOrOtherDataOrAllow), error.Remedy);
        Assert.Equal(new WorkbenchRemedy(WorkbenchRemedyKind.OwnSplitOrOtherData), seen.Check("show", allow: true)!.Remedy);
    }

    [Fact]
    public void Samples_of_another_shape_are_refused()
    {
        var (_, model) = Trained();
        var digits = TestData.Load(model, new DataRequest { Dataset = "digits" });
        Assert.Equal(new WorkbenchRemedy(WorkbenchRemedyKind.OtherDataset), Assert.Throws<MisfitException>(() => digits.For(model)).Remedy);
    }

    [Fact]
    public void Rows_are_read_in_the_order_of_the_features_and_others_are_refused_by_what_helps()
    {
        var (_, model) = Trained();
        var rows = new RowInput(model, new DataRequest());
        Assert.True(rows.IsRow("15,14,0.87,5.7,3.3,2.2,5.2"));
        Assert.Equal([15, 14, 0.87f, 5.7f, 3.3f, 2.2f, 5.2f], rows.Read("15,14,0.87,5.7,3.3,2.2,5.2").Values.ToArray<float>());
        Assert.Throws<RequestException>(() => rows.Read("15,14"));
        Assert.Contains("takes inputs of shape [7]", Assert.Throws<RequestException>(() => ImageInput.Read("a.png", model, out _)).Message);
    }

    private (RunFolder Run, TrainedModel Model) Trained()
    {
        var data = RecipeData.Load(Recipe, null);
        var experiment = new Experiment(Recipe, data.Train);
        var run = RunFolder.Create(_folder["run"], Recipe, out var reservation);
        reservation.Dispose();
        run.WriteTrainingSamples(Training.SampleFingerprints.Of(data.Train.Inputs, data.Test.Inputs), goesOn: false);
        experiment.Train();
        return (run, experiment.Model);
    }
}
