using Madaline.NN;
using Madaline.Optim;
using Madaline.Recipes;
using Madaline.Tests.Deferred;

namespace Madaline.Tests.NN;

/// <summary>Losses, norms and clipping in a loop of one's own: nothing of them waits for the device.</summary>
public sealed class LossWaitsTests
{
    private static readonly Dictionary<string, Func<Tensor, Loss>> Losses = new()
    {
        ["bce"] = _ => new BceLoss(),
        ["bce with logits"] = _ => new BceWithLogitsLoss(),
        ["cross-entropy"] = _ => new CrossEntropyLoss(),
        ["cross-entropy, each"] = _ => new CrossEntropyLoss(reduction: LossReduction.None),
        ["cross-entropy, ignoring"] = _ => new CrossEntropyLoss(ignoreIndex: 1),
        ["cross-entropy, smoothed"] = _ => new CrossEntropyLoss(labelSmoothing: 0.1),
        ["cross-entropy, weighted"] = w => new CrossEntropyLoss(w),
        ["huber"] = _ => new HuberLoss(),
        ["kl-div"] = _ => new KlDivLoss(),
        ["l1"] = _ => new L1Loss(),
        ["mse"] = _ => new MseLoss(),
        ["nll"] = _ => new NllLoss(),
        ["nll, ignoring and weighted"] = w => new NllLoss(w, ignoreIndex: 1),
        ["quadratic"] = _ => new QuadraticLoss(),
    };

    /// <summary>The same, and every loss that recipes name.</summary>
    private static readonly Dictionary<string, Func<Tensor, Loss>> All = Losses.Concat(RecipeCatalog.Losses.Select(
        entry => KeyValuePair.Create<string, Func<Tensor, Loss>>($"recipe: {entry}", _ => entry.Build(new Spec(entry.Name)))))
        .ToDictionary();

    public static TheoryData<string> Rows => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_loss_waits_neither_forward_nor_backward(string name)
    {
        var device = new DeferredDevice();
        Loss loss = All[name](Tensor.From([1f, 2f, 3f]));
        Tensor output = Tensor.Rand([4, 3], rng: new Rng(1)).To(device).WithGrad();
        bool hasClasses = loss.Targets != TargetKind.Numbers && (name.StartsWith("recipe", StringComparison.Ordinal)
            || loss is CrossEntropyLoss or NllLoss or QuadraticLoss);
        Tensor target = hasClasses ? Tensor.From([0L, 1, 2, 1]) : Tensor.Rand([4, 3], rng: new Rng(2));
        Tensor cost = loss.Call(output, target.To(device));
        cost.Sum().Backward();
        Assert.Empty(device.Waits);
        Assert.All(output.Grad!.ToArray<float>(), slope => Assert.True(float.IsFinite(slope)));
    }

    [Fact]
    public void Every_loss_has_a_row()
    {
        var all = typeof(Loss).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Loss)) && !type.IsAbstract);
        var rows = All.Values.Select(make => make(Tensor.Ones([3])).GetType());
        Assert.Equal(all.Select(type => type.Name).Order(), rows.Select(type => type.Name).Distinct().Order());
    }

    [Theory]
    [InlineData("bce", "BceLoss: the output holds no probabilities. Element 1 is 1.5; expected 0 to 1.")]
    [InlineData("nll", "NllLoss: a class index is out of range. Target 1 is 7; expected 0 to 2")]
    [InlineData("cross-entropy", "CrossEntropyLoss: a class index is out of range. Target 1 is 7; expected 0 to 2")]
    [InlineData("quadratic", "QuadraticLoss: a class index is out of range. Target 1 is 7; expected 0 to 2")]
    public void What_is_out_of_range_is_told_at_the_next_wait(string name, string message)
    {
        var device = new DeferredDevice();
        Loss loss = Losses[name](Tensor.Ones([3]));
        Tensor output = name == "bce" ? Tensor.From([0.5f, 1.5f]) : Tensor.Rand([2, 3], rng: new Rng(1));
        Tensor target = name == "bce" ? Tensor.From([1f, 0f]) : Tensor.From([0L, 7]);
        Tensor cost = loss.Call(output.To(device), target.To(device));
        Assert.StartsWith(message, Assert.Throws<TensorException>(cost.ToArray<float>).Message);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(null)]
    public void A_norm_with_running_values_waits_for_nothing_after_a_move(double? momentum)
    {
        var device = new DeferredDevice();
        Module norm = new BatchNorm1d(3, momentum: momentum);
        norm.To(device);
        Tensor x = Tensor.Rand([4, 3], rng: new Rng(1)).To(device);
        for (int i = 0; i < 3; i++)
            norm.Call(x);
        Assert.Empty(device.Waits);
    }

    [Fact]
    public void A_count_of_batches_that_somebody_else_wrote_is_read_once()
    {
        var device = new DeferredDevice();
        var norm = new BatchNorm1d(3, momentum: null);
        var same = new BatchNorm1d(3, momentum: null);
        Tensor x = Tensor.Rand([4, 3], rng: new Rng(1));
        same.Call(x);
        same.Call(x);
        norm.To(device);
        norm.LoadStateDict(same.StateDict());
        int loaded = device.Waits.Count;
        for (int i = 0; i < 3; i++)
        {
            norm.Call((x * (i + 2.0)).To(device));
            same.Call(x * (i + 2.0));
        }

        Assert.Equal(loaded + 1, device.Waits.Count);
        Assert.Equal(5, norm.BatchesTracked!.Item<long>());
        float[] expected = same.RunningVar!.ToArray<float>(), actual = norm.RunningVar!.ToArray<float>();
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-6f);
    }

    [Fact]
    public void Clipping_by_norm_waits_only_where_the_norm_is_read()
    {
        var device = new DeferredDevice();
        Tensor x = Tensor.From([3f, 4f]).To(device).WithGrad();
        (x * x).Sum().Backward();
        Tensor norm = GradientClipping.ByNorm([x], 1);
        Assert.Empty(device.Waits);
        Assert.Equal(10, norm.Item<double>(), 1e-6);
        Assert.Equal(1, Math.Sqrt(x.Grad!.Square().Sum().Item<double>()), 1e-6);
    }
}
