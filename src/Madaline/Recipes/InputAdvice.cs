namespace Madaline.Recipes;

/// <summary>What to do about inputs that are no batch of a model's samples.</summary>
internal static class InputAdvice
{
    /// <summary>The advice, as a sentence.</summary>
    /// <param name="inputs">The shape of what was given.</param>
    /// <param name="sample">That of one sample.</param>
    public static string For(Shape inputs, Shape sample)
    {
        Shape one = (int[])[1, .. sample];
        if (inputs.Equals(sample))
            return $"A single sample needs a batch dimension: Unsqueeze(0) makes it {one}.";
        if (sample.Rank != 3 || sample[0] is not (1 or 3))
            return inputs.Elements == sample.Elements
                ? $"For a single sample, Reshape({string.Join(", ", one)}) makes it {one}."
                : "Give raw samples, as the data set holds them.";
        int[] last = [sample[1], sample[2], sample[0]];
        if (inputs.Equals(last))
            return $"The channels seem to come last: Permute(2, 0, 1).Unsqueeze(0) makes it {one}.";
        if (inputs.Rank == 4 && inputs[1..].Equals(last))
            return "The channels seem to come last: Permute(0, 3, 1, 2) brings them before the height.";
        if (sample[0] == 1 && inputs.Equals(sample[1..]))
            return $"A single image without channels: Unsqueeze(0).Unsqueeze(0) makes it {one}.";
        return sample[0] == 1 && inputs.Rank == 3 && inputs[1..].Equals(sample[1..])
            ? $"For {inputs[0]} images of one channel, Unsqueeze(1) makes it {Shape.Create([inputs[0], .. sample])}."
            : "Give raw samples, as the data set holds them; images of another size are brought to this one by Resize.";
    }
}
