namespace Madaline.Tests.Ops;

/// <summary>Two tensors that stretch to one shape, element by element.</summary>
internal static class BinaryRows
{
    public static IEnumerable<OpRow> All =>
    [
        Of("add", (x, y) => x + y) with { Integers = true },
        Of("sub", (x, y) => x - y) with { Integers = true },
        Of("mul", (x, y) => x * y) with { Integers = true },
        Of("div", (x, y) => x / y) with { OtherDomain = (0.3, 4) },
        Of("pow", (x, y) => x.Pow(y)) with { Domain = (0.1, 3), OtherDomain = (-3, 3), Tolerance = (1e-5, 1e-12) },
        Of("remainder", (x, y) => x % y) with
        {
            OtherDomain = (0.7, 2),
            Integers = true,

            // Quotients beyond the precision leave no remainder to speak of, so 1000 % 1e-20 is left out.
            Specials = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, 1, -1, 0.5, -2.5, 20, -20, 3, 1000],
        },
        Of("floor_divide", (x, y) => x.FloorDivide(y)) with { OtherDomain = (0.7, 2), Integers = true },
        Of("fmod", (x, y) => x.FMod(y)) with { OtherDomain = (0.7, 2), Integers = true },
        Of("maximum", (x, y) => x.Maximum(y)) with { Integers = true },
        Of("minimum", (x, y) => x.Minimum(y)) with { Integers = true },
        Truth("eq", (x, y) => x.EqualTo(y)),
        Truth("ne", (x, y) => x.NotEqualTo(y)),
        Truth("lt", (x, y) => x < y),
        Truth("le", (x, y) => x <= y),
        Truth("gt", (x, y) => x > y),
        Truth("ge", (x, y) => x >= y),
        Truth("logical_and", (x, y) => x & y),
        Truth("logical_or", (x, y) => x | y),
        Truth("logical_xor", (x, y) => x ^ y),
        InPlace("add/in place", (x, y) => x.AddInPlace(y)),
        InPlace("add/in place scaled", (x, y) => x.AddInPlace(y, 0.25)),
        InPlace("sub/in place", (x, y) => x.SubInPlace(y)),
        InPlace("mul/in place", (x, y) => x.MulInPlace(y)),
        InPlace("div/in place", (x, y) => x.DivInPlace(y)) with { OtherDomain = (0.3, 4) },
        InPlace("add/number in place", (x, y) => x.AddInPlace(2).MulInPlace(3).DivInPlace(4)),
        InPlace("copy", (x, y) => x.CopyFrom(y)) with { Integers = true },
        InPlace("fill", (x, y) => x.FillInPlace(2)) with { Integers = true },
    ];

    private static OpRow Of(string name, Func<Tensor, Tensor, Tensor> run) =>
        new(name, x => run(x[0], x[1])) { Shapes = OpShapes.Binary, IsElementwise = true };

    private static OpRow Truth(string name, Func<Tensor, Tensor, Tensor> run) =>
        Of(name, run) with { HasGradient = false, Integers = true, Step = 1 };

    /// <summary>On a copy of the first operand that has the result's shape, laid out as the operand is.</summary>
    private static OpRow InPlace(string name, Func<Tensor, Tensor, Tensor> run) => new(name, x => run(Copy(x[0], x[1]), x[1]))
    {
        Shapes = OpShapes.Binary,
        HasGradient = false,
    };

    private static Tensor Copy(Tensor x, Tensor y)
    {
        Shape shape = Shape.Broadcast("copy", x.Shape, y.Shape);
        return x.Expand(shape.AsSpan()).Flip().T.Clone().T;
    }
}
