using Madaline.Data;
using Madaline.Recipes;

namespace Madaline.Tests.Training;

/// <summary>Small data and recipes that the tests of training share.</summary>
internal static class Toy
{
    public static IReadOnlyList<string> Names(int classes) => [.. Enumerable.Range(0, classes).Select(c => $"class {c}")];

    /// <summary>Noisy clouds, one a class, in turn: class i mod classes.</summary>
    public static TensorDataset Clouds(int count, int features = 4, int classes = 3, ulong seed = 5)
    {
        var rng = new Rng(seed);
        var inputs = new float[count * features];
        var targets = new long[count];
        for (int i = 0; i < count; i++)
        {
            targets[i] = i % classes;
            for (int j = 0; j < features; j++)
                inputs[(i * features) + j] = (float)((0.5 * rng.NextNormal()) + (j % classes == targets[i] ? 2 : 0));
        }

        return new TensorDataset(Tensor.Wrap(inputs, [count, features]), Tensor.Wrap(targets), Names(classes));
    }

    /// <summary>
    /// Noisy colour images Float32 [count, 3, 6, 5] in 0 … 1: in class c, channel c is the brightest.
    /// </summary>
    public static TensorDataset Pictures(int count, ulong seed = 7)
    {
        var rng = new Rng(seed);
        var inputs = new float[count * 90];
        for (int i = 0; i < inputs.Length; i++)
            inputs[i] = (float)((0.6 * rng.NextDouble()) + (i / 30 % 3 == i / 90 % 3 ? 0.3 : 0));
        long[] targets = [.. Enumerable.Range(0, count).Select(i => (long)i % 3)];
        return new TensorDataset(Tensor.Wrap(inputs, [count, 3, 6, 5]), Tensor.Wrap(targets), Names(3));
    }

    /// <summary>A number a sample, Float64 [count, 1]: 1000 + 50·x₀ − 20·x₁·x₁ with noise of 2.</summary>
    public static TensorDataset Numbers(int count, ulong seed = 9)
    {
        var rng = new Rng(seed);
        var inputs = new float[count * 4];
        var targets = new double[count];
        for (int i = 0; i < inputs.Length; i++)
            inputs[i] = (float)rng.NextNormal();
        for (int i = 0; i < count; i++)
            targets[i] = 1000 + (50 * inputs[i * 4]) - (20 * inputs[(i * 4) + 1] * inputs[(i * 4) + 1]) + (2 * rng.NextNormal());
        return new TensorDataset(Tensor.Wrap(inputs, [count, 4]), Tensor.Wrap(targets, [count, 1])) { TargetName = "price, €" };
    }

    public static Spec Linear(int outputs) => new Spec("linear").With("outputs", (double)outputs);

    public static Spec Last { get; } = new Spec("linear").With("outputs", "classes");

    public static Spec Rate(string optimizer, double rate) => new Spec(optimizer).With("lr", rate);

    public static Recipe Plain { get; } = new()
    {
        Name = "toy",
        Dataset = new Spec("wheat"),
        Transforms = [new Spec("z-score")],
        Layers = [Linear(8), new Spec("relu"), Last],
        Loss = new Spec("cross-entropy"),
        Optimizer = Rate("adam", 0.02),
        Epochs = 4,
        Batch = 8,
        Seed = 3,
    };

    public static Recipe Regression { get; } = Plain with { Loss = new Spec("mse"), Layers = [Linear(16), new Spec("relu"), Linear(1)] };

    /// <summary>All that has a state: dropout, batch norm, Adam, one-cycle, clipping.</summary>
    public static Recipe Stateful { get; } = Plain with
    {
        Layers = [Linear(16), new Spec("batch-norm"), new Spec("relu"), new Spec("dropout").With("p", 0.3), Linear(8), new Spec("silu"), new Spec("dropout"), Last],
        Schedule = new Spec("one-cycle").With("max-lr", 0.05),
        ClipNorm = 1,
        Epochs = 3,
    };

    public static Experiment Experiment(Recipe recipe, TensorDataset samples) =>
        new(recipe, samples.With(classNames: Names(3)));

    public static string Folder() => Directory.CreateTempSubdirectory("madaline-test-").FullName;
}
