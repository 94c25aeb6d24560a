using System.Text.Json;
using Madaline.Cli.Output;
using Madaline.Recipes;

namespace Madaline.Cli.Inputs;

/// <summary>How many of the judged samples a network learned from, whatever set or file they came from.</summary>
internal sealed class SeenSamples
{
    /// <summary>Real sets hold a few duplicates.</summary>
    private const double UsualShare = 0.01;

    private readonly TestSamples _test;
    private readonly double _ownShare;

    /// <summary>Counts them.</summary>
    /// <param name="run">The run, which may not say what it learned from.</param>
    /// <param name="test">The judged samples.</param>
    public SeenSamples(RunFolder run, TestSamples test)
    {
        _test = test;
        if (run.ReadTrainingSamples() is not { } learned)
            return;
        Count = learned.CountIn(test.Samples.Inputs);
        _ownShare = learned.TestShare;
    }

    /// <summary>How many, or null where the run does not say.</summary>
    public int? Count { get; }

    /// <summary>Whether there are more than a set's own duplicates: what is judged then is memory as well.</summary>
    public bool AreTooMany => Count is { } seen && Share(seen) > Math.Max(UsualShare, _ownShare);

    /// <summary>What is wrong with them, in an error's words.</summary>
    public string Problem => $"{Count} of {_test.Samples.Count} judged samples are among those the network learned "
        + "from: the result says how well it remembers; expected none.";

    /// <summary>Refuses samples that were learned from, unless that is allowed; notes what else is to know.</summary>
    /// <exception cref="TensorException">There are too many.</exception>
    public void Check(string command, Report report, bool allow)
    {
        const string Remedy = "Judge with the run's own split (leave out --holdout, --dataset and --data) or on other "
            + "data";
        if (AreTooMany && !allow)
            throw new TensorException(command, $"{Problem} {Remedy}, or add --allow-seen.");
        Note(report, "the network", AreTooMany ? $"{Problem} {Remedy}." : null);
    }

    /// <summary>Notes what is to know about them.</summary>
    /// <param name="report">Where to.</param>
    /// <param name="who">What the network is called.</param>
    /// <param name="problem">What to say when there are too many.</param>
    public void Note(Report report, string who, string? problem = null)
    {
        int judged = _test.Samples.Count;
        if (Count is not { } seen)
        {
            report.Note($"Whether {who} learned from the judged samples is not known: the run was made before runs "
                + $"kept {Path.GetFileName(new RunFolder("").TrainingSamplesPath)}.");
        }
        else if (seen > 0)
        {
            report.Note(problem ?? $"{seen} of {judged} judged samples equal ones that {who} learned from, as "
                + "duplicates in a set do.");
        }
        else if (_test.IsWhole)
        {
            report.Note($"None of the {judged} samples is among those {who} learned from.");
        }
    }

    /// <summary>The number as a field, or null where it is not known.</summary>
    public static void Write(Utf8JsonWriter json, int? seen)
    {
        if (seen is { } count)
            json.WriteNumber("seen_in_training", count);
        else
            json.WriteNull("seen_in_training");
    }

    private double Share(int seen) => (double)seen / _test.Samples.Count;
}
