using System.Globalization;
using System.Text;
using Madaline.Data;
using Madaline.Formats;
using Madaline.Recipes;
using Madaline.Tests.Training;

namespace Madaline.Tests.Recipes;

/// <summary>Every argument of every type, at its limits and beyond.</summary>
public sealed class RecipeArgumentTests
{
    public static TheoryData<string, string, string> Arguments => [.. from part in RecipeCatalog.Parts
        from type in part.Value
        from argument in type.Arguments
        select (part.Key, type.Name, argument.Name)];

    public static TheoryData<string, string> Types => [.. from part in RecipeCatalog.Parts from type in part.Value select (part.Key, type.Name)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_entry_with_what_it_needs_is_read_written_and_built(string place, string type)
    {
        string needed = string.Concat(TypeAt(place, type).Arguments.Where(a => a.Required).Select(a => $", \"{a.Name}\": {Example(a)}"));
        string more = type == "random-crop" ? ", \"size\": 3" : "";
        Recipe recipe = Parse(Put(place, $$"""{"type": "{{type}}"{{needed}}{{more}}}"""));
        Assert.Equal(recipe, Parse(RecipeFile.Format(recipe)));
        Build(recipe, mustFit: true);
    }

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
            Build(recipe, mustFit: value == InRange(argument).First());
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
            Assert.Contains("expected", error.Message, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_type_lacking_what_it_needs_is_refused(string place, string type)
    {
        var needed = TypeAt(place, type).Arguments.Where(a => a.Required).ToArray();
        if (type == "random-crop")
        {
            var error = Assert.Throws<DataFormatException>(() => Parse(Put(place, $"\"{type}\"")));
            Assert.StartsWith("recipe.json: transforms[0] (random-crop) cannot be: there is nothing to crop to", error.Message);
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

    private static CatalogEntry TypeAt(string place, string type) => RecipeCatalog.Parts[place].Single(entry => entry.Name == type);

    private static Argument Find(string place, string type, string name) =>
        TypeAt(place, type).Arguments.Single(a => a.Name == name);

    private static string Example(Argument a) => a.Kind switch
    {
        "integer|classes" => "3",
        "layers" => "[]",
        "integer" => Show(Math.Max(a.Min, 1)),
        _ => InRange(a).ElementAt(1),
    };

    private static IEnumerable<string> InRange(Argument a) => a.Kind.Split('|').SelectMany<string, string>(kind => kind switch
    {
        "flag" => ["true", "false"],
        "text" => ["\"\"", "\"a text\""],
        "texts" => ["[]", "[\"a, b\"]", "[\"a\", \"\"]"],
        "list" => ["[]", "[1]", "[3, 3, 2147483647]"],
        "layers" => ["[]", "[\"relu\"]", "[{\"type\": \"dropout\", \"p\": 0}, {\"type\": \"residual\", \"layers\": [\"tanh\"]}]"],
        "integer" => [Show(a.Min), Show(Math.Min(a.Max, 1 << 20))],
        "size" => [Show(a.Min), $"[{Show(a.Min)}, {Show(a.Min + 1)}]", Show(a.Max), $"[{Show(a.Min)}, {Show(a.Max)}]"],
        "number" => Numbers(a).Select(Show),
        "numbers" => [$"[{string.Join(", ", Numbers(a).Select(Show))}]"],
        _ => [$"\"{kind}\""],
    });

    private static double[] Numbers(Argument a)
    {
        double low = Math.Max(a.Min, -1), high = Math.Min(a.Max, 3);
        return [low, high, (low + high) / 2];
    }

    private static IEnumerable<string> OutOfRange(Argument a)
    {
        string[] kinds = a.Kind.Split('|');
        bool CanRun(params string[] any) => any.Any(kinds.Contains);
        var values = new List<string> { "null", "{}" };
        if (!CanRun("flag"))
            values.Add("true");
        if (!CanRun("text"))
            values.AddRange(["\"1\"", "\"\""]);
        if (CanRun("texts"))
            values.AddRange(["[1]", "[null]", "[\"a\", []]"]);
        if (!CanRun("size", "list", "numbers", "layers", "texts"))
            values.AddRange(["[]", "[1]"]);
        if (CanRun("list"))
            values.AddRange(["[1.5]", "[-1]", "[0]", "[\"1\"]", "[1e10]"]);
        if (CanRun("layers"))
            values.AddRange(["[1]", "[\"rellu\"]", "[[]]", "\"relu\"", $"[{string.Join(',', Enumerable.Repeat("\"relu\"", 1001))}]"]);
        if (CanRun("size"))
            values.AddRange(["[]", "[1]", "[1, 1, 1]", "[1, 1.5]", $"[{Show(a.Max + 1)}, 1]", $"[1, {Show(a.Min - 1)}]"]);
        if (CanRun("integer", "size"))
            values.Add("1.5");
        if (!CanRun("number", "integer", "size"))
            return [.. values, "1"];
        return [.. values, .. Beyond(a)];
    }

    private static IEnumerable<string> Beyond(Argument a)
    {
        yield return "1e999";
        if (a.Min > -1e30)
        {
            yield return Show(a.Min == 1e-30 ? 0 : a.Min - 1);
            yield return "-1";
        }

        if (a.Max < double.MaxValue)
            yield return a.Max == Argument.BelowOne ? "1" : Show(a.Max * 2);
    }

    private static string Show(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Text(string place, string type, string name, string value)
    {
        var fill = TypeAt(place, type).Arguments.Where(a => a.Required && a.Name != name)
            .Select(a => $", \"{a.Name}\": {Example(a)}");
        string more = (type, name) switch
        {
            ("sgd", "nesterov") => ", \"momentum\": 0.5",
            ("affine", "scale-min") => ", \"scale-max\": 1000",
            ("affine", "scale-max") => ", \"scale-min\": 0.001",
            ("random-erasing", "area-min") => ", \"area-max\": 1",
            ("random-erasing", "area-max") => ", \"area-min\": 0",
            ("random-erasing", "ratio-min") => ", \"ratio-max\": 1000",
            ("random-erasing", "ratio-max") => ", \"ratio-min\": 0.001",
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
        string last = part.Contains("\"nll\"", StringComparison.Ordinal) ? ", \"log-softmax\"" : "";
        string optimizer = part.Contains("one-cycle", StringComparison.Ordinal) ? "adam" : "sgd";
        return $$"""
            {"name": "test", "dataset": {{Choose("dataset", "\"wheat\"")}}, "transforms": [{{Choose("transforms", "")}}],
            "layers": [{{Choose("layers", "\"flatten\"")}}, "flatten", {"type": "linear", "outputs": "classes"}{{last}}], "loss": {{Choose("loss", "\"quadratic\"")}},
            "optimizer": {{Choose("optimizer", $$"""{"type": "{{optimizer}}", "lr": 0.1}""")}}{{(place is "schedule" or "sampler" ? $", \"{place}\": " + part : "")}}}
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
        "sampler" => recipe.Sampler!,
        _ => recipe.Schedule!,
    };

    /// <summary>
    /// Builds all there is and takes a step, so that no part refuses what the catalog allows; large networks are only
    /// planned. Layers over images may refuse what is larger than these images.
    /// </summary>
    private static void Build(Recipe recipe, bool mustFit)
    {
        if (Plan(recipe, [4]) is not { } plan)
        {
            plan = Plan(recipe, Image);
            if (!mustFit && plan is null)
                return;
        }

        Assert.True(plan is not null, RecipeFile.Format(recipe));
        if (recipe.Transforms.Any(t => t.Size("size") is { Height: > 5 } or { Width: > 5 }))
            return; // A part larger than these pictures, or pictures that take long.
        TensorDataset samples = Toy.Clouds(12, Plan(recipe, [4]) is null ? 64 : 4);
        if (samples.Inputs.Shape[1] > 4)
            samples = samples.With(samples.Inputs.Reshape([12, .. Image]));
        if (recipe.Transforms.Any(t => t.Type is not ("to-float" or "z-score" or "min-max")))
            samples = Toy.Pictures(12);
        if (RecipeCatalog.TaskOf(recipe).HasNumbers)
            samples = samples.With(targets: Tensor.Randn([12, 1], DType.Float64, new Rng(2)), classNames: []);
        if (plan.Numbers < 1 << 20)
            new Experiment(recipe with { Batch = 12 }, samples).Train();
    }

    private static int[] Image => [4, 4, 4];

    private static NetworkPlan? Plan(Recipe recipe, int[] input)
    {
        try
        {
            return NetworkPlan.Of(recipe, input, 3);
        }
        catch (TensorException refusal)
        {
            Assert.StartsWith("recipe › layers[0]", refusal.Message);
            Assert.Contains("expected", refusal.Message);
            return null;
        }
    }
}
