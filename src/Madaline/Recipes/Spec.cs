namespace Madaline.Recipes;

/// <summary>A part of a recipe: a type from a closed list, and its arguments.</summary>
/// <param name="Type">The type's name, such as <c>linear</c> or <c>adam</c>.</param>
/// <param name="Arguments">Numbers (double), truth values (bool), texts (string), lists of numbers (double[]), of texts
/// (string[]) and of parts (Spec[]) by name.</param>
public sealed record Spec(string Type, IReadOnlyDictionary<string, object> Arguments)
{
    /// <summary>A part without arguments.</summary>
    public Spec(string type) : this(type, new Dictionary<string, object>())
    {
    }

    /// <summary>The same part with one argument set.</summary>
    public Spec With(string name, object value) =>
        this with { Arguments = new Dictionary<string, object>(Arguments) { [name] = value } };

    /// <summary>The same part with a size set: a number where both directions have the same.</summary>
    internal Spec WithSize(string name, Size2 size) =>
        With(name, size.Height == size.Width ? (double)size.Height : (double[])[size.Height, size.Width]);

    /// <summary>The same part with a truth value set, which is left out at its default.</summary>
    internal Spec WithFlag(string name, bool value, bool otherwise) => value == otherwise ? this : With(name, value);

    /// <summary>Whether an argument is given.</summary>
    public bool Has(string name) => Arguments.ContainsKey(name);

    /// <summary>A number, or a default when it is not given.</summary>
    public double Number(string name, double otherwise) =>
        Arguments.TryGetValue(name, out var value) && value is double number ? number : otherwise;

    /// <summary>An integer, or a default when it is not given.</summary>
    public int Integer(string name, int otherwise) => (int)Number(name, otherwise);

    /// <summary>A truth value, or a default when it is not given.</summary>
    public bool Flag(string name, bool otherwise) =>
        Arguments.TryGetValue(name, out var value) && value is bool flag ? flag : otherwise;

    /// <summary>A text, or a default when it is not given.</summary>
    public string? Text(string name, string? otherwise = null) =>
        Arguments.TryGetValue(name, out var value) && value is string text ? text : otherwise;

    /// <summary>A list of texts, or nothing.</summary>
    public IReadOnlyList<string>? Texts(string name) =>
        Arguments.TryGetValue(name, out var value) ? value as string[] : null;

    /// <summary>The same part with one argument left out.</summary>
    public Spec Without(string name) => this with
    {
        Arguments = new Dictionary<string, object>(Arguments.Where(argument => argument.Key != name)),
    };

    /// <summary>A list of numbers, or nothing.</summary>
    public double[]? List(string name) => Arguments.TryGetValue(name, out var value) ? value as double[] : null;

    /// <summary>A number or a list of numbers, as a list; nothing when it is not given.</summary>
    public double[]? Numbers(string name) => Arguments.GetValueOrDefault(name) switch
    {
        double number => [number],
        double[] list => list,
        _ => null,
    };

    /// <summary>A size for both directions or one for each, or nothing when it is not given.</summary>
    public Size2? Size(string name) => Numbers(name) switch
    {
        [var both] => new Size2((int)both, (int)both),
        [var height, var width] => new Size2((int)height, (int)width),
        _ => null,
    };

    /// <summary>A list of parts, such as the layers of a residual layer; or nothing.</summary>
    public IReadOnlyList<Spec>? Parts(string name) =>
        Arguments.TryGetValue(name, out var value) ? value as Spec[] : null;

    /// <inheritdoc/>
    public bool Equals(Spec? other) =>
        other is not null && Type == other.Type && Arguments.Count == other.Arguments.Count
        && Arguments.All(a => other.Arguments.TryGetValue(a.Key, out var value) && Same(a.Value, value));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Arguments.Count);

    /// <summary>The type with its arguments: <c>linear(outputs: 10, bias: false)</c>.</summary>
    public override string ToString() => Arguments.Count == 0 ? Type
        : $"{Type}({string.Join(", ", Arguments.Select(argument => $"{argument.Key}: {Text(argument.Value)}"))})";

    private static string Text(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        double[] numbers => $"[{string.Join(", ", numbers.Select(number => $"{number}"))}]",
        string[] texts => $"[{string.Join(", ", texts)}]",
        Spec[] parts => $"[{string.Join(", ", parts.Select(part => $"{part}"))}]",
        _ => $"{value}",
    };

    private static bool Same(object a, object b) => (a, b) switch
    {
        (double[] x, double[] y) => x.AsSpan().SequenceEqual(y),
        (Spec[] x, Spec[] y) => x.AsSpan().SequenceEqual(y),
        (string[] x, string[] y) => x.AsSpan().SequenceEqual(y),
        _ => a.Equals(b),
    };
}
