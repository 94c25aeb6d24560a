namespace Madaline.Workbench;

/// <summary>The data cannot be divided into training and test samples; the notes on them may say why.</summary>
/// <param name="problem">What is wrong.</param>
/// <param name="notes">What is to know of the data.</param>
/// <param name="innerException">The error underneath.</param>
public sealed class SplitException(string problem, IReadOnlyList<Note> notes, Exception innerException)
    : Exception($"data: {problem} {string.Join(' ', notes)}", innerException)
{
    /// <summary>What is wrong, without the notes.</summary>
    public string Problem { get; } = $"data: {problem}";

    /// <summary>What is to know of the data.</summary>
    public IReadOnlyList<Note> Notes => notes;
}
