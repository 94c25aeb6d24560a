using Madaline.Datasets;
using Madaline.Formats;
using Madaline.Recipes;

namespace Madaline.Cli.Inputs;

/// <summary>Recipes as commands name them.</summary>
internal static class NamedRecipes
{
    /// <summary>An embedded recipe or a file; an unknown name is wrong usage.</summary>
    public static Recipe Load(string name)
    {
        if (!name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && !RecipeFile.Names.Contains(name))
            throw new UsageException($"there is no recipe {name}.{NearestName.Hint(name, RecipeFile.Names)} Known are "
                + $"{string.Join(", ", RecipeFile.Names)}; or give the path of a .json file.");
        if (!RecipeFile.Names.Contains(name) && !Path.Exists(name))
            throw new FileNotFoundException($"recipe: there is no file {name}. Print one to start from with madaline "
                + "recipe show NAME.", name);
        Recipe recipe = RecipeFile.Load(name);
        RequireTrainable(name, recipe);
        try
        {
            DatasetCatalog.Find(recipe.Dataset);
        }
        catch (ArgumentException e)
        {
            throw new DataFormatException(name, -1L, e.Message, e);
        }

        return recipe;
    }

    /// <summary>Refuses what tells of a network that a program built and trained.</summary>
    public static void RequireTrainable(string name, Recipe recipe)
    {
        if (recipe.Network is { } network)
            throw new UsageException($"{name} tells of {PlainText.Of(network)}, a network that a program built and "
                + "trained; expected a recipe to train by. Train it in that program.");
    }
}
