namespace Madaline.Tests.Goldens;

/// <summary>Calls an op as PyTorch was called, and compares results and gradients.</summary>
internal static class OpComparison
{
    public static void Check(IEnumerable<GoldenCase> cases, Func<DType, Tolerance> allowed)
    {
        var failures = new List<string>();
        foreach (var golden in cases)
        {
            string? failure = Failure(golden, allowed);
            if (failure is not null)
                failures.Add($"{golden.Name} {golden.Json.GetProperty("args")}: {failure}");
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    private static string? Failure(GoldenCase golden, Func<DType, Tolerance> allowed)
    {
        try
        {
            return golden.Throws ? NotRefused(golden) : Compared(golden, allowed);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return $"{e.GetType().Name}: {e.Message}";
        }
    }

    private static string? NotRefused(GoldenCase golden)
    {
        try
        {
            OpTable.Of(golden.Op)(golden.Inputs, golden.Arguments);
            return "was computed; PyTorch refuses";
        }
        catch (TensorException)
        {
            return null;
        }
    }

    private static string? Compared(GoldenCase golden, Func<DType, Tolerance> allowed)
    {
        Tensor[] inputs = golden.Inputs, expected = golden.Outputs, dy = golden.OutputGradients;
        foreach (var input in inputs)
            input.RequiresGrad = dy.Length > 0 && input.DType.IsFloating();
        Tensor[] outputs = OpTable.Of(golden.Op)(inputs, golden.Arguments);
        if (outputs.Length != expected.Length)
            return $"gives {outputs.Length} results; expected {expected.Length}";
        for (int i = 0; i < outputs.Length; i++)
        {
            if (Difference(golden, $"output {i}", expected[i], outputs[i], allowed) is { } difference)
                return difference;
        }

        for (int i = 0; i < dy.Length; i++)
            outputs[i].Backward(dy[i]);
        return dy.Length == 0 ? null : GradientDifference(golden, inputs, golden.InputGradients, allowed);
    }

    private static string? GradientDifference(
        GoldenCase golden, Tensor[] inputs, Tensor?[] expected, Func<DType, Tolerance> allowed)
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            if (expected[i] is null && inputs[i].Grad is { } none && none.NotEqualTo(0).Any().Item<bool>())
                return $"gradient {i} should not be";
            if (expected[i] is { } gradient
                && Difference(golden, $"gradient {i}", gradient, inputs[i].Grad, allowed) is { } difference)
                return difference;
        }

        return null;
    }

    private static string? Difference(
        GoldenCase golden, string what, Tensor expected, Tensor? actual, Func<DType, Tolerance> allowed)
    {
        int[] except = Differences.ElementsOf(golden.Name, what);
        if (except.Length > 0 && Closeness.Difference(what, expected, actual, allowed) is null)
            return $"{what} agrees, but is listed as a difference";
        return Closeness.Difference(what, expected, actual, allowed, except);
    }
}
