using Madaline.Devices;

namespace Madaline;

/// <summary>The fused forms of an affine map: a device's own, or composed of primitives with the same bits.</summary>
internal static class LinearForms
{
    /// <summary>y = a · b + bias, rectified if wanted.</summary>
    public static void Forward(Tensor a, Tensor b, Tensor? bias, bool relu, Tensor y)
    {
        if (y.Device.TryLinear(a, b, bias, relu, y))
            return;
        y.Device.MatMul(a, b, bias, y);
        if (relu)
            y.Device.Unary(default(ReluOp), y, y);
    }

    /// <summary>dz = dy · relu′ where the output was rectified, and db = Σ dz over the rows, if wanted.</summary>
    public static void Gradient(Tensor dy, Tensor? rectified, Tensor dz, Tensor? db)
    {
        if (dz.Device.TryLinearGradient(dy, rectified, dz, db))
            return;
        if (rectified is not null)
            dz.Device.UnaryGradient(default(ReluOp), dy, null, rectified, dz);
        if (db is null)
            return;
        Shape row = [1, db.Elements];
        dz.Device.Reduce(default(SumReduction), dz, db.Alias(row, row.Strides, db.Offset));
    }
}
