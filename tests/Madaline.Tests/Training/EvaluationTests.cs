using Madaline.Data;
using Madaline.NN;
using Madaline.Training;

namespace Madaline.Tests.Training;

/// <summary>Scores against numbers worked out by hand.</summary>
public sealed class EvaluationTests
{
    // The network is the identity: inputs are the scores. Answers: 0 1 0 2 1 1 0, truths: 0 1 1 2 1 0 0.
    private static readonly float[,] Scores =
    {
        { 3, 1, 0 }, { 0, 2, 1 }, { 2, 1, 0 }, { 0, 1, 2 }, { 1, 2, 0 }, { 1, 2, 0 }, { 2, 0, 1 },
    };

    private static readonly long[] Truths = [0, 1, 1, 2, 1, 0, 0];

    [Fact]
    public void Accuracy_top_k_and_the_confusion_matrix_count_right()
    {
        var e = Judge(Scores, Truths);
        Assert.Equal((7, 5, 5.0 / 7), (e.Count, e.Correct, e.Accuracy));
        Assert.Equal(new long[,] { { 2, 1, 0 }, { 1, 2, 0 }, { 0, 0, 1 } }, e.Confusion);
        Assert.Equal((5.0 / 7, 1.0, 1.0), (e.TopK(1), e.TopK(2), e.TopK(3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => e.TopK(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => e.TopK(4));
    }

    [Fact]
    public void Each_class_has_its_precision_recall_and_F1()
    {
        var e = Judge(Scores, Truths);
        Assert.Equal(new ClassScore("class 0", 3, 2.0 / 3, 2.0 / 3, 2.0 / 3, 2, 1, 1), e.Classes[0]);
        Assert.Equal(new ClassScore("class 1", 3, 2.0 / 3, 2.0 / 3, 2.0 / 3, 2, 0, 1), e.Classes[1]);
        Assert.Equal(new ClassScore("class 2", 1, 1, 1, 1, 1, null, 0), e.Classes[2]);
        Assert.Equal(7.0 / 9, e.MacroF1, 1e-15);
        var skewed = Judge(new float[,] { { 1, 0, 0 }, { 1, 0, 0 }, { 1, 0, 0 }, { 0, 1, 0 } }, [0, 0, 1, 1]);
        Assert.Equal((1.0, 2.0 / 3, 0.8), (skewed.Classes[0].Recall, skewed.Classes[0].Precision, skewed.Classes[0].F1));
        Assert.Equal((0.5, 1.0, 2.0 / 3), (skewed.Classes[1].Recall, skewed.Classes[1].Precision, skewed.Classes[1].F1));
    }

    [Fact]
    public void What_was_said_about_each_sample_is_kept_in_order()
    {
        var e = Judge(Scores, Truths);
        Assert.Equal(Truths, e.Answers.Select(answer => (long)answer.Target));
        Assert.Equal(e.Correct, e.Answers.Count(answer => answer.IsRight));
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
                Assert.Equal(e.Confusion[i, j], e.Answers.Count(answer => answer == new Answer(i, j)));
        }
    }

    [Fact]
    public void A_class_without_samples_has_no_accuracy_and_stays_out_of_the_mean()
    {
        var e = Judge(new float[,] { { 1, 0, 0 }, { 0, 1, 0 } }, [0, 0]);
        Assert.Equal((0L, double.NaN, double.NaN, double.NaN), (e.Classes[2].Support, e.Classes[2].Accuracy, e.Classes[2].Precision, e.Classes[2].F1));
        Assert.Equal((0L, double.NaN, 0.0, 0.0), (e.Classes[1].Support, e.Classes[1].Accuracy, e.Classes[1].Precision, e.Classes[1].F1));
        Assert.Equal(2.0 / 3, e.MacroF1, 1e-15);
    }

    [Fact]
    public void No_samples_give_no_numbers_and_the_widest_interval()
    {
        var e = Judge(new float[0, 3], []);
        Assert.Equal((0, double.NaN, double.NaN, double.NaN, double.NaN), (e.Count, e.Accuracy, e.Loss, e.TopK(1), e.MacroF1));
        Assert.Equal((0, 1), e.Interval);
        Assert.Equal(double.NaN, e.BaselineAccuracy);
    }

    [Theory]
    [InlineData(0, 10, 0, 0.2775)]
    [InlineData(10, 10, 0.7225, 1)]
    [InlineData(5, 10, 0.2366, 0.7634)]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(9781, 10000, 0.9750, 0.9808)]
    public void The_interval_is_Wilsons(long successes, long trials, double low, double high)
    {
        var (a, b) = Evaluation.WilsonInterval(successes, trials);
        Assert.Equal((low, high), (Math.Round(a, 4), Math.Round(b, 4)));
    }

    [Fact]
    public void The_baseline_answers_the_training_parts_majority()
    {
        Assert.Equal((0, 3.0 / 7), (Judge(Scores, Truths).BaselineClass, Judge(Scores, Truths).BaselineAccuracy));
        var e = Judge(Scores, Truths, majority: 2);
        Assert.Equal((2, 1.0 / 7), (e.BaselineClass, e.BaselineAccuracy));
    }

    [Fact]
    public void Of_equal_scores_the_first_counts_for_accuracy_and_top_k_alike()
    {
        var e = Judge(new float[,] { { 1, 1, 1 }, { 1, 1, 1 }, { 1, 1, 1 } }, [0, 1, 2]);
        Assert.Equal((1.0 / 3, 1.0 / 3, 2.0 / 3, 1.0), (e.Accuracy, e.TopK(1), e.TopK(2), e.TopK(3)));
    }

    [Fact]
    public void Scores_that_are_no_numbers_come_last()
    {
        float nan = float.NaN;
        var e = Judge(new float[,] { { nan, 0, -1 }, { nan, -5, 0 }, { nan, nan, nan } }, [1, 0, 2]);
        Assert.Equal((1.0 / 3, 1.0 / 3, 1.0 / 3, 1.0), (e.Accuracy, e.TopK(1), e.TopK(2), e.TopK(3)));
    }

    [Fact]
    public void Batches_make_no_difference_but_in_rounding()
    {
        var (all, some) = (Judge(Scores, Truths), Judge(Scores, Truths, batch: 2));
        Assert.Equal(all.Confusion, some.Confusion);
        Assert.Equal(all.Loss, some.Loss, 1e-6);
        double loss = Enumerable.Range(0, 7).Average(i => -Math.Log(Math.Exp(Scores[i, Truths[i]]) / Enumerable.Range(0, 3).Sum(j => Math.Exp(Scores[i, j]))));
        Assert.Equal(loss, all.Loss, 1e-6);
        Assert.Throws<ArgumentOutOfRangeException>(() => Judge(Scores, Truths, batch: 0));
    }

    [Fact]
    public void A_target_that_is_no_class_or_a_network_of_another_width_is_refused()
    {
        Assert.Contains("3", Assert.Throws<TensorException>(() => Judge(Scores, [0, 1, 3, 2, 1, 0, 0])).Message);
        var data = new TensorDataset(Tensor.Zeros([2, 3]), Tensor.From([0L, 1]), classNames: Toy.Names(4));
        Assert.Contains("expected [*, 4]", Assert.Throws<TensorException>(() => Evaluator.Run(new Identity(), new CrossEntropyLoss(), data)).Message);
    }

    [Fact]
    public void The_mode_is_put_back_and_dropout_is_off()
    {
        var network = new Sequential(new Dropout(0.9, new Rng(1)));
        var data = new TensorDataset(Tensor.From(Scores), Tensor.From(Truths), classNames: Toy.Names(3));
        var e = Evaluator.Run(network, new CrossEntropyLoss(), data);
        Assert.Equal(5, e.Correct);
        Assert.True(network.IsTraining);
        network.Eval();
        Evaluator.Run(network, new CrossEntropyLoss(), data);
        Assert.False(network.IsTraining);
        Assert.Throws<OperationCanceledException>(() => Evaluator.Run(network, new CrossEntropyLoss(), data, cancellationToken: new CancellationToken(true)));
    }

    private static Evaluation Judge(float[,] scores, long[] truths, int? majority = null, int batch = 500)
    {
        var data = new TensorDataset(Tensor.From(scores).Reshape(truths.Length, 3), Tensor.Wrap(truths), classNames: Toy.Names(3));
        return Evaluator.Run(new Identity(), new CrossEntropyLoss(), data, majority, batch);
    }
}
