namespace Madaline.Devices;

/// <summary>The error of an element that needs nothing but the op, so that a device may find it late.</summary>
internal static class DivisionByZero
{
    public static TensorException In(string op) => new(op, "division of an integer by zero. Right holds 0; "
        + "expected no zeros. Use To(DType.Float32) for NaN instead.");
}
