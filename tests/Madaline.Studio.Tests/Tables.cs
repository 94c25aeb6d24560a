using Madaline.Data;
using Madaline.Datasets;
using Madaline.Recipes;
using Madaline.Studio.Live;
using Madaline.Workbench;

namespace Madaline.Studio.Tests;

/// <summary>Small trainings on tables.</summary>
internal static class Tables
{
    /// <summary>A small network on four columns, scaled from 0 to 1.</summary>
    public static Recipe Recipe { get; } = RecipeFile.Load("wheat-scratch") with
    {
        Epochs = 30,
        Batch = 6,
        Transforms = [new Spec("min-max")],
    };

    /// <summary>Rows whose classes overlap: a network that remembers them is told from one that does not.</summary>
    public static TensorDataset Rows(int count = 60)
    {
        var rng = new Rng(8);
        Tensor classes = Tensor.From([.. Enumerable.Range(0, count).Select(i => (long)(i % 3))], [count]);
        Tensor noise = Tensor.Randn([count, 4], rng: rng);
        Tensor means = classes.To(DType.Float32).Unsqueeze(1) * Tensor.From([0.8f, -0.5f, 0.1f, 0f], [1, 4]);
        return new TensorDataset((noise + means) * 3.0 + 5.0, classes, ["low", "middle", "high"])
        {
            Name = "overlapping rows",
            FeatureNames = ["length", "Asymmetry", "width", "noise"],
        };
    }

    /// <summary>A session on 60 rows, of which 48 are trained on: as many steps an epoch as <see cref="Sessions"/> have.</summary>
    public static RunningSession Start(Recipe? recipe = null, TensorDataset? rows = null)
    {
        rows ??= Rows();
        int train = rows.Count * 4 / 5;
        return new RunningSession(new Session(recipe ?? Recipe, new PreparedData(rows[..train], rows[train..], [])));
    }

    /// <summary>The course's file, where there is one.</summary>
    public static TensorDataset Wheat()
    {
        DataRoot root = DataRoot.Resolve(null);
        Assert.SkipWhen(WheatFiles.Locate(root) is null, "the wheat data are not here");
        return WheatFiles.Load(root).ToDataset("wheat");
    }
}
