using System.Globalization;
using System.Text;
using Madaline.Formats;
using Madaline.Training;

namespace Madaline.Tests.Training;

/// <summary>Every argument of every type, at its limits and beyond.</summary>
public sealed class RecipeArgumentTests
{
    private static readonly (string Place, IReadOnlyDictionary<string, RecipeCatalog.Argument[]> Types)[] Places =
    [
        ("dataset", RecipeCatalog.Datasets), ("transforms", RecipeCatalog.Transforms), ("layers", RecipeCatalog.Layers),
        ("loss", RecipeCatalog.Losses), ("optimizer", RecipeCatalog.Optimizers), ("schedule", RecipeCatalog.Schedules),
    ];

    public static TheoryData<string, string, string> Arguments => [.. from place in Places
        from type in place.Types
        from argument in type.Value
        select (place.Place, type.Key, argument.Name)];

    public static TheoryData<string, string> Types => [.. from place in Places from type in place.Types select (place.Place, type.Key)];

    [Theory]
    [MemberData(nameof(Arguments))]
    public void An_argument_in_range_is_read_written_and_built(string place, string type, string name)
    {
        var argument = Find(place, type, name);
        foreach (string value in InRange(argument))
        {
            Recipe recipe = Parse(Text(place, type, name, value));
            Assert.True(SpecAt(recipe, place).Arguments.ContainsKey(name), value);
            Assert.Equal(recipe, Parse(RecipeFile.Format(recipe)));
            if (value != "16777216")
                Build(recipe);
        }
    }

