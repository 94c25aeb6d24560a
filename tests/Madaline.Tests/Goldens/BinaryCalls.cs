namespace Madaline.Tests.Goldens;

/// <summary>Functions of two tensors, or of one and a number on its right (<c>other</c>) or <c>left</c>.</summary>
internal static class BinaryCalls
{
    public static Dictionary<string, OpCall> Table { get; } = new()
    {
        ["add"] = Either((x, y) => x + y, (x, y) => x + y, (x, y) => x + y),
        ["sub"] = Either((x, y) => x - y, (x, y) => x - y, (x, y) => x - y),
        ["mul"] = Either((x, y) => x * y, (x, y) => x * y, (x, y) => x * y),
        ["div"] = Either((x, y) => x / y, (x, y) => x / y, (x, y) => x / y),
        ["remainder"] = Either((x, y) => x % y, (x, y) => x % y, (x, y) => x % y),
        ["pow"] = Powers,
        ["fmod"] = Either((x, y) => x.FMod(y)),
        ["floor_divide"] = Either((x, y) => x.FloorDivide(y), (x, y) => x.FloorDivide(y)),
        ["maximum"] = Either((x, y) => x.Maximum(y)),
        ["minimum"] = Either((x, y) => x.Minimum(y)),
        ["eq"] = Either((x, y) => x.EqualTo(y), (x, y) => x.EqualTo(y), (x, y) => y.EqualTo(x)),
        ["ne"] = Either((x, y) => x.NotEqualTo(y), (x, y) => x.NotEqualTo(y), (x, y) => y.NotEqualTo(x)),
        ["lt"] = Either((x, y) => x < y, (x, y) => x < y, (x, y) => y > x),
        ["le"] = Either((x, y) => x <= y, (x, y) => x <= y, (x, y) => y >= x),
        ["gt"] = Either((x, y) => x > y, (x, y) => x > y, (x, y) => y < x),
        ["ge"] = Either((x, y) => x >= y, (x, y) => x >= y, (x, y) => y <= x),
        ["logical_and"] = Either((x, y) => x & y),
        ["logical_or"] = Either((x, y) => x | y),
        ["logical_xor"] = Either((x, y) => x ^ y),
        ["where"] = (x, a) => a.Has("other") ? [Tensor.Where(x[0], x[1], a.Number("other"))]
            : a.Has("left") ? [Tensor.Where(x[0], a.Number("left"), x[1])] : [Tensor.Where(x[0], x[1], x[2])],
        ["masked_fill"] = (x, a) => [x[0].MaskedFill(x[1], a.Number("value"))],
        ["masked_select"] = (x, _) => [x[0].MaskedSelect(x[1])],
        ["matmul"] = (x, _) => [x[0].MatMul(x[1])],
        ["linear"] = (x, _) => [x[0].Linear(x[1], x.Length > 2 ? x[2] : null)],
        ["outer"] = (x, _) => [x[0].Outer(x[1])],
    };

    private static OpCall Either(
        Func<Tensor, Tensor, Tensor> tensors,
        Func<Tensor, Scalar, Tensor>? other = null,
        Func<Scalar, Tensor, Tensor>? left = null) =>
        (x, a) => a.Has("other") ? [other!(x[0], a.Number("other"))]
            : a.Has("left") ? [left!(a.Number("left"), x[0])] : [tensors(x[0], x[1])];

    /// <summary>The number has a name of its own where an op of one tensor was meant.</summary>
    private static Tensor[] Powers(Tensor[] x, GoldenArguments a) =>
        a.Has("exponent") ? [x[0].Pow(a.Number("exponent"))]
        : a.Has("other") ? [x[0].Pow(a.Number("other"))]
        : a.Has("left") ? [Tensor.Pow(a.Number("left"), x[0])] : [x[0].Pow(x[1])];
}
