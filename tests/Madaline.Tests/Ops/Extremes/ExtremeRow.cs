namespace Madaline.Tests.Ops;

/// <summary>A call with sizes at the ends of their range, and what must come of it.</summary>
/// <param name="Name">What is tried.</param>
/// <param name="Run">The call.</param>
internal sealed record ExtremeRow(string Name, Func<Tensor> Run)
{
    /// <summary>The operation that must refuse; null where the call has a right answer.</summary>
    public string? RefusedBy { get; private init; }

    /// <summary>What the refusal must say.</summary>
    public string Says { get; private init; } = "too many elements";

    /// <summary>The right answer's shape.</summary>
    public int[] Shape { get; private init; } = [];

    /// <summary>The sum of the right answer's elements.</summary>
    public double Sum { get; private init; }

    public const int Most = int.MaxValue, Least = int.MinValue;

    public static ExtremeRow TooMany(string name, string op, Func<Tensor> run) => new(name, run) { RefusedBy = op };

    public static ExtremeRow Refused(string name, string op, string says, Func<Tensor> run) =>
        new(name, run) { RefusedBy = op, Says = says };

    public static ExtremeRow Right(string name, int[] shape, double sum, Func<Tensor> run) =>
        new(name, run) { Shape = shape, Sum = sum };

    public override string ToString() => Name;

    /// <summary>Ones of a shape.</summary>
    public static Tensor Ones(params int[] sizes) => Tensor.Ones(sizes);

    /// <summary>One element seen many times: nothing in memory.</summary>
    public static Tensor Seen(params int[] sizes) => Tensor.Ones([1]).Expand(sizes);

    /// <summary>The same of bytes.</summary>
    public static Tensor SeenBytes(params int[] sizes) => Tensor.Ones([1], DType.UInt8).Expand(sizes);

    /// <summary>The gradient of a sum by one tensor.</summary>
    public static Tensor Gradient(Tensor x, Func<Tensor, Tensor> function)
    {
        x.RequiresGrad = true;
        function(x).Sum().Backward();
        return x.Grad!;
    }
}
