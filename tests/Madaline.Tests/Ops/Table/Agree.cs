namespace Madaline.Tests.Ops;

/// <summary>Compares results of two devices.</summary>
internal static class Agree
{
    public static void Check(OpRow row, Tensor expected, Tensor actual, string what)
    {
        Assert.True(expected.Shape.Equals(actual.Shape), $"{what}: shape {actual.Shape}, expected {expected.Shape}");
        Assert.True(expected.DType == actual.DType, $"{what}: dtype {actual.DType}, expected {expected.DType}");
        bool single = expected.DType == DType.Float32;
        double relative = single ? row.Tolerance.Single : row.Tolerance.Double;
        double absolute = single ? row.Absolute.Single : row.Absolute.Double;
        double[] left = expected.To(DType.Float64).ToArray<double>(), right = actual.To(DType.Float64).ToArray<double>();
        bool whole = !expected.DType.IsFloating();
        for (int i = 0; i < left.Length; i++)
        {
            double allowed = whole ? 0 : absolute + (relative * Math.Abs(left[i]));
            bool same = left[i].Equals(right[i]) || Math.Abs(left[i] - right[i]) <= allowed;
            Assert.True(same, $"{what}: element {i} is {right[i]:R}, expected {left[i]:R}");
        }
    }
}
