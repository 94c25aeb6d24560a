using Madaline.Formats;

namespace Madaline.Workbench;

/// <summary>What helps where something cannot be done as it was asked for.</summary>
public enum WorkbenchRemedyKind
{
    /// <summary>The file of a table is given, and its class column.</summary>
    GiveTable,

    /// <summary>A folder of images is given, with a folder in it for each class.</summary>
    GiveImageFolder,

    /// <summary>The class column is named, where the file is a table of another kind.</summary>
    NameTarget,

    /// <summary>A copy of the recipe is edited.</summary>
    EditRecipe,

    /// <summary>Nothing is held out from the end, for a stratified split.</summary>
    SplitStratified,

    /// <summary>Nothing is held out from the end, for a split at random.</summary>
    SplitAtRandom,

    /// <summary>The recipe is cross-validated, to evaluate on all samples.</summary>
    CrossValidate,

    /// <summary>Another data set is chosen.</summary>
    OtherDataset,

    /// <summary>The run's own split is used, or other data.</summary>
    OwnSplitOrOtherData,

    /// <summary>The same, or samples that were trained on are allowed.</summary>
    OwnSplitOrOtherDataOrAllow,

    /// <summary>Several rows are given as a stream.</summary>
    GiveRowsAsStream,

    /// <summary>Rare classes count more in training, or training goes on for longer.</summary>
    WeighClasses,

    /// <summary>Training goes on for longer, or with another learning rate.</summary>
    TrainOtherwise,

    /// <summary>The data to evaluate on are named.</summary>
    NameData,
}

/// <summary>What helps where something cannot be done as it was asked for.</summary>
/// <param name="Kind">The kind of remedy.</param>
/// <param name="Subject">The recipe it is about; empty if there is none.</param>
public sealed record WorkbenchRemedy(WorkbenchRemedyKind Kind, string Subject = "") : Remedy
{
    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        WorkbenchRemedyKind.GiveTable => "Set Path to a CSV file, and Target to its class column.",
        WorkbenchRemedyKind.GiveImageFolder => "Set Path to a folder with a folder in it for each class.",
        WorkbenchRemedyKind.NameTarget => "For any other table, set Target to its class column.",
        WorkbenchRemedyKind.EditRecipe => $"Edit a copy of the recipe {Subject}.",
        WorkbenchRemedyKind.SplitStratified => "Set no Holdout, for a stratified split.",
        WorkbenchRemedyKind.SplitAtRandom => "Set no Holdout, for a split at random.",
        WorkbenchRemedyKind.CrossValidate => "Cross-validate the recipe to evaluate on all of them.",
        WorkbenchRemedyKind.OtherDataset => "Choose another data set.",
        WorkbenchRemedyKind.OwnSplitOrOtherData => "Evaluate on the run's own split or on other data.",
        WorkbenchRemedyKind.OwnSplitOrOtherDataOrAllow =>
            "Evaluate on the run's own split or on other data, or allow samples that were seen.",
        WorkbenchRemedyKind.WeighClasses =>
            "Weigh rare classes more (class-weights of the loss: balanced), draw them as often (sampler: balanced), or "
                + "train for longer.",
        WorkbenchRemedyKind.TrainOtherwise => "Train for longer, or with a lower or higher learning rate.",
        WorkbenchRemedyKind.NameData =>
            "Set Dataset to a set's name, or Path to a CSV file or a folder of images that it was not trained on.",
        WorkbenchRemedyKind.GiveRowsAsStream => "Read several as a stream.",
        _ => throw new ArgumentOutOfRangeException(nameof(Kind), Kind, "is no kind of remedy"),
    };
}
