using Madaline.Autograd;
using Madaline.Data;
using Madaline.NN;
using Madaline.Optim;

namespace Madaline.Training;

/// <summary>What an evaluation shows of a training that went wrong.</summary>
/// <remarks>
/// Only networks that an optimizer of this program trains are looked at: an evaluation of a finished one costs nothing.
/// </remarks>
internal static class EvaluationHints
{
    private const int FewestSamples = 50, FewestOfClass = 20, FewestSteps = 20, MostProbed = 128;
    private const double Standstill = 0.01, Runaway = 10, MostlyDead = 0.5;

    /// <summary>Looks at a network and how it did.</summary>
    public static void Look(Module network, Loss loss, Dataset data, Evaluation evaluation)
    {
        if (evaluation.Count < FewestSamples
            || WeightTravel.Of(network.Parameters()) is not var (travel, weight, optimizer))
            return;
        if (optimizer.StepCount == 0 && weight.Gradient is not null)
        {
            Hints.Give(HintKind.NoStep, "gradients were computed, but the optimizer has taken no step: the network is "
                + "as it began. Call optimizer.Step() after Backward().");
        }

        if (optimizer.StepCount < FewestSteps)
            return;
        double way = travel.Ratio(weight);
        if (!double.IsFinite(way) || double.IsNaN(evaluation.Loss))
        {
            Hints.Give(HintKind.NotFinite,
                NumberCheck.Message($"after {optimizer.StepCount} steps", optimizer.LearningRate));
            return;
        }

        if (Failure(loss, evaluation) is { } failure)
            LookAtRate(failure, evaluation, way, optimizer);
        LookAtClasses(evaluation, way, optimizer);
        if (Hints.IsDue(HintKind.DeadUnits))
            LookForDeadUnits(network, data);
    }

    /// <summary>Whether the rate is why training failed, and says so.</summary>
    private static bool LookAtRate(string failure, Evaluation evaluation, double way, Optimizer optimizer)
    {
        double rate = optimizer.LearningRate;
        var measure = evaluation.Task.Measure;
        string seen = $"after {optimizer.StepCount} steps {failure} ({measure.Name} {measure.Text(evaluation.Score)}, "
            + $"baseline {measure.Text(evaluation.BaselineScore)}; mean loss {evaluation.Loss:G3})";
        if (way < Standstill)
        {
            Hints.Give(HintKind.LearningRateTooLow, $"{seen}, and its weights moved by {way:P2} of their size only.",
                $"Use a higher learning rate (now {rate:G3}), or train longer.");
        }
        else if (way > Runaway)
        {
            Hints.Give(HintKind.LearningRateTooHigh, $"{seen}, and its weights moved {way:N0} times as far as they "
                + "were large.", $"Use a lower learning rate (now {rate:G3}).");
        }

        return way is < Standstill or > Runaway;
    }

    private static string Baseline(Evaluation evaluation) => evaluation.Task.HasNumbers ? "always answering the mean"
        : $"always answering \"{evaluation.ClassNames[evaluation.BaselineClass]}\"";

    /// <summary>By answers, or by a loss that says no less than that of equal scores; null for none.</summary>
    private static string? Failure(Loss loss, Evaluation evaluation)
    {
        bool isNoBetter = evaluation.Task.HasNumbers ? !(evaluation.Regression?.R2 > 0)
            : evaluation.Evaluated > 0 && evaluation.Interval.Low <= evaluation.BaselineAccuracy;
        if (isNoBetter)
            return $"the network is no better than {Baseline(evaluation)}";
        double guessing = Math.Log(evaluation.ClassNames.Count);
        return evaluation.Evaluated > 0 && loss is CrossEntropyLoss && !(evaluation.Loss < 0.97 * guessing)
            ? $"the loss is no lower than that of equal scores for all classes, {guessing:G3}" : null;
    }

    /// <summary>Where weights ran away or stood still, that is the cause, and no class needs to be weighed.</summary>
    private static void LookAtClasses(Evaluation evaluation, double way, Optimizer optimizer)
    {
        if (evaluation.ClassNames.Count < 2)
            return;
        ClassScore[] silent = [.. evaluation.NeverPredicted.Select(c => evaluation.Classes[c])
            .Where(c => c.Support >= FewestOfClass)];
        if (silent.Length == 0)
            return;
        string names = string.Join(", ", silent.Take(5).Select(c => $"\"{c.Name}\" ({c.Support:N0} samples)"))
            + (silent.Length > 5 ? $" and {silent.Length - 5} more" : "");
        if (LookAtRate($"the network never answers {names}", evaluation, way, optimizer)
            || !Hints.IsDue(HintKind.ClassNeverPredicted))
            return;
        string remedy = evaluation.NeverPredicted.All(evaluation.RareClasses.Contains)
            ? "Weigh rare classes in the loss, or draw their samples more often (WeightedRandomSampler.Balanced)."
            : "Train longer or with another learning rate, and check that the training data has samples of it.";
        Hints.Give(HintKind.ClassNeverPredicted, $"the network never answers {names}, of {evaluation.Evaluated:N0} in "
            + $"{evaluation.ClassNames.Count} classes. {remedy}");
    }

    /// <summary>Sends a few samples through, and counts what gives 0 for every one of them.</summary>
    private static void LookForDeadUnits(Module network, Dataset data)
    {
        var indices = new int[Math.Min(MostProbed, data.Count)];
        for (int i = 0; i < indices.Length; i++)
            indices[i] = (int)((long)i * data.Count / indices.Length);
        var names = network.NamesOfModules();
        using var scope = new Observation(call =>
        {
            if (call is { Module: Relu layer, Outputs: [{ Rank: > 1 } y] })
                Count(names.GetValueOrDefault(layer, layer.Kind), y, indices.Length);
        });
        network.Call(data.Gather(indices).Inputs.To(network.Device));
    }

    private static void Count(string layer, Tensor y, int samples)
    {
        int[] others = [0, .. Enumerable.Range(2, y.Rank - 2)];
        int units = y.Shape[1], dead = units - (int)y.Greater(0).Any(others).Sum().Item<long>();
        if (dead >= MostlyDead * units)
        {
            Hints.Give(HintKind.DeadUnits, $"{dead} of {units} units of the ReLU layer {layer} give 0 for each of "
                + $"{samples} samples: they get no gradient and learn nothing more.",
                "Use a lower learning rate, scaled inputs, or LeakyRelu.");
        }
    }
}
