using Madaline.Data;
using Madaline.Formats;

namespace Madaline.Tests.Data.Tables;

/// <summary>A column of numbers to predict.</summary>
public sealed class NumericTargetTests
{
    private static readonly TableOptions Numeric = new() { NumericTarget = true };

    [Fact]
    public void Numbers_are_read_as_they_are_in_double_precision()
    {
        var table = Table.Parse("a,price\n1,12.5\n2,-3\n3,123456789.25\n");
        var encoder = TableEncoder.Fit(table, Numeric);
        Assert.True(encoder.HasNumericTarget);
        Assert.Equal("price", encoder.TargetName);
        Assert.Empty(encoder.ClassNames);
        var data = encoder.Encode(table);
        Assert.Equal([3, 1], data.Targets.Shape);
        Assert.Equal([12.5, -3, 123456789.25], data.Targets.ToArray<double>());
        Assert.Equal(["a"], data.FeatureNames);
    }

    [Fact]
    public void An_encoder_comes_back_from_JSON_and_reads_other_tables()
    {
        var encoder = TableEncoder.FromJson(TableEncoder.Fit(Table.Parse("a;y\n1,5;2,5\n2;3\n", format: new CsvFormat { Decimal = ',' }), Numeric).ToJson());
        Assert.True(encoder.HasNumericTarget);
        var data = encoder.Encode(Table.Parse("y;a\n9,75;1\n", format: new CsvFormat { Decimal = ',' }));
        Assert.Equal([9.75], data.Targets.ToArray<double>());
        Assert.Single(encoder.EncodeRows(Table.Parse("a\n4\n")));
        var missing = Assert.Throws<DataFormatException>(() => encoder.Encode(Table.Parse("a\n4\n")));
        Assert.Contains("the target column 'y' is missing", missing.Message);
        var text = Assert.Throws<DataFormatException>(() => encoder.Encode(Table.Parse("y;a\nmuch;1\n", format: new CsvFormat { Decimal = ',' })));
        Assert.Contains("'much' in column 'y' is no number", text.Message);
    }

    [Fact]
    public void Text_is_no_number_to_predict()
    {
        var error = Assert.Throws<DataFormatException>(() => TableEncoder.Fit(Table.Parse("a,kind\n1,red\n2,blue\n"), Numeric));
        Assert.Contains("column 'kind' holds text ('red')", error.Message);
        Assert.Equal(new TableRemedy(TableRemedyKind.PredictClass), error.Remedy);
    }

    [Theory]
    [InlineData("a,y\n1,0.5\n2,1.5\n")]
    public void Fractions_are_no_classes_but_may_be_predicted(string text)
    {
        var error = Assert.Throws<DataFormatException>(() => TableEncoder.Fit(Table.Parse(text)));
        Assert.Contains("expected classes", error.Message);
        Assert.Equal(new TableRemedy(TableRemedyKind.PredictNumber), error.Remedy);
        Assert.Contains("mse", error.Message);
    }

    [Fact]
    public void A_column_of_integers_is_what_it_is_said_to_be_and_a_note_says_so()
    {
        string few = string.Join('\n', Enumerable.Range(0, 12).Select(i => $"{i},{i % 3}").Prepend("a,grade"));
        Assert.Equal(["0", "1", "2"], TableEncoder.Fit(Table.Parse(few)).ClassNames);
        Assert.Empty(TableEncoder.Fit(Table.Parse(few)).Notes);
        var told = Assert.Single(TableEncoder.Fit(Table.Parse(few), Numeric).Notes);
        Assert.Contains("3 different integers, and is predicted as a number", told.Text);
        Assert.Equal(TableRemedyKind.PredictClass, told.Remedy!.Kind);
        string many = string.Join('\n', Enumerable.Range(0, 40).Select(i => $"{i},{i % 20}").Prepend("a,rooms"));
        var classes = Assert.Single(TableEncoder.Fit(Table.Parse(many)).Notes);
        Assert.Contains("20 different integers, and each is taken for a class", classes.Text);
        Assert.Equal(TableRemedyKind.PredictNumber, classes.Remedy!.Kind);
        Assert.Empty(TableEncoder.Fit(Table.Parse(many), Numeric).Notes);
    }

    [Fact]
    public void One_number_in_all_rows_is_noted() => Assert.Contains("nothing to predict",
        Assert.Single(TableEncoder.Fit(Table.Parse("a,y\n1,2.5\n2,2.5\n"), Numeric).Notes).Text);

    [Fact]
    public void Scales_are_fitted_in_double_and_inverted()
    {
        var scale = TargetScale.Fit(Tensor.From([1e9 + 1, 1e9 + 3]));
        Assert.Equal((1e9 + 2, 1.0), (scale.Mean, scale.Deviation));
        Assert.Equal([-1.0, 1], scale.Apply(Tensor.From([1e9 + 1, 1e9 + 3])).ToArray<double>());
        Assert.Equal(1e9 + 3, scale.Invert(1));
        Assert.Equal(1, TargetScale.Fit(Tensor.From([5.0, 5])).Deviation);
        Assert.Contains("a number a sample", Assert.Throws<TensorException>(() => TargetScale.Fit(Tensor.Zeros([2, 2]))).Message);
        Assert.Throws<TensorException>(() => TargetScale.Fit(Tensor.From([1L, 2])));
        Assert.Throws<TensorException>(() => TargetScale.Fit(Tensor.From([1.0, double.PositiveInfinity])));
    }
}
