using Madaline.Recipes;

namespace Madaline.Workbench;

/// <summary>Another optimizer or schedule in a recipe, or other numbers of theirs.</summary>
internal static class OptimizerChanges
{
    private const string None = "none";

    /// <summary>Another optimizer; it keeps the rate.</summary>
    /// <exception cref="RequestException">There is no such optimizer.</exception>
    public static Recipe WithOptimizer(Recipe recipe, string type)
    {
        if (RecipeCatalog.Optimizers.Find(type) is null)
            throw new RequestException(RecipeCatalog.Optimizers.Unknown(type));
        return type == recipe.Optimizer.Type ? recipe
            : recipe with { Optimizer = new Spec(type).With("lr", recipe.Optimizer.Number("lr", 1e-3)) };
    }

    /// <summary>Another number of the optimizer's, such as momentum.</summary>
    /// <exception cref="RequestException">The optimizer takes no such number.</exception>
    public static Recipe WithNumber(Recipe recipe, string argument, double value)
    {
        var able = RecipeCatalog.Optimizers.Where(type => type.Arguments.Any(a => a.Name == argument)).ToList();
        if (!able.Exists(type => type.Name == recipe.Optimizer.Type))
        {
            throw new RequestException($"the optimizer {recipe.Optimizer.Type} takes no {argument}; expected one of "
                + $"{string.Join(", ", able)}.");
        }

        return recipe with { Optimizer = recipe.Optimizer.With(argument, value) };
    }

    /// <summary>Another rate; a schedule that climbs to a rate climbs to this one.</summary>
    public static Recipe WithRate(Recipe recipe, double rate)
    {
        recipe = recipe with { Optimizer = recipe.Optimizer.With("lr", rate) };
        return recipe.Schedule is { Type: "one-cycle" } cycle ? recipe with { Schedule = cycle.With("max-lr", rate) }
            : recipe;
    }

    /// <summary>Another schedule by its name, with usual numbers for what it must be given; none for "none".</summary>
    /// <exception cref="RequestException">There is no such schedule.</exception>
    public static Recipe WithSchedule(Recipe recipe, string type)
    {
        if (type == None)
            return recipe with { Schedule = null };
        if (RecipeCatalog.Schedules.Find(type) is null)
            throw new RequestException(RecipeCatalog.Schedules.Unknown(type));
        if (type == recipe.Schedule?.Type)
            return recipe;
        double rate = recipe.Optimizer.Number("lr", 1e-3);
        int third = Math.Max(1, recipe.Epochs / 3);
        Spec schedule = new(type);
        foreach (var argument in RecipeCatalog.Schedules[type].Arguments.Where(argument => argument.Required))
            schedule = schedule.With(argument.Name, Usual[argument.Name](rate, third));
        return recipe with { Schedule = schedule };
    }

    /// <summary>What a required number of a schedule is where only its name is asked for.</summary>
    private static readonly Dictionary<string, Func<double, int, object>> Usual = new(StringComparer.Ordinal)
    {
        ["size"] = (_, third) => (double)third,
        ["milestones"] = (_, third) => (double[])[third, 2 * third],
        ["gamma"] = (_, _) => 0.9,
        ["max-lr"] = (rate, _) => 10 * rate,
        ["steps"] = (_, _) => 500.0,
        ["decay"] = (_, _) => 0.1,
    };
}
