using Madaline.Autograd;
using Madaline.Data;
using Madaline.NN;

namespace Madaline.Training;

/// <summary>A number of each sample.</summary>
internal sealed class RegressionTask() : LearningTask("regression", Measure.Rmse)
{
    private const int NamesShown = 5;

    public override bool HasNumbers => true;

    internal override string SumName => "squared_errors";

    internal override DType SumType => DType.Float64;

    public override int Outputs(int classes) => 1;

    public override void Require(string op, TensorDataset samples)
    {
        Tensor targets = samples.Targets;
        if (!targets.DType.IsFloating())
        {
            var names = samples.ClassNames;
            string what = names.Count == 0 ? "" : $" ({string.Join(", ", names.Take(NamesShown))}"
                + $"{(names.Count > NamesShown ? ", …" : "")})";
            throw new TensorException(op, $"the targets are classes{what}, and the loss compares numbers. targets is "
                + $"{targets.DType} {targets.Shape}; expected Float64 [n, 1]. To tell classes apart, choose a loss of "
                + "classes such as cross-entropy.");
        }

        if (targets.Rank is not (1 or 2) || (targets.Rank == 2 && targets.Shape[1] != 1))
        {
            throw new TensorException(op, $"the targets are not one number a sample. targets is {targets.DType} "
                + $"{targets.Shape}; expected Float64 [n, 1]. Give one number for each sample.");
        }

        double[] all = targets.To(DType.Float64).ToArray<double>();
        int wrong = Array.FindIndex(all, target => !double.IsFinite(target));
        if (wrong >= 0)
            throw new TensorException(op, $"a target is no number. Target {wrong} is {all[wrong]}; expected finite "
                + "numbers. Leave such samples out.");
    }

    public override Split Split(Tensor targets, double fraction, Rng rng) =>
        Splits.Random(targets.Shape[0], fraction, rng);

    public override Split[] Folds(Tensor targets, int folds, Rng rng) => Splits.KFold(targets.Shape[0], folds, rng);

    public override int CountClasses(Tensor targets) => 0;

    public override TargetScale FitScale(Tensor targets) => TargetScale.Fit(targets);

    internal override Tensor? Scored(Loss loss, Tensor outputs, Tensor targets) =>
        IsOneNumber(outputs, targets) ? targets : null;

    internal override void Score(Tensor outputs, Tensor targets, Tensor sum)
    {
        using var scope = new Unrecorded();
        Tensor difference = outputs.Detach() - targets.To(outputs.DType);
        sum.CopyFrom(difference.Square().Sum().To(SumType));
    }

    internal override double Mean(double sum, long samples, TargetScale scale) =>
        samples == 0 ? double.NaN : Math.Sqrt(sum / samples) * scale.Deviation;

    internal override double StoppingValue(Evaluation evaluation) => evaluation.Regression?.Rmse ?? evaluation.Loss;

    internal override DType? ReadAs(Tensor outputs, Tensor targets) =>
        IsOneNumber(outputs, targets) ? DType.Float64 : null;

    internal override Tally NewTally(IReadOnlyList<string> classNames, EvaluatorOptions options) =>
        new NumberTally(this, options);

    private static bool IsOneNumber(Tensor outputs, Tensor targets) => targets.DType.IsFloating() && outputs.Rank > 0
        && outputs.Shape.Equals(targets.Shape) && outputs.Elements == outputs.Shape[0];
}
