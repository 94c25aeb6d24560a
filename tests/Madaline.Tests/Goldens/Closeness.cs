namespace Madaline.Tests.Goldens;

/// <summary>How far a number may be off: |actual − expected| ≤ atol + rtol · |expected|.</summary>
internal readonly record struct Tolerance(double Relative, double Absolute)
{
    /// <summary>The defaults of torch.testing.</summary>
    public static Tolerance Of(DType dtype) => dtype switch
    {
        DType.Float32 => new(1.3e-6, 1e-5),
        DType.Float64 => new(1e-7, 1e-7),
        _ => default,
    };

    /// <summary>A few units in the last place, of numbers near the smallest, too.</summary>
    public static Tolerance Strict(DType dtype) => dtype switch
    {
        DType.Float32 => new(4e-6, 2e-38),
        DType.Float64 => new(1e-12, 4e-308),
        _ => default,
    };
}

/// <summary>Compares tensors with PyTorch's: NaN equals NaN, infinities and integers must agree exactly.</summary>
internal static class Closeness
{
    /// <summary>What differs, or null.</summary>
    public static string? Difference(string what, Tensor expected, Tensor? actual, ReadOnlySpan<int> except = default) =>
        Difference(what, expected, actual, Tolerance.Of, except);

    /// <summary>What differs by more than allowed, or null.</summary>
    public static string? Difference(
        string what, Tensor expected, Tensor? actual, Func<DType, Tolerance> allowed, ReadOnlySpan<int> except = default)
    {
        if (actual is null)
            return $"{what} is missing";
        if (actual.DType != expected.DType || !actual.Shape.Equals(expected.Shape))
            return $"{what} is {actual.DType} {actual.Shape}; expected {expected.DType} {expected.Shape}";
        if (!expected.DType.IsFloating())
            return Integer(what, Numbers<long>(expected, DType.Int64), Numbers<long>(actual, DType.Int64));
        double[] numbers = Numbers<double>(expected, DType.Float64), found = Numbers<double>(actual, DType.Float64);
        foreach (int i in except)
            found[i] = numbers[i];
        return Floating(what, numbers, found, allowed(expected.DType));
    }

    private static T[] Numbers<T>(Tensor x, DType dtype) where T : unmanaged => x.Detach().To(dtype).ToArray<T>();

    private static string? Integer(string what, long[] expected, long[] actual)
    {
        int at = expected.AsSpan().CommonPrefixLength(actual);
        return at == expected.Length ? null : $"{what}[{at}] is {actual[at]}; expected {expected[at]}";
    }

    private static string? Floating(string what, double[] expected, double[] actual, Tolerance allowed)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs(actual[i] - expected[i]);
            double bound = allowed.Absolute + (allowed.Relative * Math.Abs(expected[i]));
            bool close = expected[i].Equals(actual[i]) || expected[i] == actual[i]
                || (double.IsFinite(expected[i]) && error <= bound);
            if (!close)
                return $"{what}[{i}] is {actual[i]:G9}; expected {expected[i]:G9}";
        }

        return null;
    }
}
