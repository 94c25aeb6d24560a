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
}
