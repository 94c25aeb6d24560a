using Madaline.Data;
using Madaline.Recipes;

namespace Madaline.Workbench.Tests;

public sealed class TableCheckTests
{
    [Fact]
    public void The_request_that_is_found_is_one_that_a_recipe_can_be_trained_by()
    {
        using var temporary = new TemporaryFolder();
        string path = temporary["t.csv"];
        File.WriteAllText(path, "id;when;city;age;kind\n" + string.Concat(Enumerable.Range(0, 60).Select(i =>
            $"{i};{1 + (i % 9)}/{1 + (i % 7)}/2024;c{i % 3};{(i % 8 == 0 ? "" : $"{i % 40},5")};k{i % 2}\n")));
        var check = TableCheck.Of(path, new DataRequest());
        var request = check.Request!;
        Assert.Equal(("kind", true, MissingCells.Fill, DateOrder.DayFirst, ","),
            (request.Target, request.OneHot, request.Missing, request.Dates, request.Decimal));
        Assert.Equal(["integers", "dates", "text", "numbers", "text"], check.Profile!.Columns.Select(column => column.Type));
        Recipe recipe = new RecipeChanges { Data = request }.Apply(RecipeFile.Load("table"));
        var data = RecipeData.Load(recipe, path);
        Assert.Equal((48, 12), (data.Train.Count, data.Test.Count));
        Assert.Contains(data.Notes, note => note.Text.Contains("'id'", StringComparison.Ordinal));
        Assert.Contains(data.Notes, note => note.Text.Contains("are filled", StringComparison.Ordinal));
        // A run keeps these rules: what is asked for later has no say in them.
        var model = new Experiment(recipe with { Epochs = 1 }, data.Train).Model;
        Assert.Contains("missing cells: fill", Assert.Throws<RequestException>(() =>
            TestData.Load(model, new DataRequest { Missing = MissingCells.Drop })).Message, StringComparison.Ordinal);
        Assert.Equal(data.Test.Inputs.ToArray<float>(), TestData.Load(model, new DataRequest()).Samples.Inputs.ToArray<float>());
    }

    [Fact]
    public void A_built_in_set_takes_its_own_target_and_no_rules_of_tables()
    {
        Recipe recipe = RecipeFile.Load("customers");
        Assert.Equal("yearly_revenue", new DataRequest { Target = "yearly_revenue" }.Apply(recipe).Dataset.Text("target"));
        Assert.Throws<RequestException>(() => new DataRequest { Missing = MissingCells.Fill }.Apply(recipe));
        Assert.Throws<RequestException>(() => new DataRequest { Target = "x" }.Apply(RecipeFile.Load("digits")));
    }

    [Fact]
    public void Remarks_go_with_the_row_that_they_are_about()
    {
        using var temporary = new TemporaryFolder();
        string path = temporary["t.csv"];
        File.WriteAllText(path, "a,c,kind\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 9},c{i % 3},k{i % 2}\n")));
        var request = new DataRequest { Path = path, OneHot = true, Missing = MissingCells.Fill, Unknown = UnknownValues.Bucket };
        Recipe recipe = request.Apply(RecipeFile.Load("table")) with { Epochs = 1 };
        var rows = new RowInput(new Experiment(recipe, RecipeData.Load(recipe, path).Train).Model, new DataRequest());
        Assert.Equal("a", Assert.Single(rows.Read(",c1").Remarks).Column);
        Assert.Equal("c", Assert.Single(rows.Read("3,new").Remarks).Column);
        Assert.Empty(rows.Read("3,c1").Remarks);
    }
}
