using Madaline.Data;
using Madaline.NN;
using Madaline.Optim;
using Madaline.Tests.Reference;
using Madaline.Training;

namespace Madaline.Tests.Training;

/// <summary>Evaluating what is not named classes, and training elsewhere than on the processor.</summary>
public sealed class OtherTargetsTests
{
    [Fact]
    public void Classes_without_names_are_called_by_their_numbers()
    {
        var data = new TensorDataset(Tensor.Eye(3), Tensor.From([0L, 1L, 1L]));
        var evaluation = Evaluator.Run(new Identity(), new CrossEntropyLoss(), data);
        Assert.Equal(["0", "1", "2"], evaluation.ClassNames);
        Assert.Equal(2.0 / 3, evaluation.Accuracy, 12);
    }

    [Fact]
    public void Targets_that_are_no_classes_have_a_loss_alone()
    {
        var data = new TensorDataset(Tensor.Ones([4, 2]), Tensor.Zeros([4, 2]));
        var evaluation = Evaluator.Run(new Identity(), new MseLoss(), data);
        Assert.Equal((4, 0, 1.0), (evaluation.Count, evaluation.Evaluated, evaluation.Loss));
        Assert.True(double.IsNaN(evaluation.Accuracy));
    }

    [Fact]
    public void Targets_that_the_loss_ignores_are_not_judged()
    {
        var data = new TensorDataset(Tensor.Eye(3), Tensor.From([0L, -100L, 2L]));
        var evaluation = Evaluator.Run(new Identity(), new CrossEntropyLoss(), data);
        Assert.Equal((3, 2, 2), (evaluation.Count, evaluation.Evaluated, evaluation.Correct));
    }

    [Fact]
    public void A_network_on_another_device_is_trained_and_judged_there()
    {
        var model = new Sequential(new Linear(2, 2, rng: new Rng(1)));
        model.To(ReferenceDevice.Instance);
        var data = new TensorDataset(Tensor.Eye(2), Tensor.From([0L, 1L]));
        var loader = new DataLoader(data, new LoaderOptions { BatchSize = 2, Rng = new Rng(1) });
        var trainer = new Trainer(model, new CrossEntropyLoss(), new Sgd(model.Parameters(), 0.5));
        var result = trainer.Fit(loader, new TrainerOptions { Epochs = 20 });
        Assert.True(result.Epochs[^1].Loss < result.Epochs[0].Loss);
        Assert.Equal(1.0, Evaluator.Run(model, new CrossEntropyLoss(), data).Accuracy);
    }
}
