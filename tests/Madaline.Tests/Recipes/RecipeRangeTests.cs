using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Madaline.Formats;
using Madaline.Recipes;
using Madaline.Tests.Training;

namespace Madaline.Tests.Recipes;

/// <summary>Every number of a recipe outside of its range is refused with its path.</summary>
public sealed class RecipeRangeTests
{
    private static readonly string[] Integer = ["epochs", "batch", "patience"],
        Real = ["holdout", "clip-norm", "clip-value"];

    public static TheoryData<string, string, string> Arguments => [.. from part in RecipeCatalog.Parts
        from type in part.Value
        from argument in type.Arguments
        where SupportsNumbers(argument)
        select (part.Key, type.Name, argument.Name)];

    [Theory]
    [MemberData(nameof(Arguments))]
    public void Numbers_outside_of_their_range_are_refused_with_path_and_range(string part, string type, string name)
    {
        var argument = RecipeCatalog.Parts[part].Single(one => one.Name == type).Arguments.Single(one => one.Name == name);
        var (min, max) = argument.Kind.Contains("list") ? (1, int.MaxValue) : (argument.Min, argument.Max);
        string place = part is "transforms" or "layers" ? $"{part}[0].{name}" : $"{part}.{name}";
        foreach (string number in Outside(min, max, argument.Kind))
        {
            string message = Refusal(WithArgument(part, type, name, number));
            Assert.Contains($"{place} is {number}; expected ", message);
        }
    }

    [Fact]
    public void Numbers_of_the_recipe_itself_are_refused_too()
    {
        foreach (string name in (string[])[.. Integer, .. Real])
        {
            foreach (string number in (string[])["0", "-1", "-1e-300", "1e999", "-1e999", "1e31", "9007199254740993"])
            {
                if (Real.Contains(name) && number == "9007199254740993" && name != "holdout")
                    continue;
                Assert.Contains($"{name} is {number}; expected ", Refusal(With(name, number)));
            }
        }

        foreach (string number in (string[])["1.5", "1e-1"])
        {
            foreach (string name in Integer)
                Assert.Contains($"{name} is {number}; expected ", Refusal(With(name, number)));
        }

        foreach (string number in (string[])["1.5", "1.0000001", "2147483648", "99.5"])
            Assert.Contains($"holdout is {number}; expected ", Refusal(With("holdout", number)));
        foreach (string number in (string[])["-1", "1.5", "18446744073709551616", "1e3"])
            Assert.Contains($"seed is {number}; expected an integer", Refusal(With("seed", number)));
    }

    private static bool SupportsNumbers(Argument argument) =>
        argument.Kind.Split('|').Any(kind => kind is "number" or "integer" or "size");

    private static IEnumerable<string> Outside(double min, double max, string kind)
    {
        if (min > -1e30)
        {
            yield return min >= 1 ? Text(min - 1) : min == 0 ? "-1" : Text(-Math.Abs(min));
            yield return "-1e30";
        }

        if (max < 1e30)
            yield return max < 1 ? "1" : Text(max > 1e15 ? 2 * max : max + 1);
        yield return "1e31";
        yield return "1e999";
        if (!kind.Contains("number", StringComparison.Ordinal))
            yield return Text((min < 1 ? 1 : min) + 0.5);
    }

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static string WithArgument(string part, string type, string name, string number)
    {
        var spec = new JsonObject { ["type"] = type, [name] = 7777 };
        var recipe = Recipe();
        recipe[part] = part is "transforms" or "layers" ? new JsonArray(spec) : spec;
        return recipe.ToJsonString().Replace($"\"{name}\":7777", $"\"{name}\":{number}", StringComparison.Ordinal);
    }

    private static string With(string name, string number)
    {
        var recipe = Recipe();
        recipe[name] = 7777;
        return recipe.ToJsonString().Replace($"\"{name}\":7777", $"\"{name}\":{number}", StringComparison.Ordinal);
    }

    private static JsonObject Recipe() => (JsonObject)JsonNode.Parse(RecipeFile.Format(Toy.Plain))!;

    private static string Refusal(string json) =>
        Assert.Throws<DataFormatException>(() => RecipeFile.Parse(Encoding.UTF8.GetBytes(json), "recipe.json")).Message;
}
