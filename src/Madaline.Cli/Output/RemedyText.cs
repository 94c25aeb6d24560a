using Madaline.Datasets;
using Madaline.Formats;
using Madaline.Recipes;
using Madaline.Workbench;

namespace Madaline.Cli.Output;

/// <summary>The remedies of the library's errors in terms of the tool: its commands and flags.</summary>
internal static class RemedyText
{
    private const string OwnSplit =
        "Evaluate on the run's own split (leave out --holdout, --dataset and --data) or on other data";

    /// <summary>A note with its remedy as sentences.</summary>
    public static string Of(Note note) => note.Remedy is null ? note.Text : $"{note.Text} {Of(note.Remedy)}";

    /// <summary>A remedy as sentences.</summary>
    public static string Of(Remedy remedy) => remedy switch
    {
        TableRemedy table => Of(table),
        RunRemedy run => Of(run),
        DatasetRemedy dataset => Of(dataset),
        WorkbenchRemedy workbench => Of(workbench),
        _ => remedy.ToString(),
    };

    /// <summary>A hint with its advice in terms of flags and recipes.</summary>
    public static string Of(Hint hint) => hint.Kind switch
    {
        HintKind.NothingToTrain => $"{hint.Problem} Ask for more in all with --epochs N.",
        HintKind.LearningRateTooLow => $"{hint.Problem} Use a higher --lr, or more --epochs.",
        HintKind.LearningRateTooHigh => $"{hint.Problem} Use a lower --lr.",
        HintKind.DeadUnits =>
            $"{hint.Problem} Use a lower --lr, scaled inputs (z-score, channel-norm), or --activation leaky-relu.",
        HintKind.NoActivationBetween =>
            $"{hint.Problem} Put an activation between them in the recipe, such as {{\"type\": \"relu\"}}.",
        _ => hint.Message,
    };

    private static string Of(TableRemedy remedy) => remedy.Kind switch
    {
        TableRemedyKind.OneHotOrExclude =>
            $"Use --one-hot for a feature a value, or --exclude {ShellWord.Of(remedy.Subject)}.",
        TableRemedyKind.FillOrExclude when remedy.Subject.Length == 0 =>
            "Use --missing drop or --missing fill: rows without a class are left out.",
        TableRemedyKind.FillOrExclude => "Use --missing fill for the median or the most frequent value, --missing drop "
            + $"to leave such rows out, or --exclude {ShellWord.Of(remedy.Subject)}.",
        TableRemedyKind.DateOrder => "Add --dates day-first or --dates month-first.",
        TableRemedyKind.Include => $"Add --include {ShellWord.Of(remedy.Subject)} to keep it.",
        TableRemedyKind.NameMissing =>
            $"If that means a missing cell, add --missing-values {ShellWord.Of(remedy.Subject)}.",
        TableRemedyKind.NameMissingOrOneHot => "If that means a missing cell, add --missing-values "
            + $"{ShellWord.Of(remedy.Subject)} (with --missing fill or drop); otherwise --one-hot for a feature a "
            + $"value, or --exclude {ShellWord.Of(remedy.Column)}.",
        TableRemedyKind.DecimalMark => $"Add --decimal {remedy.Subject} if that is the decimal mark, or --decimal "
            + $"{(remedy.Subject == "." ? ',' : '.')} if it groups thousands.",
        TableRemedyKind.SameNotation =>
            $"Write its numbers as the others are written, or use --exclude {ShellWord.Of(remedy.Subject)}.",
        TableRemedyKind.SameDateStyle =>
            $"Write all of its dates in one style, or use --exclude {ShellWord.Of(remedy.Subject)}.",
        TableRemedyKind.PoolOrExclude =>
            $"Use --rare N for one feature of all rarer values, or --exclude {ShellWord.Of(remedy.Subject)}.",
        TableRemedyKind.RenameOrExclude =>
            $"Rename one of them in the header, or leave it out with --exclude {remedy.Subject}.",
        TableRemedyKind.DropRows => "Give every row the same cells, or use --missing drop to leave such rows out.",
        TableRemedyKind.Exclude => $"Use --exclude {ShellWord.Of(remedy.Subject)}.",
        TableRemedyKind.ChooseTarget => "Name the class column with --target COLUMN.",
        TableRemedyKind.PredictNumber =>
            "To predict it as a number, add --loss mse (or --task regression); or name the class column with --target "
                + "COLUMN.",
        TableRemedyKind.PredictClass => "To tell its values apart as classes, add --loss cross-entropy (or --task "
            + "classification); or name a column of numbers with --target COLUMN.",
        TableRemedyKind.DecimalComma => "If the comma is the decimal mark, add --decimal ,",
        TableRemedyKind.DecimalPoint => "If the point is the decimal mark, add --decimal .",
        TableRemedyKind.Encoding => $"Save the file as UTF-8, or add --encoding {remedy.Subject}.",
        TableRemedyKind.Header when remedy.Subject == "no" => "If it is data, add --header no.",
        TableRemedyKind.Header => "If the first row names the columns, add --header yes.",
        TableRemedyKind.Delimiter => "Name what stands between the cells with --delimiter.",
        _ => remedy.ToString(),
    };

