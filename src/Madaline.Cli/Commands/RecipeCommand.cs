using System.CommandLine;
using Madaline.Cli.Inputs;
using Madaline.Cli.Output;
using Madaline.Training;
using Spectre.Console;

namespace Madaline.Cli.Commands;

/// <summary><c>madaline recipe list|show</c>.</summary>
internal static class RecipeCommand
{
    public static Command Create() =>
        new("recipe", "The recipes that come with the tool.") { CreateList(), CreateShow() };

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
            Recipe recipe = Recipes.Load(wanted);
            if (flags.GetValue(common.Json))
                Console.Out.WriteLine(RecipeFile.Format(recipe, indented: false));
            else
                Console.Out.Write(RecipeFile.Names.Contains(wanted) ? RecipeFile.Text(wanted)
                    : RecipeFile.Format(recipe));
            return 0;
        });
        return command;
    }
}
