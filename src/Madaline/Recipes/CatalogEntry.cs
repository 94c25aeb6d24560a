namespace Madaline.Recipes;

/// <summary>
/// One thing that recipes may name: what it is called and what it takes. Derived types know how to build it.
/// </summary>
/// <param name="name">What recipes call it.</param>
/// <param name="arguments">What it takes.</param>
public abstract class CatalogEntry(string name, IReadOnlyList<Argument> arguments)
{
    /// <summary>What recipes call it.</summary>
    public string Name => name;

    /// <summary>What it takes, in the order in which it is listed.</summary>
    public IReadOnlyList<Argument> Arguments => arguments;

    /// <summary>Refuses arguments that the entry does not take, of another kind or out of their range.</summary>
    /// <param name="spec">The part of a recipe that names it.</param>
    /// <param name="refuse">Makes an error that names the part, of what is wrong.</param>
    public void Require(Spec spec, Func<string, Exception> refuse) => ArgumentCheck.Require(spec, arguments, refuse);

    /// <summary>Its name.</summary>
    public override string ToString() => name;
}
