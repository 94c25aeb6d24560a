using Madaline.Data;
using Madaline.NN;

namespace Madaline.Training;

/// <summary>Which of several classes a sample belongs to.</summary>
internal sealed class ClassificationTask() : LearningTask("classification", Measure.Accuracy)
{
    public override bool HasNumbers => false;

    internal override string SumName => "correct";

    internal override DType SumType => DType.Int64;

    public override int Outputs(int classes) => classes;

    public override void Require(string op, TensorDataset samples)
    {
        Tensor targets = samples.Targets;
        int classes = samples.ClassNames.Count;
        if (targets.DType != DType.Int64 || targets.Rank != 1)
        {
            throw new TensorException(op, $"the targets are no classes. targets is {targets.DType} {targets.Shape}; "
                + "expected Int64 [n]. To predict numbers, choose a loss of numbers: mse, mae or huber.");
        }

        if (classes == 0)
        {
            throw new TensorException(op, "the classes have no names. ClassNames is empty; expected one for each "
                + "class. Give them to the set.");
        }

        long[] all = targets.ToArray<long>();
        int wrong = Array.FindIndex(all, target => (ulong)target >= (ulong)classes);
        if (wrong >= 0)
        {
            throw new TensorException(op, $"a target is no class. Target {wrong} is {all[wrong]}; expected 0 to "
                + $"{classes - 1}. Give a name for each class.");
        }
    }

    public override Split Split(Tensor targets, double fraction, Rng rng) => Splits.Stratified(targets, fraction, rng);

    public override Split[] Folds(Tensor targets, int folds, Rng rng) => Splits.StratifiedKFold(targets, folds, rng);

    public override int CountClasses(Tensor targets) => targets.ToArray<long>().Distinct().Count();

    public override TargetScale FitScale(Tensor targets) => TargetScale.None;

    /// <summary>
    /// Class indices to compare with: of probabilities, as mixup makes them, the class that has the most. Null where
    /// targets are no classes.
    /// </summary>
    internal override Tensor? Scored(Loss loss, Tensor outputs, Tensor targets)
    {
        if (outputs.Rank != 2 || targets.Rank == 0 || targets.Shape[0] != outputs.Shape[0])
            return null;
        if (!targets.DType.IsFloating())
            return targets.Rank == 1 ? targets : null;
        return loss is CrossEntropyLoss && targets.Shape.Equals(outputs.Shape) ? targets.ArgMax(1) : null;
    }

    internal override void Score(Tensor outputs, Tensor targets, Tensor sum) =>
        CorrectAnswers.Count(outputs, targets, sum);

    internal override double Mean(double sum, long samples, TargetScale scale) =>
        samples == 0 ? double.NaN : sum / samples;

    internal override double StoppingValue(Evaluation evaluation) => evaluation.Loss;

    internal override DType? ReadAs(Tensor outputs, Tensor targets) =>
        !targets.DType.IsFloating() && targets.Rank == 1 && outputs.Rank == 2 ? DType.Int64 : null;

    internal override Tally NewTally(IReadOnlyList<string> classNames, EvaluatorOptions options) =>
        new ClassTally(this, classNames, options);
}
