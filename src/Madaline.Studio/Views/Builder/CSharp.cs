using System.Globalization;
using Madaline.Recipes;

namespace Madaline.Studio.Views.Builder;

/// <summary>Parts of recipes as expressions of C#.</summary>
internal static class CSharp
{
    /// <summary>The call that builds what a list of recipes has under a name, up to its first argument.</summary>
    /// <param name="list">The property of <see cref="RecipeCatalog"/>.</param>
    /// <param name="spec">The part of a recipe.</param>
    public static string Entry(string list, Spec spec) =>
        $"RecipeCatalog.{list}[{Text(spec.Type)}].Build({New(spec)}";

    /// <summary>Arguments by name, in the letters of C#; those that are not given are left out.</summary>
    /// <param name="spec">The part of a recipe.</param>
    /// <param name="names">Their names in recipes.</param>
    public static string Named(Spec spec, params string[] names) => string.Join(", ", names.Where(spec.Has)
        .Select(name => $"{Camel(name)}: {Text(spec.Arguments[name])}"));

    /// <summary>A list of parts of recipes.</summary>
    public static string New(IReadOnlyList<Spec> specs) => $"[{string.Join(", ", specs.Select(New))}]";

    /// <summary>A part of a recipe.</summary>
    public static string New(Spec spec) => $"new Spec({Text(spec.Type)})"
        + string.Concat(spec.Arguments.Select(argument => $".With({Text(argument.Key)}, {Boxed(argument.Value)})"));

    /// <summary>A value; no text can end its quotes.</summary>
    public static string Text(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => $"\"{string.Concat($"{value}".Select(Escaped))}\"",
    };

    /// <summary>A value as parts of recipes have it: numbers are double.</summary>
    private static string Boxed(object value) => value switch
    {
        double number => $"{Text(number)}d",
        double[] numbers => $"(double[])[{string.Join(", ", numbers.Select(number => Text(number)))}]",
        string[] texts => $"(string[])[{string.Join(", ", texts.Select(Text))}]",
        Spec[] parts => $"(Spec[]){New(parts)}",
        _ => Text(value),
    };

    private static string Camel(string name) => string.Concat(name.Split('-').Select((word, i) =>
        i == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));

    private static string Escaped(char letter) =>
        char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or ' ' or '.' ? $"{letter}" : $"\\u{(int)letter:x4}";
}
