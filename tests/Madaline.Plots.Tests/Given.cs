using Madaline.Data;
using Madaline.NN;
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
}
