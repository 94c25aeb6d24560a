using System.CommandLine;
using System.Globalization;
using Madaline.Cli.Commands;
using Madaline.Datasets;
using Madaline.Devices.Cpu.Normalization;
using Madaline.Formats;
using Madaline.Recipes;

namespace Madaline.Cli.Inputs;

/// <summary>Flags laid over a recipe.</summary>
internal static class RecipeOverrides
{
    private static readonly string[] Activations = ["relu", "leaky-relu", "elu", "gelu", "silu", "softplus", "sigmoid",
        "tanh"];

    public static Recipe Apply(Recipe recipe, ParseResult flags, CommonOptions options)
    {
        if (flags.GetValue(options.Epochs) is { } epochs)
            recipe = recipe with { Epochs = epochs };
        if (flags.GetValue(options.Batch) is { } batch)
            recipe = recipe with { Batch = batch };
        if (flags.GetValue(options.Seed) is { } seed)
            recipe = recipe with { Seed = seed };
        if (flags.GetValue(options.Optimizer) is { } optimizer)
            recipe = recipe with { Optimizer = OtherOptimizer(recipe, optimizer) };
        if (flags.GetValue(options.Rate) is { } rate)
            recipe = WithRate(recipe, rate);
        if (flags.GetValue(options.Hidden) is { } hidden)
            recipe = recipe with { Layers = WithHidden(recipe, Sizes(hidden)) };
        if (flags.GetValue(options.Holdout) is { } holdout)
            recipe = recipe with { Holdout = HoldoutOf(holdout) };
        return WithDataset(recipe, flags, options);
    }

    public static double HoldoutOf(string text) =>
        NumberText.TryReal(text, out double value) && value > 0 && value < int.MaxValue
            && (value < 1 || value == Math.Floor(value))
            ? value
            : throw new UsageException(
                $"--holdout is {text}; expected a number of samples, or a fraction between 0 and 1."
                    + NumberText.Advice(text));

    /// <summary>The data set that flags ask for: <c>--dataset NAME</c>, or <c>--data FILE.csv</c> or
    /// <c>--data FOLDER</c> of images.</summary>
    public static Recipe WithDataset(Recipe recipe, ParseResult flags, CommonOptions options)
    {
        string? name = flags.GetValue(options.Dataset), data = flags.GetValue(options.Data),
            target = flags.GetValue(options.Target);
        string[] exclude = flags.GetValue(options.Exclude) ?? [];
        bool oneHot = flags.GetValue(options.OneHot);
        bool asksForTable = target is not null || oneHot || exclude.Length > 0 || TableFlags.AreGiven(flags, options);
        bool isFile = data is not null
            && DataSource.IsTableFile(data, asksForTable ? "table" : name ?? recipe.Dataset.Type);
        if (name is not null && name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            (name, data, isFile) = ("table", name, true);
        if (name is not null && DatasetCatalog.All.Find(name) is null)
            throw new UsageException($"--dataset is {name}.{NearestName.Hint(name, DatasetCatalog.All.Names)} "
                + $"Expected one of {string.Join(", ", DatasetCatalog.All.Names)}, or a .csv file.");
        bool isFolder = !isFile && DataSource.IsImageFolder(data, name ?? recipe.Dataset.Type);
        if (isFolder)
            name = "images";
        if (isFile && (asksForTable || (name ?? recipe.Dataset.Type) is not ("wheat" or "table")))
            name = "table";
        if (name is not null && name != recipe.Dataset.Type)
            recipe = recipe with { Dataset = new Spec(name) };
        Spec dataset = recipe.Dataset;
        if (asksForTable && dataset.Type != "table")
            throw new UsageException($"--target, --one-hot, --exclude, {TableFlags.Names} are for CSV tables, and the "
                + $"data set is {dataset.Type}. Add --data FILE.csv.");
        if (isFile && dataset.Type == "table")
            dataset = dataset.With("path", Path.GetFullPath(data!));
        if (isFolder)
            dataset = dataset.With("path", Path.GetFullPath(data!));
        if (flags.GetValue(options.Size) is { } size)
            dataset = WithSize(dataset, size);
        dataset = WithFlag(WithFlag(dataset, "upright", flags.GetValue(options.Upright)), "strict",
            flags.GetValue(options.Strict));
        if (target is not null)
            dataset = dataset.With("target", target);
        if (oneHot)
            dataset = dataset.With("one-hot", true);
        if (exclude.Length > 0)
            dataset = dataset.With("exclude", exclude);
        dataset = TableFlags.LayOver(dataset, flags, options);
        return recipe with { Dataset = dataset };
    }

    /// <summary><c>--size 32</c> or <c>--size 32x48</c>, height before width.</summary>
    private static Spec WithSize(Spec dataset, string text)
    {
        if (dataset.Type != "images")
            throw new UsageException($"--size is for folders of images, and the data set is {dataset.Type}. "
                + "Add --data FOLDER.");
        string[] parts = text.Split('x');
        double[] sides = [.. parts.Select(part =>
            int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int side) ? side : 0)];
        if (sides.Length > 2 || !Array.TrueForAll(sides, side => side is >= 1 and <= 1 << 14))
            throw new UsageException($"--size is {text}; expected pixels such as 32, or height and width as 32x48.");
        return dataset.With("size", sides.Length == 1 ? sides[0] : sides);
    }

