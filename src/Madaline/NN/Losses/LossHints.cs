namespace Madaline.NN;

/// <summary>Notices a network whose last operation does not give what its loss takes.</summary>
internal static class LossHints
{
    /// <summary>For a loss with softmax or sigmoid inside.</summary>
    /// <param name="loss">The loss's name.</param>
    /// <param name="output">What the network gave.</param>
    /// <param name="inside">What the loss does to it first.</param>
    public static void ExpectLogits(string loss, Tensor output, string inside)
    {
        if (output.GradFn is not { } node)
            return;
        if (node.Name is "softmax" or "sigmoid")
        {
            Hints.Give(HintKind.LossOfWrongScale, $"{loss} takes logits and has {inside} inside, but the network's "
                + $"output {output.Shape} comes from {node.Name}: done twice, differences shrink and training is "
                + $"slow. Leave {node.Name} out of the network; for probabilities, apply it after training.");
        }
        else if (node.IsRectified)
        {
            Hints.Give(HintKind.ReluBeforeLoss, $"the network ends in ReLU, so that none of the scores "
                + $"{output.Shape} that {loss} gets can be negative, and a score of 0 gets no gradient. Leave the "
                + "last ReLU out.");
        }
    }

    /// <summary>For a loss that takes the logarithms of probabilities.</summary>
    /// <param name="loss">The loss's name.</param>
    /// <param name="output">What the network gave.</param>
    public static void ExpectLogProbabilities(string loss, Tensor output)
    {
        if (output.GradFn is { Name: "softmax" or "sigmoid" or "linear" or "relu" } node)
        {
            Hints.Give(HintKind.LossOfWrongScale, $"{loss} takes log-probabilities, but the network's output "
                + $"{output.Shape} comes from {node.Name}. End the network in LogSoftmax, or use CrossEntropyLoss, "
                + "which takes the scores of a linear layer.");
        }
    }
}
