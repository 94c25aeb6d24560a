using System.Globalization;
using Madaline.Formats;

namespace Madaline.Recipes;

/// <summary>Checks the arguments of recipes made by code, which come without the reader's checks.</summary>
internal static class ArgumentCheck
{
    /// <summary>
    /// Each argument that is given is known, has one of its kinds, and its numbers are in their range.
    /// </summary>
    /// <param name="spec">The part of a recipe.</param>
    /// <param name="arguments">What its type takes.</param>
    /// <param name="refuse">Makes an error that names the part, of what is wrong.</param>
    public static void Require(Spec spec, IReadOnlyList<Argument> arguments, Func<string, Exception> refuse)
    {
        string[] names = [.. arguments.Select(argument => argument.Name)];
        if (spec.Arguments.Keys.FirstOrDefault(name => !names.Contains(name)) is { } unknown)
        {
            throw refuse($"there is no argument \"{RecipeArguments.Cut(unknown)}\".{NearestName.Hint(unknown, names)} "
                + $"Expected {(names.Length == 0 ? "none" : string.Join(", ", names))}.");
        }

        foreach (var argument in arguments)
        {
            if (!spec.Arguments.TryGetValue(argument.Name, out object? value))
            {
                if (argument.Required)
                    throw refuse($"an argument is missing; expected \"{argument.Name}\".");
                continue;
            }

            string[] kinds = argument.Kind.Split('|');
            if (!kinds.Any(kind => IsOf(kind, value)))
            {
                throw refuse($"an argument is of the wrong kind. {argument.Name} is {Shown(value)}; expected "
                    + $"{string.Join(" or ", kinds.Select(RecipeArguments.WordsFor))}. Numbers are double, "
                    + "lists double[].");
            }

            RequireRange(argument, Numbers(value), refuse);
        }
    }

    private static void RequireRange(Argument argument, double[] numbers, Func<string, Exception> refuse)
    {
        foreach (double number in numbers)
        {
            if (!(number >= argument.Min && number <= argument.Max))
            {
                throw refuse($"an argument is out of range. {argument.Name} is {number}; expected a number "
                    + $"{RecipeArguments.Range(argument.Min, argument.Max)}.");
            }
        }
    }

    private static bool IsOf(string kind, object value) => kind switch
    {
        "number" => value is double,
        "integer" => value is double number && IsInteger(number),
        "size" => Numbers(value) is { Length: var length } sizes && sizes.All(IsInteger)
            && (value is double || length == 2),
        "numbers" => value is double[] { Length: > 0 },
        "list" => value is double[] list && list.All(number => IsInteger(number) && number is >= 1 and <= int.MaxValue),
        "flag" => value is bool,
        "layers" => value is Spec[],
        "text" => value is string,
        "texts" => value is string[],
        _ => value is string word && word == kind,
    };

    private static double[] Numbers(object value) => value switch
    {
        double number => [number],
        double[] list => list,
        _ => [],
    };

    // NaN is refused by its range, with the range.
    private static bool IsInteger(double number) => number == Math.Floor(number) || double.IsNaN(number);

    private static string Shown(object value) => value switch
    {
        double[] list => $"[{string.Join(", ", list.Take(5).Select(Shown))}{(list.Length > 5 ? ", …" : "")}]",
        double number => number.ToString(CultureInfo.InvariantCulture),
        string text => $"\"{RecipeArguments.Cut(text)}\"",
        bool flag => flag ? "true" : "false",
        _ => value.GetType().Name,
    };

    private static string Shown(double number) => number.ToString(CultureInfo.InvariantCulture);
}
