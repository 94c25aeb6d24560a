using Madaline.Data;
using Madaline.NN;
using Madaline.Recipes;
using Madaline.Workbench;
using Madaline.Workbench.Backpropagation;

namespace Madaline.Studio.Live;

/// <summary>A network at a step, with all that views ask of it: the one that trains, or one brought back to an earlier
/// step.</summary>
/// <param name="experiment">The training it belongs to.</param>
/// <param name="data">What is trained and tested on.</param>
internal sealed class Stage(Experiment experiment, PreparedData data)
{
    private NetworkTwin? _twin;

    /// <summary>The training.</summary>
    public Experiment Experiment { get; } = experiment;

    /// <summary>The data.</summary>
    public PreparedData Data { get; } = data;

    /// <summary>Steps done.</summary>
    public long Step { get; set; }

    /// <summary>The network.</summary>
    public Module Network => Experiment.Model.Network;

    /// <summary>The loss.</summary>
    public Loss Loss => Experiment.Loss;

    /// <summary>The learning rate of the next step.</summary>
    public double Rate => Experiment.Setup.Trainer.Optimizer.LearningRate;

    /// <summary>The same network in double precision.</summary>
    public NetworkTwin Twin => _twin ??= new NetworkTwin(NewNetwork());

    /// <summary>Another network of the same layers; its weights are not those of this one.</summary>
    public Module NewNetwork() =>
        RecipeCatalog.BuildNetwork(Experiment.Model.Recipe, NetworkInput, Classes, new Rng(0));

    /// <summary>The shape of a sample as the network takes it.</summary>
    public Shape NetworkInput =>
        InputPipeline.OutputShape(Experiment.Model.Recipe.Transforms, Experiment.Model.InputShape, Classes);

    /// <summary>How many classes; one for a number to predict.</summary>
    public int Classes => Experiment.Model.Task.Outputs(Experiment.Model.ClassNames.Count);

    /// <summary>A sample as the network takes it, a batch of one, and its target as the loss takes it.</summary>
    /// <param name="part">Training or test samples.</param>
    /// <param name="index">Which.</param>
    public (Tensor Input, Tensor Target) Sample(TensorDataset part, int index) => Batch(part[index..(index + 1)]);

    /// <summary>Samples as the network takes them, and their targets as the loss takes them.</summary>
    /// <param name="samples">The samples.</param>
    public (Tensor Inputs, Tensor Targets) Batch(TensorDataset samples)
    {
        var (inputs, targets) = Experiment.Model.Prepare(samples).GatherAll();
        return (inputs.To(Network.Device), targets.To(Network.Device));
    }
}