    private static Spec WithFlag(Spec dataset, string name, bool value)
    {
        if (!value)
            return dataset;
        if (dataset.Type != "images")
            throw new UsageException($"--{name} is for folders of images, and the data set is {dataset.Type}. "
                + "Add --data FOLDER.");
        return dataset.With(name, true);
    }

    private static Spec OtherOptimizer(Recipe recipe, string type)
    {
        if (RecipeCatalog.Optimizers.Find(type) is null)
            throw new UsageException($"--optimizer is {type}.{NearestName.Hint(type, RecipeCatalog.Optimizers.Names)} "
                + $"Expected one of {string.Join(", ", RecipeCatalog.Optimizers.Names)}.");
        return type == recipe.Optimizer.Type ? recipe.Optimizer
            : new Spec(type).With("lr", recipe.Optimizer.Number("lr", 1e-3));
    }

    private static Recipe WithRate(Recipe recipe, double rate)
    {
        recipe = recipe with { Optimizer = recipe.Optimizer.With("lr", rate) };
        return recipe.Schedule is { Type: "one-cycle" } cycle ? recipe with { Schedule = cycle.With("max-lr", rate) }
            : recipe;
    }

    private static int[] Sizes(string text)
    {
        var sizes = new List<int>();
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!NumberText.TryInteger(part, out int size) || size is < 1 or > 1 << 24)
                throw new UsageException($"--hidden is {text}; expected sizes such as 128 or 128,64.");
            sizes.Add(size);
        }

        return [.. sizes];
    }

    /// <summary>The same kind of network with other hidden layers: all linear layers but the last are
    /// replaced.</summary>
    private static List<Spec> WithHidden(Recipe recipe, int[] sizes)
    {
        int last = recipe.Layers.ToList().FindLastIndex(layer => layer.Type == "linear");
        int first = recipe.Layers.ToList().FindIndex(layer => layer.Type == "linear");
        bool plain = last >= 0 && recipe.Layers.All(layer => Activations.Contains(layer.Type)
            || layer.Type is "flatten" or "linear" or "dropout" or "softmax" or "log-softmax");
        if (!plain)
            throw new UsageException($"--hidden needs a fully connected network, and recipe {recipe.Name} is "
                + $"another kind. Edit a copy: madaline recipe show {recipe.Name}.");
        Spec activation = recipe.Layers.Skip(first).Take(last - first)
            .FirstOrDefault(layer => Activations.Contains(layer.Type)) ?? new Spec("relu");
        Spec? dropout = recipe.Layers.Take(last).FirstOrDefault(layer => layer.Type == "dropout");
        var layers = recipe.Layers.Take(first).ToList();
        foreach (int size in sizes)
        {
            layers.Add(new Spec("linear").With("outputs", (double)size));
            layers.Add(activation);
            if (dropout is not null)
                layers.Add(dropout);
        }

        layers.AddRange(recipe.Layers.Skip(last));
        return layers;
    }
}
