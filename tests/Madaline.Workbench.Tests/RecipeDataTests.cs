using Madaline.Formats;
using Madaline.Recipes;

namespace Madaline.Workbench.Tests;

public sealed class RecipeDataTests
{
    private static readonly Recipe Sample = RecipeFile.Load("wheat") with { Dataset = new Spec("wheat-sample") };

    [Fact]
    public void A_set_with_a_test_part_comes_as_it_is()
    {
        var digits = RecipeFile.Load("digits") with { Dataset = new Spec("digits").With("count", 50.0).With("test-count", 20.0) };
        var data = RecipeData.Load(digits, null);
        Assert.Equal((50, 20, 10, 0), (data.Train.Count, data.Test.Count, data.Train.ClassNames.Count, data.Notes.Count));
    }

    [Fact]
    public void A_set_without_a_test_part_holds_out_a_stratified_fifth_by_the_seed_and_says_so()
    {
        var data = RecipeData.Load(Sample, null);
        Assert.Equal((168, 42), (data.Train.Count, data.Test.Count));
        Assert.All(data.Test.Targets.ToArray<long>().CountBy(c => c), c => Assert.Equal(14, c.Value));
        Assert.Equal(new WorkbenchRemedy(WorkbenchRemedyKind.CrossValidate), Assert.Single(data.Notes).Remedy);
        Assert.Equal(Sha(data), Sha(RecipeData.Load(Sample, null)));
        Assert.NotEqual(Sha(data), Sha(RecipeData.Load(Sample with { Seed = Sample.Seed + 1 }, null)));
    }

    [Theory]
    [InlineData(0.1, 21)]
    [InlineData(60, 60)]
    public void The_last_samples_are_held_out_where_the_recipe_says_so(double holdout, int count)
    {
        var all = RecipeData.LoadPair(Sample.Dataset, null, skipTest: true).Train;
        var data = RecipeData.Load(Sample with { Holdout = holdout }, null);
        Assert.Equal((210 - count, count), (data.Train.Count, data.Test.Count));
        Assert.Equal(all.Inputs[^1].ToArray<float>(), data.Test.Inputs[^1].ToArray<float>());
    }

    [Theory]
    [InlineData(30, "x", "\"z\" is 16.7% of the training samples and 100% of those held out")]
    [InlineData(60, "x", "The training part lacks 1 of 3 classes", "cannot learn \"z\"")]
    [InlineData(30, "mixed", "")]
    public void Samples_in_order_of_class_are_told_before_training(int holdout, string order, params string[] words)
    {
        using var folder = new TemporaryFolder();
        string rows = string.Concat(Enumerable.Range(0, 150).Select(i =>
            $"{i % 17},{i % 5},{"xyz"[order == "mixed" ? i % 3 : i / 50]}\n"));
        var recipe = new DataRequest { Path = folder.Write("t.csv", $"a,b,kind\n{rows}"), Target = "kind" }
            .Apply(RecipeFile.Load("table") with { Holdout = holdout });
        Note[] notes = [.. RecipeData.Load(recipe, recipe.Dataset.Text("path")).Notes];
        Assert.Equal(words[0].Length > 0, notes.Any(note =>
            note.Remedy == new WorkbenchRemedy(WorkbenchRemedyKind.SplitStratified)));
        Assert.All(words, word => Assert.Contains(notes, note => note.Text.Contains(word)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Samples_in_order_of_the_number_to_predict_are_told_before_training(bool isSorted)
    {
        using var folder = new TemporaryFolder();
        string rows = string.Concat(Enumerable.Range(0, 150).Select(i => $"{i % 17},{i % 5},{(isSorted ? i : i * 67 % 151)}.5\n"));
        var recipe = new DataRequest { Path = folder.Write("t.csv", $"a,b,price\n{rows}"), Target = "price" }
            .Apply(RecipeFile.Load("regression") with { Holdout = 30 });
        Note[] notes = [.. RecipeData.Load(recipe, recipe.Dataset.Text("path")).Notes];
        Assert.Equal(isSorted, notes.Any(note => note.Remedy == new WorkbenchRemedy(WorkbenchRemedyKind.SplitAtRandom)
            && note.Text.Contains("median is 135.5")));
    }

    [Fact]
    public void Both_parts_of_a_table_know_the_lines_of_their_samples()
    {
        using var folder = new TemporaryFolder();
        string rows = string.Concat(Enumerable.Range(0, 50).Select(i => $"{i},{i % 5},{"xy"[i % 2]}\n{(i == 9 ? "\n" : "")}"));
        var recipe = new DataRequest { Path = folder.Write("t.csv", $"a,b,kind\n{rows}"), Target = "kind", Include = ["a"] }.Apply(RecipeFile.Load("table"));
        var data = RecipeData.Load(recipe, recipe.Dataset.Text("path"));
        foreach (var part in (Data.TensorDataset[])[data.Train, data.Test, data.Train[3..9]])
        {
            float[] numbers = part.Inputs.Narrow(1, 0, 1).ToArray<float>();
            Assert.Equal(numbers.Select(number => (int)number + (number > 9 ? 3 : 2)), part.SourceLines);
        }
    }

    [Fact]
    public void More_than_there_is_cannot_be_held_out() => Assert.Contains("holdout: 210 samples are to be held out; expected 1 to 209",
        Assert.Throws<RequestException>(() => RecipeData.Load(Sample with { Holdout = 210 }, null)).Message);

    [Fact]
    public void A_table_without_a_file_and_a_folder_that_is_none_are_refused_with_the_kind_of_remedy()
    {
        Assert.Equal(new WorkbenchRemedy(WorkbenchRemedyKind.GiveTable),
            Assert.Throws<RequestException>(() => RecipeData.LoadPair(new Spec("table"), null, skipTest: false)).Remedy);
        Assert.Equal(new WorkbenchRemedy(WorkbenchRemedyKind.GiveImageFolder),
            Assert.Throws<RequestException>(() => RecipeData.LoadPair(new Spec("images"), null, skipTest: false)).Remedy);
        Assert.Throws<FileNotFoundException>(() => RecipeData.LoadPair(new Spec("wheat"), "nowhere/wheat.csv", skipTest: false));
    }

    [Fact]
    public void A_table_that_is_no_wheat_is_refused_with_the_advice_to_name_its_class()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("fruit.csv", "colour,weight\nred,1\n");
        var error = Assert.Throws<DataFormatException>(() => RecipeData.LoadPair(new Spec("wheat"), path, skipTest: false));
        Assert.Equal(new WorkbenchRemedy(WorkbenchRemedyKind.NameTarget), error.Remedy);
    }

    [Fact]
    public void A_table_that_cannot_be_divided_is_refused_with_what_is_to_know_of_it()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("names.csv", "a,b\nc,d\ne,f\n");
        var recipe = Sample with { Dataset = new Spec("table").With("path", path).With("one-hot", true) };
        var error = Assert.Throws<SplitException>(() => RecipeData.Load(recipe, null));
        Assert.NotEmpty(error.Notes);
        Assert.DoesNotContain("Parameter", error.Message);
    }

    private static string Sha(PreparedData data) => string.Join(',', data.Test.Inputs.ToArray<float>());
}
