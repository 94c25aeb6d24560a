using Madaline.Autograd;
using Madaline.Devices;
using Madaline.Numerics;

namespace Madaline.Ops;

/// <summary>An elementwise op that is given numbers beside its tensors, and names them for a trace.</summary>
internal interface IDescribed
{
    /// <summary>PyTorch's names with what was given, for operands of a dtype.</summary>
    (string Name, AttributeValue Value)[] Describe(DType dtype);
}

/// <summary>Tells a trace of elementwise ops.</summary>
internal static class Described
{
    public static (string Name, AttributeValue Value)[] Of<TOp>(TOp op, DType dtype) where TOp : struct =>
        op is IDescribed described ? described.Describe(dtype) : [];

    public static void Add<TOp>(TOp op, Tensor x, Tensor y) where TOp : struct, IUnaryOp =>
        Tracing.Add(TOp.Name, x, y, Of(op, x.DType));

    /// <summary>A number as one of a dtype: whole for integers, a truth value for Bool.</summary>
    public static AttributeValue Number(DType dtype, Constant number) => dtype switch
    {
        DType.Float32 or DType.Float64 => number.Double,
        DType.Bool => number.Long != 0,
        _ => number.Long,
    };
}
