using Madaline.Data;
using Madaline.NN;
using Madaline.Recipes;

namespace Madaline.Tests.NN;

/// <summary>What beginners give layers, losses and models that does not fit: the advice must do.</summary>
public sealed class MisfitAdviceTests
{
    private static Tensor Classes => Tensor.From([0L, 1, 2, 1]);

    public static TheoryData<string, Action, string> Cases => new()
    {
        { "indices to mse", () => new MseLoss().Call(Scores(4, 3), Classes),
            "target is Int64 [4]; expected target [4, 3]. Class indices need CrossEntropyLoss, which takes them as they are; or "
            + "one-hot targets: target.Unsqueeze(1).EqualTo(Tensor.Arange(3)).To(DType.Float32)." },
        { "a column of indices to huber", () => new HuberLoss().Call(Scores(4, 3), Classes.Unsqueeze(1)),
            "CrossEntropyLoss, which takes target.Squeeze(1); or one-hot targets: target.EqualTo(Tensor.Arange(3))" },
        { "numbers to many outputs", () => new MseLoss().Call(Scores(4, 3), Scores(4)),
            "give the last layer one output in place of 3, and use target.Unsqueeze(1)" },
        { "floating classes", () => new CrossEntropyLoss().Call(Scores(4, 3), Classes.To(DType.Float32)),
            "Class indices are integers: use target.To(DType.Int64)." },
        { "samples without targets", () => new MseLoss().Call(Scores(4, 1), Scores(3, 1)), "one target for each sample" },
        { "other numbers of classes", () => new CrossEntropyLoss().Call(Scores(3, 3), Classes), "for each sample: 3, not 4" },
        { "arguments exchanged", () => new CrossEntropyLoss().Call(Classes, Scores(4, 3)), "Write loss.Call(output, target)." },
        { "classes from 1", () => new CrossEntropyLoss().Call(Scores(4, 3), Classes + 1), "subtract 1 from the targets" },
        { "a class below 0", () => new CrossEntropyLoss().Call(Scores(4, 3), Classes - 1), "ignoreIndex" },
        { "one output for two classes", () => new CrossEntropyLoss().Call(Scores(4, 1), Classes), "BceWithLogitsLoss" },
        { "a batch flattened away", () => new Linear(6, 2).Call(Scores(4, 2, 3).Flatten()), "Flatten(1) keeps the first dimension, [4, 6]" },
        { "not flattened", () => new Linear(6, 2).Call(Scores(4, 2, 3)), "Flatten(1) makes it [4, 6]" },
        { "one sample without a batch", () => new Sequential(new Flatten(), new Linear(6, 2)).Call(Scores(2, 3)),
            "single sample, without a batch dimension: Unsqueeze(0) before the network, and Flatten(1), make it [1, 6]" },
        { "one image without a batch", () => new Sequential(new Conv2d(1, 2, 3), new Flatten(), new Linear(8, 2)).Call(Scores(1, 4, 4)),
            "Unsqueeze(0) before the network, and Flatten(1), make it [1, 8]" },
        { "single numbers", () => new Linear(1, 2).Call(Scores(5)), "Unsqueeze(1) makes it [5, 1]" },
        { "columns for rows", () => new Linear(3, 2).Call(Scores(3, 5)), "x.T is [5, 3]" },
        { "another size", () => new Linear(7, 2).Call(Scores(4, 9)), "this one is Linear(9, 2)" },
        { "bytes to a linear layer", () => new Linear(7, 2).Call(Tensor.Zeros([4, 7], DType.UInt8)), "with / 255: that is the transform ToFloat" },
        { "bytes to a convolution", () => new Conv2d(1, 2, 3).Call(Tensor.Zeros([4, 1, 5, 5], DType.UInt8)), "the transform ToFloat" },
        { "doubles", () => new Linear(7, 2).Call(Tensor.Zeros([4, 7], DType.Float64)), "network.To(DType.Float64). In C#, 1.0 is a double" },
        { "channels last", () => new Conv2d(3, 2, 3).Call(Scores(4, 5, 5, 3)), "Permute(0, 3, 1, 2)" },
        { "an image alone", () => new Conv2d(1, 2, 3).Call(Scores(5, 5)), "makes it [1, 1, 5, 5]" },
        { "a batch of one", () => new BatchNorm1d(3).Call(Scores(1, 3)), "LoaderOptions.DropLast" },
        { "features to a norm of images", () => new BatchNorm2d(3).Call(Scores(4, 3)), "use BatchNorm1d" },
        { "images to a norm of features", () => new BatchNorm1d(3).Call(Scores(4, 3, 5, 5)), "use BatchNorm2d" },
        { "a norm of other channels", () => new BatchNorm1d(3).Call(Scores(4, 5)), "the norm has 3 channels, the input 5" },
        { "an image alone to a norm", () => new BatchNorm2d(3).Call(Scores(3, 5, 5)), "Unsqueeze(0) makes it [1, 3, 5, 5]" },
        { "an image alone to a pool", () => new MaxPool2d(2).Call(Scores(4, 5)), "Unsqueeze(0) makes it [1, 4, 5]" },
        { "softmax of one sample", () => new Softmax(1).Call(Scores(4)), "a single sample gets a batch dimension by Unsqueeze(0)" },
        { "a size that divides nothing", () => Scores(3, 4).Reshape(5, -1), "12 is no multiple of 5" },
        { "two unknown sizes", () => Scores(3, 4).Reshape(-1, -1), "Only one size may be -1." },
        { "an image to a model", () => Model(1, 4, 4).Predict(Scores(1, 4, 4)), "Unsqueeze(0) makes it [1, 1, 4, 4]" },
        { "an image without channels to a model", () => Model(1, 4, 4).Classify(Scores(4, 4)), "Unsqueeze(0).Unsqueeze(0) makes it [1, 1, 4, 4]" },
        { "images without channels to a model", () => Model(1, 4, 4).Predict(Scores(6, 4, 4)), "Unsqueeze(1) makes it [6, 1, 4, 4]" },
        { "channels last to a model", () => Model(3, 4, 5).Predict(Scores(6, 4, 5, 3)), "Permute(0, 3, 1, 2)" },
        { "one image, channels last, to a model", () => Model(3, 4, 5).Predict(Scores(4, 5, 3)), "Permute(2, 0, 1).Unsqueeze(0) makes it [1, 3, 4, 5]" },
        { "a row to a model", () => Model(7).Predict(Scores(7)), "Unsqueeze(0) makes it [1, 7]" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Advice_fits(string _, Action action, string advice) =>
        Assert.Contains(advice, Assert.Throws<TensorException>(action).Message, StringComparison.Ordinal);

    [Fact]
    public void The_advice_for_one_hot_targets_is_code_that_does_it()
    {
        Tensor target = Classes, oneHot = target.Unsqueeze(1).EqualTo(Tensor.Arange(3)).To(DType.Float32);
        Assert.Equal([1f, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0], oneHot.ToArray<float>());
        Assert.Equal("[]", new MseLoss().Call(Scores(4, 3), oneHot).Shape.ToString());
    }

    [Fact]
    public void Percent_are_no_probability() => Assert.Contains("as 0.5 for 50 percent",
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(50)).Message, StringComparison.Ordinal);

    private static Tensor Scores(params int[] sizes) => Tensor.Rand(sizes, rng: new Rng(1));

    private static TrainedModel Model(params int[] sample)
    {
        Shape shape = sample;
        var data = new TensorDataset(Tensor.Rand((int[])[4, .. sample], rng: new Rng(1)), Tensor.From([0L, 1, 0, 1]), ["a", "b"]);
        return TrainedModel.Of(new Sequential(new Flatten(), new Linear(shape.Elements, 2)), ModelDescription.Of(data));
    }
}
