using System.Text;
using Madaline.Data;
using Madaline.NN;
using Madaline.Recipes;
using Madaline.Training;

namespace Madaline.Plots.Tests;

/// <summary>What figures are drawn of.</summary>
internal static class Given
{
    /// <summary>An evaluation of a network that says exactly this.</summary>
    public static Evaluation Evaluation(string[] classes, params (int Truth, int Said)[] answers)
    {
        var scores = new float[answers.Length * classes.Length];
        for (int i = 0; i < answers.Length; i++)
            scores[(i * classes.Length) + answers[i].Said] = 5;
        var set = new TensorDataset(Tensor.From(scores, [answers.Length, classes.Length]),
            Tensor.From(Array.ConvertAll(answers, answer => (long)answer.Truth)), classes);
        return Evaluator.Run(new Identity(), new CrossEntropyLoss(), set);
    }

    /// <summary>A fully connected layer.</summary>
    public const string Plain = """{ "type": "flatten" }, { "type": "linear", "outputs": "classes" }""";

    /// <summary>A recipe's network after one epoch over noise, and the images it was trained on.</summary>
    public static (TrainedModel Model, TensorDataset Samples) Trained(string layers, int channels = 1)
    {
        string json = $$"""
            {
              "name": "noise", "dataset": { "type": "digits" }, "transforms": [{ "type": "to-float" }],
              "layers": [{{layers}}],
              "loss": "cross-entropy", "optimizer": { "type": "sgd", "lr": 0.01 }, "epochs": 1, "batch": 20
            }
            """;
        Recipe recipe = RecipeFile.Parse(Encoding.UTF8.GetBytes(json), "noise");
        var rng = new Rng(7);
        var set = new TensorDataset((Tensor.Rand([60, channels, 8, 8], rng: rng) * 255).To(DType.UInt8),
            Tensor.RandInt(0, 3, [60], rng: rng), ["oak", "elm", "ash"]);
        var experiment = new Experiment(recipe, set);
        experiment.Train();
        return (experiment.Model, set);
    }
}
