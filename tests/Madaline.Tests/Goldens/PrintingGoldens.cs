using System.Text.Json;

namespace Madaline.Tests.Goldens;

/// <summary>How tensors print, against PyTorch's <c>str</c>.</summary>
public sealed class PrintingGoldens
{
    private static readonly Dictionary<string, GoldenCase> Cases =
        GoldenFile.Load("printing").Cases.ToDictionary(x => x.Text("case"));

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Tensor_prints_as_PyTorch_prints_it(string name)
    {
        var golden = Cases[name];
        Tensor x = golden.Json.TryGetProperty("ramp", out var ramp)
            ? Ramp(ramp) : GoldenValue.ToTensor(golden.Json.GetProperty("tensor"));
        x.RequiresGrad = golden.Json.TryGetProperty("requires_grad", out _);
        Assert.Equal(InOurTypes(golden.Text("text")), x.ToString());
    }

    /// <summary>Types are called as in C#, so that what is printed can be typed: <c>dtype=Int32</c>.</summary>
    private static string InOurTypes(string text) => Enum.GetValues<DType>().Aggregate(text, (printed, type) =>
        printed.Replace($"torch.{type.ToString().ToLowerInvariant()}", type.ToString(), StringComparison.Ordinal));

    [Fact]
    public void Views_print_their_own_elements() =>
        Assert.Equal("tensor([[0, 3],\n        [1, 4],\n        [2, 5]])", Tensor.Arange(6).Reshape(2, 3).T.ToString());

    [Fact]
    public void Results_of_recorded_operations_name_the_operation() =>
        Assert.Equal("tensor([2.], grad_fn=<add>)", (Tensor.Ones([1]).WithGrad() + 1).ToString());

    private static Tensor Ramp(JsonElement ramp)
    {
        int[] shape = [.. ramp.GetProperty("shape").EnumerateArray().Select(x => x.GetInt32())];
        double start = ramp.GetProperty("start").GetDouble(), step = ramp.GetProperty("step").GetDouble();
        Tensor steps = Tensor.Arange(((Shape)shape).Elements, DType.Float64);
        return (steps * step + start).To(Enum.Parse<DType>(ramp.GetProperty("dtype").GetString()!)).Reshape(shape);
    }
}
