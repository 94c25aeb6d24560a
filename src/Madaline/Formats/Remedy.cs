namespace Madaline.Formats;

/// <summary>
/// What helps against an error, as data: <see cref="object.ToString"/> words it for those who write code, and a program
/// words it in its own terms, such as flags.
/// </summary>
public abstract record Remedy
{
    /// <summary>The remedy in the terms of the library, as sentences.</summary>
    public abstract override string ToString();
}

/// <summary>An exception that carries its remedy apart from what is wrong.</summary>
public interface IHasRemedy
{
    /// <summary>What is wrong, without the remedy.</summary>
    string Problem { get; }

    /// <summary>What helps; null where nothing can be said beyond the problem.</summary>
    Remedy? Remedy { get; }
}
