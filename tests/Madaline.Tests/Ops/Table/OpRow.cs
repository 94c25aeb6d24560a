namespace Madaline.Tests.Ops;

/// <summary>One op of the table: how to call it, and what to call it with.</summary>
/// <param name="Name">The op's own name, with a variant after a slash.</param>
/// <param name="Run">The call.</param>
internal sealed record OpRow(string Name, Func<Tensor[], Tensor> Run)
{
    /// <summary>Lists of operand shapes.</summary>
    public Shape[][] Shapes { get; init; } = OpShapes.Unary;

    /// <summary>Shapes large enough for several threads; null: chosen by the number of operands.</summary>
    public Shape[]? LargeShapes { get; init; }

    /// <summary>Central differences are taken for operands of up to that many elements in all.</summary>
    public int MostGradientElements { get; init; } = 70;

    /// <summary>Operands are uniform in this range …</summary>
    public (double Low, double High) Domain { get; init; } = (-3, 3);

    /// <summary>… and the second and later ones in this one, where it differs.</summary>
    public (double Low, double High)? OtherDomain { get; init; }

    /// <summary>Rounded to multiples of this, for ops that must meet equals; 0 leaves them alone.</summary>
    public double Step { get; init; }

    public bool HasGradient { get; init; } = true;

    /// <summary>Calls the op with the attributes that a trace recorded; null for an op without any.</summary>
    public Func<Tensor[], Attributes, Tensor>? Replay { get; init; }

    /// <summary>Takes integers and gives the same on every device.</summary>
    public bool Integers { get; init; }

    /// <summary>Works element by element, so that NaN and infinities can be tried in every place.</summary>
    public bool IsElementwise { get; init; }

    /// <summary>Tried in every place of an elementwise op.</summary>
    public double[] Specials { get; init; } =
        [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, 1, -1, 0.5, -2.5, 20, -20, 1e-20, 3, 1000, -1000];

    /// <summary>Relative tolerance in Float32 and in Float64.</summary>
    public (double Single, double Double) Tolerance { get; init; } = (2e-6, 1e-12);

    /// <summary>Absolute tolerance, in the same order.</summary>
    public (double Single, double Double) Absolute { get; init; } = (2e-6, 1e-12);

    public (double Low, double High) DomainOf(int operand) => operand > 0 && OtherDomain is { } other ? other : Domain;

    public override string ToString() => Name;
}
