using Madaline.Data;
using Madaline.NN;
using Madaline.Training;

namespace Madaline.Plots.Tests.Drawing;

public sealed class CurvesFigureTests
{
    private static readonly EpochResult[] Classes =
    [
        new(1, 0.9, 0.60, 0.1, 1, 0.8, 0.62), new(2, 0.5, 0.80, 0.1, 1, 0.4, 0.83),
        new(3, 0.3, 0.90, 0.1, 1, 0.6, 0.85),
    ];

    private static readonly EpochResult[] Numbers = [Of(1, 30, 31), Of(2, 20, 24), Of(3, 15, 22)];

    [Fact]
    public void The_best_epoch_is_that_of_the_lowest_validation_loss_or_rmse()
    {
        Assert.Equal(2, CurvesFigure.BestEpoch(Classes));
        Assert.Equal(3, CurvesFigure.BestEpoch(Numbers));
        Assert.Null(CurvesFigure.BestEpoch([new(1, 0.9, 0.6, 0.1, 1, null, null)]));
        Assert.Null(CurvesFigure.BestEpoch([new(1, 0.9, 0.6, 0.1, 1, double.NaN, 0.1)]));
    }

    [Fact]
    public void Best_epoch_and_test_result_are_named_in_both_panels()
    {
        var test = Given.Evaluation(["oak", "elm"], (0, 0), (0, 0), (0, 1), (1, 1));
        string[] texts = Svg.Of(CurvesFigure.Draw(Classes, "trees", test: test)).Texts;
        Assert.Equal(2, texts.Count(text => text == "best epoch: 2"));
        Assert.Equal(2, texts.Count(text => text == "validation"));
        Assert.Contains("test: 75.00%", texts);
        Assert.Contains($"test: {test.Loss:0.0000}", texts);
        Assert.Contains("accuracy, %", texts);
    }

    [Fact]
    public void The_legend_has_a_marker_only_where_the_curve_has()
    {
        Assert.True(Circles(40) > 2 * 40);
        Assert.Equal(0, Circles(41));

        static int Circles(int count) => Svg.Of(CurvesFigure.Draw([.. Enumerable.Range(1, count).Select(e =>
            new EpochResult(e, 1.0 / e, 0.5, 0.1, 1, null, null))])).Root.Descendants().Count(x => x.Name.LocalName is "circle" or "ellipse");
    }

    [Fact]
    public void Numbers_are_measured_by_their_rmse()
    {
        string[] texts = Svg.Of(CurvesFigure.Draw(Numbers, "prices", "price, €")).Texts;
        Assert.Contains("RMSE, price, €", texts);
        Assert.Equal(2, texts.Count(text => text == "best epoch: 3"));
        Assert.DoesNotContain(texts, text => text.StartsWith("test", StringComparison.Ordinal));
    }

    [Fact]
    public void Metrics_of_ones_own_have_panels_and_may_decide_which_epoch_is_the_best()
    {
        EpochResult[] epochs = [.. Classes.Select(e => e with { IsBest = e.Epoch != 2, Metrics = Values(("f1", e.Epoch / 4.0), ("mcc", double.NaN), ("cost", 12.5)) })];
        Assert.Equal(3, CurvesFigure.BestEpoch(epochs));
        Figure figure = CurvesFigure.Draw(epochs, "trees"), plain = CurvesFigure.Draw(Classes, "trees");
        Assert.Contains("; the validation f1 goes from 0.25 to 0.75; the validation cost goes from 12.5 to 12.5; the best epoch is 3", figure.Description);
        string[] texts = Svg.Of(figure).Texts;
        Assert.Equal(5, texts.Count(text => text == "best epoch: 3"));
        Assert.All((string[])["f1", "mcc", "cost"], name => Assert.Contains(name, texts));
        Assert.Equal(4, texts.Count(text => text == "validation"));
        Assert.Equal(2, Svg.Of(plain).Texts.Count(text => text == "validation"));
    }

    /// <summary>Values as a run's file of metrics has them.</summary>
    private static MetricValues Values(params (string Name, double Value)[] values)
    {
        var set = new TensorDataset(Tensor.Zeros([2, 1]), Tensor.Zeros([2, 1]));
        Metric[] metrics = [.. values.Select(value => new Metric(value.Name, isHigherBetter: true, _ => value.Value))];
        return Evaluator.Run(new Identity(), new MseLoss(), set, new EvaluatorOptions { Metrics = metrics }).Metrics;
    }

    [Fact]
    public void Without_validation_no_epoch_is_called_the_best() =>
        Assert.DoesNotContain(Svg.Of(CurvesFigure.Draw([new(1, 0.9, 0.6, 0.1, 1, null, null)], "one")).Texts,
            text => text.StartsWith("best", StringComparison.Ordinal) || text == "validation");

    private static EpochResult Of(int epoch, double rmse, double validation) =>
        new(epoch, 1, double.NaN, 0.1, 1, epoch, null)
        {
            Measure = Measure.Rmse,
            Score = rmse,
            ValidationScore = validation,
        };
}
