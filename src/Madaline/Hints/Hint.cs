namespace Madaline;

/// <summary>What the library noticed about a program that runs and probably does not do what was meant.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Message">What was seen, where, and what to do about it.</param>
public sealed record Hint(HintKind Kind, string Message)
{
    /// <summary>What was seen, without what to do about it where the two are known apart.</summary>
    public string Problem { get; init; } = Message;

    /// <summary>The hint in one line.</summary>
    public override string ToString() => $"hint: {Message} [{Kind}]";
}
