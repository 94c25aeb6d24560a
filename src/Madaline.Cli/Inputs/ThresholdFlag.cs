using System.CommandLine;
using Madaline.Cli.Commands;
using Madaline.Recipes;

namespace Madaline.Cli.Inputs;

/// <summary>The flag <c>--threshold</c>: of two classes, from which probability on the rarer one is answered.</summary>
internal static class ThresholdFlag
{
    /// <summary>The word for the threshold that a run has chosen.</summary>
    public const string Best = "best";

    public static Option<string?> Create() => CommonOptions.Text("--threshold", "best|P",
        "Of two classes: from which probability on the rarer one is answered; best is what the hold-out chose.");

    /// <summary>The probability from which the rarer of two classes is answered; null for the likelier one.</summary>
    public static double? Of(string? text, TrainedModel model)
    {
        if (text is null)
            return null;
        if (model.ClassNames.Count != 2)
            throw new UsageException("--threshold is for two classes, and this network "
                + (model.Task.HasNumbers ? "predicts a number." : $"has {model.ClassNames.Count}.") + " Leave it out.");
        if (text == Best)
        {
            return model.Threshold ?? throw new UsageException("--threshold best: the run has chosen none. Give a "
                + "number from 0 to 1, or train it anew with train.");
        }

        return NumberText.TryReal(text, out double value) && value is >= 0 and <= 1 ? value
            : throw new UsageException($"--threshold is {text}; expected best, or a number from 0 to 1."
                + NumberText.Advice(text));
    }
}
