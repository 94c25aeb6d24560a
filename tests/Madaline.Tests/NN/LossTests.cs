using Madaline.NN;

namespace Madaline.Tests.NN;

public class LossTests
{
    private static readonly Tensor Classes = Tensor.From([0L, 2, 1, 2, 0]);
    private static readonly Tensor Weights = Tensor.From([0.5, 1.0, 2.0]);

    private static readonly Dictionary<string, Func<LossReduction, (Loss Loss, Tensor Output, Tensor Target)>> Losses = new()
    {
        ["cross-entropy"] = r => (new CrossEntropyLoss(reduction: r), Logits(), Classes),
        ["cross-entropy with all options"] = r => (new CrossEntropyLoss(Weights, 0.1, 1, r), Logits(), Classes),
        ["cross-entropy with probabilities"] = r => (new CrossEntropyLoss(Weights, 0.1, reduction: r), Logits(), Logits(7).Softmax(1)),
        ["cross-entropy with a length"] = r => (new CrossEntropyLoss(Weights, reduction: r), Random([2, 3, 4]), Tensor.RandInt(0, 3, [2, 4], rng: new Rng(1))),
        ["nll"] = r => (new NllLoss(Weights, reduction: r), Logits(), Classes),
        ["mse"] = r => (new MseLoss(r), Logits(), Logits(7)),
        ["quadratic"] = r => (new QuadraticLoss(r), Logits(), Logits(7)),
        ["quadratic with classes"] = r => (new QuadraticLoss(r), Logits(), Classes),
        ["l1"] = r => (new L1Loss(r), Logits(), Logits(7)),
        ["huber"] = r => (new HuberLoss(0.7, r), Logits(), Logits(7)),
        ["bce"] = r => (new BceLoss(Weights, r), Logits().Sigmoid(), Logits(7).Sigmoid()),
        ["bce with logits"] = r => (new BceWithLogitsLoss(Weights, reduction: r), Logits(), Logits(7).Sigmoid()),
        ["bce with positive weights"] = r => (new BceWithLogitsLoss(Weights, Weights, r), Logits(), Logits(7).Sigmoid()),
        ["kl"] = r => (new KlDivLoss(reduction: r), Logits().LogSoftmax(1), Logits(7).Softmax(1)),
        ["kl with logarithms"] = r => (new KlDivLoss(true, r), Logits().LogSoftmax(1), Logits(7).LogSoftmax(1)),
    };

