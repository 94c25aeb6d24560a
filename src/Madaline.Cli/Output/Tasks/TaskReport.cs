using System.Text.Json;
using Madaline.Data;
using Madaline.Recipes;
using Madaline.Training;
using Madaline.Workbench;

namespace Madaline.Cli.Output;

/// <summary>What commands say and draw of a network that has a task: one report a task.</summary>
internal abstract class TaskReport(LearningTask task)
{
    private static readonly TaskReport[] All = [new ClassificationReport(), new RegressionReport()];

    public LearningTask Task => task;

    /// <summary>The report of a task.</summary>
    public static TaskReport Of(LearningTask task) => Array.Find(All, report => report.Task == task)
        ?? throw new NotSupportedException($"report: there is none for {task}; expected one for each task.");

    /// <summary>The scores that come first in a result.</summary>
    public abstract void WriteScores(Utf8JsonWriter json, Evaluation evaluation);

    /// <summary>Scores of each class, where there are classes.</summary>
    public abstract void WriteClasses(Utf8JsonWriter json, Evaluation evaluation);

    /// <summary>Everything else there is to a result.</summary>
    public abstract void WriteDetails(Utf8JsonWriter json, Evaluation evaluation);

    /// <summary>A result for people.</summary>
    /// <param name="report">Where to.</param>
    /// <param name="evaluation">The result.</param>
    /// <param name="target">What is predicted.</param>
    /// <param name="samples">What was evaluated.</param>
    public abstract void Show(Report report, Evaluation evaluation, string target, TensorDataset samples);

    /// <summary>The scores of a fold of cross-validation.</summary>
    public abstract void WriteFold(Utf8JsonWriter json, Evaluation evaluation);

    /// <summary>The scores of a fold in a line.</summary>
    public abstract string FoldText(Evaluation evaluation);

    /// <summary>The scores over all folds.</summary>
    public abstract void WriteFolds(Utf8JsonWriter json, CrossValidationResult result);

    /// <summary>The scores over all folds for people.</summary>
    public abstract void ShowFolds(Report report, CrossValidationResult result, string target);

    /// <summary>Draws what was said and what is true.</summary>
    public abstract void Draw(Report report, FigureDrawing drawing, Evaluation evaluation, string title, string target);

    /// <summary>What a network says to an input, as an event and as a line.</summary>
    public abstract void Answer(Report report, TrainedModel model, ModelInput input, double? threshold);

    /// <summary>Two networks side by side.</summary>
    public abstract void Compare(Report report, string dataset, ComparedRun a, ComparedRun b, string target);
}

/// <summary>Where figures go: files, and text where someone looks.</summary>
/// <param name="Files">The files.</param>
/// <param name="Folder">Their folder.</param>
/// <param name="AsText">Whether they are printed, too.</param>
internal sealed record FigureDrawing(FigureFiles Files, string Folder, bool AsText);
