using Madaline.Recipes;

namespace Madaline.Workbench;

/// <summary>
/// How many of the samples that a network is evaluated on it was trained on, whatever set or file they came from.
/// </summary>
public sealed class SeenSamples
{
    /// <summary>Real sets hold a few duplicates.</summary>
    private const double UsualShare = 0.01;

    private readonly TestData _test;
    private readonly double _ownShare;

    /// <summary>Counts them.</summary>
    /// <param name="run">The run, which may not say what it was trained on.</param>
    /// <param name="test">The samples to evaluate on.</param>
    public SeenSamples(RunFolder run, TestData test)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(test);
        _test = test;
        if (run.ReadTrainingSamples() is not { } learned)
            return;
        Count = learned.CountIn(test.Samples.Inputs);
        _ownShare = learned.TestShare;
    }

    /// <summary>How many, or null where the run does not say.</summary>
    public int? Count { get; }

    /// <summary>Whether there are more than a set's own duplicates: what is measured then is memory as well.</summary>
    public bool AreTooMany => Count is { } seen && (double)seen / _test.Samples.Count > Math.Max(UsualShare, _ownShare);

    /// <summary>What is wrong with them, in an error's words.</summary>
    public string Problem => $"{Count} of {_test.Samples.Count} evaluated samples are among those the network was "
        + "trained on: the result says how well it remembers; expected none.";

    /// <summary>Refuses samples that were trained on, unless that is allowed.</summary>
    /// <param name="op">What errors call the work.</param>
    /// <param name="allow">Whether it is.</param>
    /// <returns>What is to know about them, if anything is.</returns>
    /// <exception cref="MisfitException">There are too many.</exception>
    public Note? Check(string op, bool allow)
    {
        if (!AreTooMany)
            return NoteOn("the network");
        return allow ? new Note(Problem, new WorkbenchRemedy(WorkbenchRemedyKind.OwnSplitOrOtherData))
            : throw new MisfitException(op, Problem, WorkbenchRemedyKind.OwnSplitOrOtherDataOrAllow);
    }

    /// <summary>What is to know about them, if anything is.</summary>
    /// <param name="who">What the network is called.</param>
    public Note? NoteOn(string who)
    {
        int evaluated = _test.Samples.Count;
        if (Count is not { } seen)
        {
            return new Note($"Whether {who} was trained on the evaluated samples is not known: the run was made before "
                + $"runs kept {Path.GetFileName(new RunFolder("").TrainingSamplesPath)}.");
        }

        if (seen > 0)
        {
            return new Note($"{seen} of {evaluated} evaluated samples equal ones that {who} was trained on, as "
                + "duplicates in a set do.");
        }

        return _test.IsWhole ? new Note($"None of the {evaluated} samples is among those {who} was trained on.") : null;
    }
}
