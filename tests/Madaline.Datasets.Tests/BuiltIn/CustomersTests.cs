using Madaline.Data;
using Madaline.Recipes;

namespace Madaline.Datasets.Tests.BuiltIn;

public sealed class CustomersTests
{
    private static readonly string[][] Rows =
        [.. Customers.ToCsv().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(','))];

    [Fact]
    public void The_table_has_what_tables_of_real_life_have()
    {
        Assert.Equal(Customers.ColumnNames, Rows[0]);
        Assert.Equal(Customers.DefaultCount, Rows.Length - 1);
        Assert.All(Rows, row => Assert.Equal(Customers.ColumnNames.Count, row.Length));
        Assert.Equal(5000, Column("customer_id").Distinct().Count());
        Assert.Equal("EUR", Assert.Single(Column("currency").Distinct()));
        Assert.InRange(Column("churned").Count(cell => cell == "yes") / 5000.0, 0.015, 0.025);
        foreach (var (name, low, high) in ((string, double, double)[])[("age", 0.03, 0.05), ("payment", 0.02, 0.04),
            ("last_order", 0.025, 0.042), ("monthly_spend", 0.005, 0.015)])
            Assert.InRange(Column(name).Count(cell => cell is "" or "NA") / 5000.0, low, high);
        Assert.InRange(Column("city").CountBy(city => city).Count(city => city.Value < 20), 2, 4);
    }

    [Fact]
    public void Who_leaves_and_what_is_earned_follow_the_rules()
    {
        Customer[] all = [.. Customers.Draw(50_000, 7)];
        foreach (var group in all.GroupBy(customer => (int)Math.Min(5, customer.ChurnProbability * 50)))
        {
            double expected = group.Sum(customer => customer.ChurnProbability), found = group.Count(c => c.HasChurned);
            double deviation = Math.Sqrt(group.Sum(c => c.ChurnProbability * (1 - c.ChurnProbability)));
            Assert.InRange(found, expected - (4 * deviation) - 1, expected + (4 * deviation) + 1);
        }

        Customer[] clear = [.. all.Where(customer => customer.ExpectedRevenue > 200)];
        double[] noise = [.. clear.Select(customer => customer.Revenue - customer.ExpectedRevenue)];
        Assert.Equal(0, noise.Average(), 1.0);
        Assert.Equal(40, Math.Sqrt(noise.Average(n => n * n)), 1.0);
    }

    [Fact]
    public void A_customer_depends_on_the_seed_and_its_number_only()
    {
        Assert.Equal(Customers.Draw(10, 3).Take(5), Customers.Draw(5, 3));
        Assert.NotEqual(Customers.ToCsv(5, 3), Customers.ToCsv(5, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Customers.Draw(-1, 1));
    }

    [Fact]
    public void The_set_gives_either_target_over_the_same_features()
    {
        var entry = DatasetCatalog.Find("customers");
        var churn = entry.Load().Train;
        Assert.Equal(entry.SampleShape, churn.InputShape);
        Assert.Equal((5000, DType.Int64), (churn.Count, churn.Targets.DType));
        foreach (string feature in (string[])["age is missing", "city=(other)", "signed_up days", "last_order is missing"])
            Assert.Contains(feature, churn.FeatureNames);
        Assert.DoesNotContain(churn.FeatureNames, name => name.StartsWith("customer_id") || name.StartsWith("currency")
            || name.StartsWith(Customers.Revenue) || name.StartsWith(Customers.Churned));
        var revenue = entry.Load(new DatasetOptions { Target = Customers.Revenue, Count = 100 }).Train;
        Assert.Equal(churn.Inputs.ToArray<float>()[..(100 * 39)], revenue.Inputs.ToArray<float>());
        Assert.Equal(Column(Customers.Revenue).Take(100).Select(cell => double.Parse(cell,
            System.Globalization.CultureInfo.InvariantCulture)), revenue.Targets.ToArray<double>());
        Assert.Equal((DType.Float64, 0), (revenue.Targets.DType, revenue.ClassNames.Count));
        Assert.Equal((Customers.Revenue, true), (revenue.TargetName, revenue.Encoder!.HasNumericTarget));
        Assert.Contains("yearly_revenue", Assert.Throws<ArgumentException>(() => entry.Load(
            new DatasetOptions { Target = "age" })).Message);
    }

    [Fact]
    public void A_network_ranks_customers_nearly_as_the_rule_does()
    {
        var set = DatasetCatalog.Load("customers").Train;
        var experiment = new Experiment(RecipeFile.Load("customers"), set);
        experiment.Train();
        var later = DatasetCatalog.Load("customers", new DatasetOptions { Seed = 2 }).Train;
        Customer[] customers = [.. Customers.Draw(later.Count, 2)];
        float[] says = experiment.Model.Predict(later.Inputs).ToArray<float>();
        double network = Auc(customers, i => says[(2 * i) + 1]), rule = Auc(customers, i => customers[i].ChurnProbability);
        Assert.InRange(rule, 0.8, 0.95);
        Assert.InRange(network, rule - 0.12, rule);
    }

    [Fact]
    public void A_set_of_rows_is_written_as_a_table_that_reads_the_same()
    {
        var wheat = DatasetCatalog.Find("wheat-sample");
        var set = wheat.Load().Train;
        var table = Table.Parse(wheat.ToCsv());
        var data = TableEncoder.Fit(table, new TableOptions { Target = "variety" }).Encode(table);
        Assert.Equal(set.Inputs.ToArray<float>(), data.Features);
        Assert.Equal(set.Targets.ToArray<long>().Select(c => set.ClassNames[(int)c]), data.Labels.Select(c => data.ClassNames[c]));
        Assert.Equal(Customers.ToCsv(), DatasetCatalog.Find("customers").ToCsv());
        Assert.Contains("images", Assert.Throws<ArgumentException>(() => DatasetCatalog.Find("digits").ToCsv(
            new DatasetOptions { Count = 10 })).Message);
    }

    private static IEnumerable<string> Column(string name) =>
        Rows.Skip(1).Select(row => row[Customers.ColumnNames.ToList().IndexOf(name)]);

    /// <summary>How often who left scores above who stayed.</summary>
    private static double Auc(Customer[] customers, Func<int, double> score)
    {
        int[] ranked = [.. Enumerable.Range(0, customers.Length).OrderBy(score)];
        double ranks = ranked.Index().Where(i => customers[i.Item].HasChurned).Sum(i => i.Index + 1.0);
        double left = customers.Count(customer => customer.HasChurned), stayed = customers.Length - left;
        return (ranks - (left * (left + 1) / 2)) / (left * stayed);
    }
}