    [Theory]
    [MemberData(nameof(Arguments))]
    public void An_argument_out_of_range_is_refused_by_its_path(string place, string type, string name)
    {
        string path = place is "transforms" or "layers" ? $"{place}[0].{name}" : $"{place}.{name}";
        foreach (string value in OutOfRange(Find(place, type, name)))
        {
            var error = Assert.Throws<DataFormatException>(() => Parse(Text(place, type, name, value)));
            Assert.StartsWith("recipe.json: " + path, error.Message);
            Assert.Contains("expected", error.Message);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_type_lacking_what_it_needs_is_refused(string place, string type)
    {
        var needed = Places.Single(p => p.Place == place).Types[type].Where(a => a.Required).ToArray();
        if (type == "random-crop")
        {
            var error = Assert.Throws<DataFormatException>(() => Parse(Put(place, $"\"{type}\"")));
            Assert.StartsWith("recipe.json: transforms[0] (random-crop) cannot be: random-crop: there is nothing to crop to", error.Message);
            return;
        }

        if (needed.Length == 0)
        {
            Parse(Put(place, $"\"{type}\""));
            return;
        }

        foreach (string text in (string[])[$"\"{type}\"", $$"""{"type":"{{type}}"}"""])
            Assert.Contains($"needs \"{needed[0].Name}\"", Assert.Throws<DataFormatException>(() => Parse(Put(place, text))).Message);
    }

    private static RecipeCatalog.Argument Find(string place, string type, string name) =>
        Places.Single(p => p.Place == place).Types[type].Single(a => a.Name == name);

    private static IEnumerable<string> InRange(RecipeCatalog.Argument a) => a.Kind switch
    {
        "flag" => ["true", "false"],
        "text" => ["\"\"", "\"a text\""],
        "list" => ["[]", "[1]", "[3, 3, 2147483647]"],
        "whole|classes" => ["\"classes\"", "1", "16777216"],
        "whole" => [Show(a.Min), Show(Math.Min(a.Max, 1 << 20))],
        "size" => [Show(a.Min), "2", "[3, 2]"],
        "number|list" => ["0.5", "[0.5, 1, 0.25]"],
        _ => [.. ((double[])[Math.Max(a.Min, -1), Math.Min(a.Max, 3), (Math.Max(a.Min, -1) + Math.Min(a.Max, 3)) / 2]).Select(Show)],
    };

    private static IEnumerable<string> OutOfRange(RecipeCatalog.Argument a)
    {
        string[] kinds = a.Kind switch
        {
            "flag" => ["1", "\"true\"", "null"],
            "text" => ["1", "null", "[]"],
            "list" => ["1", "[1.5]", "[-1]", "[0]", "[\"1\"]", "[1e10]", "{}"],
            "whole|classes" => ["\"class\"", "1.5", "null", "0", "16777217", "-1"],
            "whole" => ["1.5", "\"1\"", "true"],
            "size" => ["1.5", "\"1\"", "[1]", "[1, 2, 3]", "[1, 2.5]", "[1, 99999]", "-1", "99999", "null"],
            "number|list" => ["\"1\"", "[]", "null", "[\"1\"]", "[1, 1e999]"],
            _ => ["\"1\"", "null", "[1]", "1e999"],
        };
        var limits = new List<string>(kinds);
        if (a.Kind is "number" or "whole" && a.Min > double.MinValue)
            limits.AddRange([Show(a.Min == double.Epsilon ? 0 : a.Min - 1), "-1"]);
        if (a.Kind is "number" or "whole" && a.Max < double.MaxValue)
            limits.Add(a.Max == RecipeCatalog.BelowOne ? "1" : Show(a.Max * 2));
        return limits;
    }

    private static string Show(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Text(string place, string type, string name, string value)
    {
        var fill = Places.Single(p => p.Place == place).Types[type].Where(a => a.Required && a.Name != name)
            .Select(a => $", \"{a.Name}\": {InRange(a).ElementAt(1)}");
        string more = (type, name) switch
        {
            ("sgd", "nesterov") => ", \"momentum\": 0.5",
            ("random-crop", "fill") => ", \"padding\": 1",
            ("normalize", "mean") => ", \"std\": 0.5",
            ("normalize", "std") => ", \"mean\": 0.5",
            _ => "",
        };
        return Put(place, $$"""{"type": "{{type}}", "{{name}}": {{value}}{{string.Concat(fill)}}{{more}}}""");
    }

    /// <summary>A whole recipe with one part put in its place.</summary>
    private static string Put(string place, string part)
    {
        string Choose(string here, string otherwise) => here == place ? part : otherwise;
        string optimizer = part.Contains("one-cycle", StringComparison.Ordinal) ? "adam" : "sgd";
        return $$"""
            {"name": "test", "dataset": {{Choose("dataset", "\"wheat\"")}}, "transforms": [{{Choose("transforms", "")}}],
            "layers": [{{Choose("layers", "\"flatten\"")}}, {"type": "linear", "outputs": "classes"}], "loss": {{Choose("loss", "\"quadratic\"")}},
            "optimizer": {{Choose("optimizer", $$"""{"type": "{{optimizer}}", "lr": 0.1}""")}}{{(place == "schedule" ? ", \"schedule\": " + part : "")}}}
            """;
    }

    private static Recipe Parse(string text) => RecipeFile.Parse(Encoding.UTF8.GetBytes(text), "recipe.json");

    private static Spec SpecAt(Recipe recipe, string place) => place switch
    {
        "dataset" => recipe.Dataset,
        "transforms" => recipe.Transforms[0],
        "layers" => recipe.Layers[0],
        "loss" => recipe.Loss,
        "optimizer" => recipe.Optimizer,
        _ => recipe.Schedule!,
    };

    /// <summary>Builds all there is and takes a step, so that no part refuses what the catalog allows.</summary>
    private static void Build(Recipe recipe)
    {
        bool hasImages = recipe.Transforms.Any(t => t.Type is not ("to-float" or "z-score" or "min-max"));
        Samples samples = hasImages ? Toy.Pictures(12) : Toy.Clouds(12);
        var experiment = new Experiment(recipe with { Batch = 12 }, samples, Toy.Names(3));
        experiment.Train();
    }
}
