namespace Madaline.Tests.Goldens;

/// <summary>Values and gradients of every op against PyTorch's.</summary>
public sealed class OpGoldens
{
    private static readonly ILookup<string, GoldenCase> Cases = new[] { "ops", "images", "convolution" }
        .SelectMany(file => GoldenFile.Load(file).Cases).ToLookup(x => x.Op);

    public static TheoryData<string> Ops => [.. Cases.Select(x => x.Key)];

    [Theory]
    [MemberData(nameof(Ops))]
    public void Op_gives_the_values_and_gradients_of_PyTorch(string op)
    {
        var failures = new List<string>();
        foreach (var golden in Cases[op])
        {
            string? failure = Failure(golden);
            if (failure is not null)
                failures.Add($"{golden.Name} {golden.Json.GetProperty("args")}: {failure}");
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    private static string? Failure(GoldenCase golden)
    {
        try
        {
            return golden.Throws ? NotRefused(golden) : Compared(golden);
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

    private static string? Compared(GoldenCase golden)
    {
        Tensor[] inputs = golden.Inputs, expected = golden.Outputs, dy = golden.OutputGradients;
        foreach (var input in inputs)
            input.RequiresGrad = dy.Length > 0 && input.DType.IsFloating();
        Tensor[] outputs = OpTable.Of(golden.Op)(inputs, golden.Arguments);
        if (outputs.Length != expected.Length)
            return $"gives {outputs.Length} results; expected {expected.Length}";
        for (int i = 0; i < outputs.Length; i++)
        {
            if (Difference(golden, $"output {i}", expected[i], outputs[i]) is { } difference)
                return difference;
        }

        for (int i = 0; i < dy.Length; i++)
            outputs[i].Backward(dy[i]);
        return dy.Length == 0 ? null : GradientDifference(golden, inputs, golden.InputGradients);
    }

    private static string? GradientDifference(GoldenCase golden, Tensor[] inputs, Tensor?[] expected)
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            if (expected[i] is null && inputs[i].Grad is not null)
                return $"gradient {i} should not be";
            if (expected[i] is { } gradient
                && Difference(golden, $"gradient {i}", gradient, inputs[i].Grad) is { } difference)
                return difference;
        }

        return null;
    }

    private static string? Difference(GoldenCase golden, string what, Tensor expected, Tensor? actual)
    {
        int[] except = Differences.ElementsOf(golden.Name, what);
        if (except.Length > 0 && Closeness.Difference(what, expected, actual) is null)
            return $"{what} agrees, but is listed as a difference";
        return Closeness.Difference(what, expected, actual, except);
    }
}
