using Madaline.Devices;
using Madaline.Tensors;

namespace Madaline.Ops;

/// <summary>The fused form of an affine map's gradient: a device's own, or composed with the same bits.</summary>
internal static class LinearForms
{
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
        dz.Device.Reduce(default(SumReduction), dz, db.Alias(Layout.RowMajor(row, db.Offset)));
    }
}
