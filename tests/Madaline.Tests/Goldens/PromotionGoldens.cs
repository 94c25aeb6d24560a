namespace Madaline.Tests.Goldens;

/// <summary>Result types over all pairs of types against PyTorch's.</summary>
public sealed class PromotionGoldens
{
    private static readonly ILookup<string, GoldenCase> Cases = GoldenFile.Load("promotion").Cases.ToLookup(x => x.Op);

    private static readonly Dictionary<string, string> Numbers =
        new() { ["bool"] = "true", ["int"] = "2", ["float"] = "2.0" };

    /// <summary>What functions of one tensor need besides it.</summary>
    private static readonly Dictionary<string, string> Arguments = new()
    {
        ["clamp-int"] = """{"min":0,"max":1}""",
        ["clamp-float"] = """{"min":0.0,"max":1.0}""",
        ["masked_fill-int"] = """{"value":1}""",
        ["masked_fill-float"] = """{"value":0.5}""",
        ["cumsum"] = """{"dim":0}""",
        ["softmax"] = """{"dim":0}""",
        ["log_softmax"] = """{"dim":0}""",
    };

    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> InPlace = new()
    {
        ["add_"] = (x, y) => x.AddInPlace(y),
        ["sub_"] = (x, y) => x.SubInPlace(y),
        ["mul_"] = (x, y) => x.MulInPlace(y),
        ["div_"] = (x, y) => x.DivInPlace(y),
        ["pow_"] = (x, y) => x.PowInPlace(y),
    };

    public static TheoryData<string> Ops => [.. Cases.Select(x => x.Key)];

    [Theory]
    [MemberData(nameof(Ops))]
    public void Result_has_the_type_that_PyTorch_gives(string op)
    {
        var failures = new List<string>();
        foreach (var golden in Cases[op])
        {
            string expected = golden.Json.GetProperty("result").GetString() ?? "refused", actual;
            try
            {
                actual = Run(golden, golden.Text("kind")).DType.ToString();
            }
            catch (TensorException)
            {
                actual = "refused";
            }

            if ((actual != expected) != Differences.IsTypeMeant(Name(golden)))
                failures.Add($"{golden.Json}: {actual}");
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    /// <summary>What a difference is listed under: <c>op/kind/left/right</c>.</summary>
    private static string Name(GoldenCase golden) => golden.Text("kind") == "unary"
        ? $"{golden.Op}/unary/{golden.Text("input")}"
        : $"{golden.Op}/{golden.Text("kind")}/{golden.Text("left")}/{golden.Text("right")}";

    private static Tensor Run(GoldenCase golden, string kind) => kind switch
    {
        "unary" => OfOne(golden.Op, Of(golden.Text("input"), [2])),
        "in-place" => InPlace[golden.Op](Left(golden, [1]), Right(golden, [1])),
        "tensor-tensor" => Call(golden.Op, [Left(golden, [1]), Right(golden, [1])]),
        "tensor-zerodim" => Call(golden.Op, [Left(golden, [1]), Right(golden, [])]),
        "tensor-number" => Call(golden.Op, [Left(golden, [1])], $$"""{"other":{{Numbers[golden.Text("right")]}}}"""),
        "zerodim-number" => Call(golden.Op, [Left(golden, [])], $$"""{"other":{{Numbers[golden.Text("right")]}}}"""),
        "number-tensor" => Call(golden.Op, [Right(golden, [1])], $$"""{"left":{{Numbers[golden.Text("left")]}}}"""),
        _ => throw new NotSupportedException(kind),
    };

    private static Tensor OfOne(string op, Tensor x)
    {
        string name = op.Split('-')[0];
        Tensor[] inputs = name == "masked_fill" ? [x, x > 0] : [x];
        return Call(name, inputs, Arguments.GetValueOrDefault(op, "{}"));
    }

    private static Tensor Call(string op, Tensor[] inputs, string arguments = "{}")
    {
        if (op == "where")
            inputs = [Tensor.Ones([1], DType.Bool), .. inputs];
        return OpTable.Of(op)(inputs, new GoldenArguments(arguments))[0];
    }

    private static Tensor Left(GoldenCase golden, Shape shape) => Of(golden.Text("left"), shape);

    private static Tensor Right(GoldenCase golden, Shape shape) => Of(golden.Text("right"), shape);

    private static Tensor Of(string dtype, Shape shape) => Tensor.Ones(shape, Enum.Parse<DType>(dtype));
}
