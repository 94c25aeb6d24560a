using Madaline.Formats;

namespace Madaline.Recipes;

/// <summary>What helps where a folder cannot be used as a run.</summary>
public enum RunRemedyKind
{
    /// <summary>Another folder.</summary>
    OtherFolder,

    /// <summary>Another folder, or going on with the run that is there.</summary>
    OtherFolderOrResume,

    /// <summary>The training that writes to it is stopped, then the run goes on.</summary>
    StopAndResume,

    /// <summary>The training is finished.</summary>
    Resume,

    /// <summary>The folder that a training left is given.</summary>
    GiveRun,

    /// <summary>The folder that a training left is given, or a run is begun in this one.</summary>
    GiveOrBegin,

    /// <summary>The network is loaded in the program that has its class.</summary>
    LoadInProgram,

    /// <summary>The program that trained the network saves it again.</summary>
    SaveAgain,
}

/// <summary>What helps where a folder cannot be used as a run.</summary>
/// <param name="Kind">The kind of remedy.</param>
/// <param name="Folder">The folder it is about.</param>
public sealed record RunRemedy(RunRemedyKind Kind, string Folder) : Remedy
{
    /// <summary>The class of a network that only its program has; empty where it is not about one.</summary>
    public string Network { get; init; } = "";

    private const string Give = "Give the folder that a training left, such as runs/digits-…";

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        RunRemedyKind.OtherFolder => "Choose another folder.",
        RunRemedyKind.OtherFolderOrResume => "Choose another folder, or go on with that run.",
        RunRemedyKind.StopAndResume => "Stop it first, then go on with its run.",
        RunRemedyKind.Resume => $"Finish the training of {Folder}.",
        RunRemedyKind.GiveRun => $"{Give}.",
        RunRemedyKind.GiveOrBegin => $"{Give}, or begin a run there with RunFolder.Create.",
        RunRemedyKind.LoadInProgram => $"Load it there: TrainedModel.Load(\"{Folder}\", new {Network}()) predicts and "
            + "evaluates, and the figures draw it.",
        RunRemedyKind.SaveAgain => "Save it again with the program that trained it: TrainedModel.SaveRun.",
        _ => throw new ArgumentOutOfRangeException(nameof(Kind), Kind, "is no kind of remedy"),
    };
}

/// <summary>A folder cannot be used as a run: it holds none, another one, or belongs to another training.</summary>
/// <param name="problem">What is wrong, as sentences.</param>
/// <param name="remedy">What helps.</param>
public sealed class RunFolderException(string problem, RunRemedy remedy)
    : IOException($"run: {problem} {remedy}"), IHasRemedy
{
    /// <inheritdoc/>
    public string Problem { get; } = $"run: {problem}";

    /// <summary>What helps: a <see cref="RunRemedy"/>.</summary>
    public Remedy? Remedy { get; } = remedy;
}