    private static string Of(RunRemedy remedy) => remedy.Kind switch
    {
        RunRemedyKind.OtherFolder => "Choose another with --out.",
        RunRemedyKind.OtherFolderOrResume =>
            $"Choose another folder with --out, or go on with --resume {remedy.Folder}.",
        RunRemedyKind.StopAndResume => $"Stop it first (Ctrl-C saves), then go on with --resume {remedy.Folder}.",
        RunRemedyKind.Resume => $"Finish the training with --resume {remedy.Folder}.",
        RunRemedyKind.LoadInProgram => $"Load it there: TrainedModel.Load(\"{remedy.Folder}\", new {remedy.Network}()) "
            + "predicts, evaluates and draws. compare and the curves of show need no code, only its metrics.",
        RunRemedyKind.GiveRun => "Give the folder that train printed, such as runs/digits-….",
        RunRemedyKind.GiveOrBegin => "Give the folder that train printed, such as runs/digits-…, or begin a run there "
            + $"with --out {remedy.Folder}.",
        _ => remedy.ToString(),
    };

    private static string Of(DatasetRemedy remedy)
    {
        string put =
            $"Put the files into {remedy.Folder}, or name the folder above it with --data DIR or MADALINE_DATA.";
        return remedy.Kind != DatasetRemedyKind.HoldOutOrPutFiles ? put
            : $"Hold the last N of them out with --holdout N, as in --holdout {remedy.Count}. {put}";
    }

    private static string Of(WorkbenchRemedy remedy) => remedy.Kind switch
    {
        WorkbenchRemedyKind.GiveTable => "Add --data FILE.csv, with --target COLUMN for the class.",
        WorkbenchRemedyKind.GiveImageFolder => "Add --data FOLDER, with a folder in it for each class.",
        WorkbenchRemedyKind.NameTarget => "For any other table, name its class column with --target COLUMN.",
        WorkbenchRemedyKind.EditRecipe => $"Edit a copy: madaline recipe show {remedy.Subject}.",
        WorkbenchRemedyKind.SplitStratified => "Leave --holdout out for a stratified split, or shuffle "
            + "the file.",
        WorkbenchRemedyKind.SplitAtRandom => "Leave --holdout out for a split at random, or shuffle the file.",
        WorkbenchRemedyKind.CrossValidate => "Use crossval to evaluate on all of them.",
        WorkbenchRemedyKind.OtherDataset => "Choose another --dataset.",
        WorkbenchRemedyKind.OwnSplitOrOtherData => $"{OwnSplit}.",
        WorkbenchRemedyKind.OwnSplitOrOtherDataOrAllow => $"{OwnSplit}, or add --allow-seen.",
        WorkbenchRemedyKind.WeighClasses =>
            "Weigh rare classes more with --class-weights balanced, draw them as often with --sampler balanced, or "
                + "train for longer.",
        WorkbenchRemedyKind.TrainOtherwise => "Train for longer (--epochs), or with a lower or higher rate (--lr).",
        WorkbenchRemedyKind.NameData => "Name the data to evaluate on: --dataset NAME, or --data with a CSV file or a "
            + "folder of images.",
        WorkbenchRemedyKind.GiveRowsAsStream => "Give more rows through -.",
        _ => remedy.ToString(),
    };
}