    public static TheoryData<string> Names => [.. Losses.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_agree_with_central_differences(string name)
    {
        foreach (var reduction in (LossReduction[])[LossReduction.Mean, LossReduction.Sum, LossReduction.None])
        {
            var (loss, output, target) = Losses[name](reduction);
            GradCheck.Run(inputs => loss.Call(inputs[0], inputs[1]), [output, target]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Recorded_or_not_the_loss_is_the_same_and_the_operands_stay_alive(string name)
    {
        var (loss, output, target) = Losses[name](LossReduction.Mean);
        double plain = NoGrad.Run(() => loss.Call(output, target)).Item<double>();
        Tensor recorded = loss.Call(output.WithGrad(), target);
        recorded.Backward();
        Assert.Equal(plain, recorded.Item<double>());
        Assert.False(output.Storage.IsReleased || target.Storage.IsReleased);
    }

    [Fact]
    public void The_quadratic_cost_is_half_the_squared_distance_averaged_over_samples()
    {
        Tensor output = Tensor.From([1f, 2, 3, 4], [2, 2]).WithGrad(), target = Tensor.From([0f, 2, 3, 1], [2, 2]);
        Tensor loss = new QuadraticLoss().Call(output, target);
        Assert.Equal((0.5 * 1 + 0.5 * 9) / 2, loss.Item<double>());
        loss.Backward();
        Assert.Equal([0.5f, 0, 0, 1.5f], output.Grad!.ToArray<float>());
        Assert.Equal([0.5f, 4.5f], new QuadraticLoss(LossReduction.None).Call(output, target).ToArray<float>());
        Assert.Equal(5, new QuadraticLoss(LossReduction.Sum).Call(output, target).Item<double>());
        Tensor oneHot = Tensor.From([0f, 1, 1, 0], [2, 2]), classes = Tensor.From([1L, 0]);
        Assert.Equal(new QuadraticLoss().Call(output, oneHot).Item<float>(), new QuadraticLoss().Call(output, classes).Item<float>());
    }

    [Fact]
    public void A_target_of_n_against_an_output_of_n_by_1_is_refused_with_an_explanation()
    {
        Loss[] losses = [new MseLoss(), new L1Loss(), new HuberLoss(), new BceLoss(), new BceWithLogitsLoss(), new QuadraticLoss()];
        Tensor column = Tensor.Full([4, 1], 0.5), list = Tensor.Full([4], 0.5);
        foreach (var loss in losses)
        {
            string message = Assert.Throws<TensorException>(() => loss.Call(column, list)).Message;
            Assert.StartsWith($"{loss.Kind}: the target has another shape than the output. output is [4, 1], target is Float32 [4]; expected target [4, 1]", message);
            Assert.Contains("target.Unsqueeze(1)", message);
            loss.Call(column, list.Unsqueeze(1));
        }

        Assert.Contains("target.Squeeze(-1)", Assert.Throws<TensorException>(() => new MseLoss().Call(list, column)).Message);
        Assert.Contains("one target for each sample", Assert.Throws<TensorException>(() => new MseLoss().Call(list, Tensor.Ones([3]))).Message);
    }

    [Fact]
    public void A_class_out_of_range_is_explained_with_the_count_of_classes()
    {
        Tensor output = Tensor.Zeros([2, 3]);
        foreach (var loss in (Loss[])[new CrossEntropyLoss(), new NllLoss(), new QuadraticLoss()])
        {
            string message = Assert.Throws<TensorException>(() => loss.Call(output, Tensor.From([1L, 3]))).Message;
            Assert.StartsWith($"{loss.Kind}: a class index is out of range. Target 1 is 3; expected 0 to 2, for the output has 3 classes.", message);
            Assert.Contains("Classes count from 0", message);
            Assert.Contains("Target 0 is -1", Assert.Throws<TensorException>(() => loss.Call(output, Tensor.From([-1L, 0]))).Message);
        }
    }

    [Fact]
    public void Targets_and_weights_that_do_not_fit_are_explained()
    {
        Tensor output = Tensor.Zeros([2, 3]);
        var loss = new CrossEntropyLoss();
        Assert.Contains("Squeeze(1)", Assert.Throws<TensorException>(() => loss.Call(output, Tensor.From([1L, 0], [2, 1]))).Message);
        Assert.Contains("To(DType.Float32)", Assert.Throws<TensorException>(() => loss.Call(output, Tensor.Zeros([2, 3], DType.Int64))).Message);
        Assert.Contains("expected class indices [2]", Assert.Throws<TensorException>(() => loss.Call(output, Tensor.From([1L]))).Message);
        Assert.Contains("[3]", Assert.Throws<TensorException>(() => new CrossEntropyLoss(Tensor.Ones([2])).Call(output, Tensor.From([1L, 0]))).Message);
        Assert.Contains("floating", Assert.Throws<TensorException>(() => loss.Call(output.To(DType.Int64), Tensor.From([1L, 0]))).Message);
        Assert.Contains("integers", Assert.Throws<TensorException>(() => new NllLoss().Call(output, Tensor.Ones([2]))).Message);
        Assert.Contains("no probabilities", Assert.Throws<TensorException>(() => new BceLoss().Call(output + 2.0, output)).Message);
        Assert.Throws<ArgumentException>(() => new MseLoss(LossReduction.BatchMean));
        Assert.Throws<ArgumentException>(() => new MseLoss((LossReduction)7));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CrossEntropyLoss(labelSmoothing: 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HuberLoss(0));
    }

    private static Tensor Logits(ulong seed = 3) => Random([5, 3], seed);

    private static Tensor Random(Shape shape, ulong seed = 3) => Tensor.Randn(shape, DType.Float64, new Rng(seed));
}
