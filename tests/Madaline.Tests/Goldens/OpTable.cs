namespace Madaline.Tests.Goldens;

/// <summary>An op as a golden case calls it: tensors and named arguments to one or several results.</summary>
internal delegate Tensor[] OpCall(Tensor[] inputs, GoldenArguments arguments);

/// <summary>PyTorch's names of ops, and the calls that stand for them here.</summary>
internal static class OpTable
{
    private static readonly Dictionary<string, OpCall> Calls = new[]
    {
        ElementwiseCalls.Table, BinaryCalls.Table, ReductionCalls.Table, IndexingCalls.Table, CreationCalls.Table,
        ImageCalls.Table,
        ConvolutionCalls.Table,
    }.SelectMany(x => x).ToDictionary();

    public static OpCall Of(string op) =>
        Calls.TryGetValue(op, out var call) ? call : throw new KeyNotFoundException($"no entry in the table for {op}");
}
