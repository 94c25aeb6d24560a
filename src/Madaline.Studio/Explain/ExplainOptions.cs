namespace Madaline.Studio.Explain;

/// <summary>What a page that is one file shows of a network.</summary>
public sealed record ExplainOptions
{
    /// <summary>
    /// Steps of its training that are shown besides the end: 0 for the network before training. For any other the
    /// training is done again, which takes as long as it took. None for the end only.
    /// </summary>
    public IReadOnlyList<long> Steps { get; init; } = [];

    /// <summary>Samples that the microscope and the maps show, the first ones of the training part; 1 to 50.</summary>
    public int Samples { get; init; } = 4;

    /// <summary>Told of the steps that are done again.</summary>
    public IProgress<long>? Progress { get; init; }
}

/// <summary>A page that was written.</summary>
/// <param name="Steps">The steps that it shows, in order.</param>
/// <param name="Answers">How many different pictures and sets of numbers it holds.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Notes">What it does not hold, and why.</param>
public sealed record ExplainResult(
    IReadOnlyList<long> Steps, int Answers, long Bytes, IReadOnlyList<string> Notes);
