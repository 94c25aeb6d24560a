namespace Madaline.Tests.Goldens;

/// <summary>
/// Arithmetic at its ends against PyTorch's: special numbers, the limits of integers, calls that must be refused.
/// </summary>
public sealed class EndsGoldens
{
    private static readonly ILookup<string, GoldenCase> Cases = GoldenFile.Load("ends").Cases.ToLookup(x => x.Op);

    public static TheoryData<string> Ops => [.. Cases.Select(x => x.Key)];

    [Theory]
    [MemberData(nameof(Ops))]
    public void Op_gives_the_values_and_gradients_of_PyTorch_at_the_ends(string op) =>
        OpComparison.Check(Cases[op], op == "upsample" ? Tolerance.Of : Tolerance.Strict);
}
