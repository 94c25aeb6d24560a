using Madaline.Data;
using Madaline.NN;

namespace Madaline.Training;

/// <summary>
/// What a network is for: telling classes apart, or predicting a number. Everything that differs between the two is
/// asked here.
/// </summary>
/// <remarks>The loss decides (<see cref="Of(Loss)"/>), and the targets of the data must agree.</remarks>
public abstract class LearningTask
{
    private protected LearningTask(string name, Measure measure) => (Name, Measure) = (name, measure);

    /// <summary>Says which of several classes a sample belongs to.</summary>
    public static LearningTask Classification { get; } = new ClassificationTask();

    /// <summary>Says a number of each sample.</summary>
    public static LearningTask Regression { get; } = new RegressionTask();

    /// <summary>All tasks.</summary>
    public static IReadOnlyList<LearningTask> All { get; } = [Classification, Regression];

    /// <summary><c>classification</c> or <c>regression</c>.</summary>
    public string Name { get; }

    /// <summary>The number that says how well a network does.</summary>
    public Measure Measure { get; }

    /// <summary>Whether the targets are numbers, which are scaled before a network is trained on them.</summary>
    public abstract bool HasNumbers { get; }

    /// <summary>The task of a loss: regression if it compares numbers.</summary>
    /// <param name="loss">The loss.</param>
    public static LearningTask Of(Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return loss.Targets == TargetKind.Numbers ? Regression : Classification;
    }

    /// <summary>The task that targets are for: regression if they are floating.</summary>
    /// <param name="targets">The targets of a set.</param>
    public static LearningTask Of(Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        return targets.DType.IsFloating() ? Regression : Classification;
    }

    /// <summary>How many outputs a network needs.</summary>
    /// <param name="classes">How many classes there are; 0 for numbers.</param>
    public abstract int Outputs(int classes);

    /// <summary>Refuses samples whose targets are not of the task.</summary>
    /// <param name="op">What errors call the work.</param>
    /// <param name="samples">The samples.</param>
    /// <exception cref="TensorException">The targets are of another kind, or one of them cannot be.</exception>
    public abstract void Require(string op, TensorDataset samples);

    /// <summary>Holds out a random fraction: of each class where there are classes.</summary>
    /// <param name="targets">The targets.</param>
    /// <param name="fraction">The fraction to hold out, between 0 and 1.</param>
    /// <param name="rng">The stream.</param>
    public abstract Split Split(Tensor targets, double fraction, Rng rng);

    /// <summary>Random parts of equal size, each held out once: with its share of every class where there are
    /// classes.</summary>
    /// <param name="targets">The targets.</param>
    /// <param name="folds">How many parts.</param>
    /// <param name="rng">The stream.</param>
    public abstract Split[] Folds(Tensor targets, int folds, Rng rng);

    /// <summary>How many classes come among targets; 0 for numbers.</summary>
    /// <param name="targets">The targets.</param>
    public abstract int CountClasses(Tensor targets);

    /// <summary>The scale of the targets, fitted on the training part; none for classes.</summary>
    /// <param name="targets">The training part's targets.</param>
    public abstract TargetScale FitScale(Tensor targets);

    /// <summary>Its name.</summary>
    public override string ToString() => Name;

    /// <summary>What the sum over an epoch is called in a checkpoint.</summary>
    internal abstract string SumName { get; }

    /// <summary>The dtype in which a step's sum is kept on the device.</summary>
    internal abstract DType SumType { get; }

    /// <summary>The targets to score a step by, or null where they cannot be scored.</summary>
    internal abstract Tensor? Scored(Loss loss, Tensor outputs, Tensor targets);

    /// <summary>Sums up a step on the device: right answers, or squared errors.</summary>
    internal abstract void Score(Tensor outputs, Tensor targets, Tensor sum);

    /// <summary>The measure of a sum over samples.</summary>
    internal abstract double Mean(double sum, long samples, TargetScale scale);

    /// <summary>The value whose lowest marks the best epoch.</summary>
    internal abstract double StoppingValue(Evaluation evaluation);

    /// <summary>The dtype in which an evaluated batch's targets are read; null where they are of no use.</summary>
    internal abstract DType? ReadAs(Tensor outputs, Tensor targets);

    /// <summary>What adds up an evaluation.</summary>
    internal abstract Tally NewTally(IReadOnlyList<string> classNames, EvaluatorOptions options);
}
