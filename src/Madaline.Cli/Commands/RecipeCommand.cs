using System.CommandLine;
using Madaline.Cli.Inputs;
using Madaline.Cli.Output;
using Madaline.Datasets;
using Madaline.Formats;
using Madaline.Recipes;
using Spectre.Console;

namespace Madaline.Cli.Commands;

/// <summary><c>madaline recipe list|show|parts</c>.</summary>
internal static class RecipeCommand
{
    /// <summary>What recipes choose from, by the key under which they name it.</summary>
    private static OrderedDictionary<string, IReadOnlyCollection<CatalogEntry>> Parts { get; } =
        new([new("dataset", DatasetCatalog.All), .. RecipeCatalog.Parts]);

    public static Command Create() =>
        new("recipe", "The recipes that come with the tool, and the parts to write one of.")
        {
            CreateList(), CreateShow(), CreateParts(),
        };

    private static Command CreateList()
    {
        var common = new CommonOptions();
        var command = new Command("list", "List the recipes.") { common.Json, common.Quiet };
        command.SetAction(flags =>
        {
            var report = new Report(flags.GetValue(common.Json), flags.GetValue(common.Quiet));
            var table = new Table().Border(TableBorder.Simple).AddColumns("recipe", "data set", "what it shows");
            foreach (string name in RecipeFile.Names)
            {
                Recipe recipe = RecipeFile.Load(name);
                table.AddRow(name, recipe.Dataset.Type, Markup.Escape(recipe.Description));
                report.Write(writer =>
                {
                    writer.WriteString("event", "recipe");
                    writer.WriteString("recipe", name);
                    writer.WriteString("dataset", recipe.Dataset.Type);
                    writer.WriteString("description", recipe.Description);
                });
            }

            report.Show(table);
            return 0;
        });
        return command;
    }

    private static Command CreateShow()
    {
        var name = new Argument<string>("recipe") { Description = "A recipe's name, or a .json file to check." };
        var common = new CommonOptions();
        var command = new Command("show", "Print a recipe's JSON: something to start from.")
        {
            name, common.Json, common.Quiet,
        };
        command.SetAction(flags =>
        {
            string wanted = flags.GetRequiredValue(name);
            Recipe recipe = NamedRecipes.Load(wanted);
            if (flags.GetValue(common.Json))
                Console.Out.WriteLine(RecipeFile.Format(recipe, indented: false));
            else
                Console.Out.Write(RecipeFile.Names.Contains(wanted) ? RecipeFile.Text(wanted)
                    : RecipeFile.Format(recipe));
            return 0;
        });
        return command;
    }

    private static Command CreateParts()
    {
        var part = new Argument<string?>("part")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = $"One of {string.Join(", ", Parts.Keys)}; all if omitted.",
        };
        var common = new CommonOptions();
        string all = string.Join(". ", Parts.Select(p => $"{p.Key}: {string.Join(", ", p.Value)}"));
        var command = new Command("parts", $"List what a recipe may name, with arguments. {all}.")
        {
            part, common.Json, common.Quiet,
        };
        command.SetAction(flags =>
        {
            var report = new Report(flags.GetValue(common.Json), flags.GetValue(common.Quiet));
            string? wanted = flags.GetValue(part);
            if (wanted is not null && !Parts.ContainsKey(wanted))
                throw new UsageException($"a recipe has no part {wanted}."
                    + $"{NearestName.Hint(wanted, Parts.Keys)} "
                    + $"Expected one of {string.Join(", ", Parts.Keys)}.");
            var table = new Table().Border(TableBorder.Simple).AddColumns("part", "type", "argument", "expected");
            foreach (var (name, entries) in Parts.Where(p => wanted is null || p.Key == wanted))
            {
                foreach (var entry in entries)
                    Show(report, table, name, entry);
            }

            report.Show(table);
            return 0;
        });
        return command;
    }

    /// <summary>An object, and a row for each argument.</summary>
    private static void Show(Report report, Table table, string part, CatalogEntry entry)
    {
        report.Write(json =>
        {
            json.WriteString("event", "part");
            json.WriteString("part", part);
            json.WriteString("type", entry.Name);
            json.WriteStartObject("arguments");
            foreach (var argument in entry.Arguments)
                json.WriteString(argument.Name, argument.Expected);
            json.WriteEndObject();
        });
        if (entry.Arguments.Count == 0)
            table.AddRow(part, entry.Name, "", "");
        foreach (var (i, argument) in entry.Arguments.Index())
        {
            table.AddRow(i == 0 ? part : "", i == 0 ? entry.Name : "", argument.Name,
                Markup.Escape(argument.Expected) + (argument.Required ? "; needed" : ""));
        }
    }
}
