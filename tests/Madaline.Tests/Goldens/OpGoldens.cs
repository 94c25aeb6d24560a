namespace Madaline.Tests.Goldens;

/// <summary>Values and gradients of every op against PyTorch's.</summary>
public sealed class OpGoldens
{
    private static readonly ILookup<string, GoldenCase> Cases = new[] { "ops", "images", "convolution" }
        .SelectMany(file => GoldenFile.Load(file).Cases).ToLookup(x => x.Op);

    public static TheoryData<string> Ops => [.. Cases.Select(x => x.Key)];

    [Theory]
    [MemberData(nameof(Ops))]
    public void Op_gives_the_values_and_gradients_of_PyTorch(string op) =>
        OpComparison.Check(Cases[op], Tolerance.Of);
}
