using System.Collections;

namespace Madaline.Ops;

/// <summary>Turns rectangular and jagged arrays into tensors.</summary>
internal static class NestedArrays
{
    public static Tensor ToTensor(Array nested)
    {
        var sizes = new List<int>();
        var elements = new List<object>();
        Measure(nested, sizes);
        Collect(nested, sizes, 0, elements);
        Shape shape = sizes.ToArray();
        return Innermost(nested.GetType()) switch
        {
            Type t when t == typeof(float) => Typed<float>(elements, shape),
            Type t when t == typeof(double) => Typed<double>(elements, shape),
            Type t when t == typeof(long) => Typed<long>(elements, shape),
            Type t when t == typeof(int) => Typed<int>(elements, shape),
            Type t when t == typeof(byte) => Typed<byte>(elements, shape),
            Type t when t == typeof(bool) => Typed<bool>(elements, shape),
            var t => throw new TensorException("from", $"no dtype holds {t.Name}; "
                + "expected float, double, long, int, byte or bool. Convert the data first."),
        };
    }

    private static Tensor Typed<T>(List<object> elements, Shape shape) where T : unmanaged =>
        Tensor.From<T>(elements.ConvertAll(x => (T)x).ToArray(), shape);

    private static Type Innermost(Type type) => type.IsArray ? Innermost(type.GetElementType()!) : type;

    private static void Measure(Array array, List<int> sizes)
    {
        for (int d = 0; d < array.Rank; d++)
            sizes.Add(array.GetLength(d));
        if (array.GetType().GetElementType()!.IsArray)
        {
            if (array.Length > 0 && FirstOf(array) is Array inner)
                Measure(inner, sizes);
            else
                sizes.Add(0);
        }
    }

    private static object? FirstOf(Array array)
    {
        foreach (object? element in array)
            return element;
        return null;
    }

    private static void Collect(Array array, List<int> sizes, int depth, List<object> elements)
    {
        for (int d = 0; d < array.Rank; d++)
        {
            if (array.GetLength(d) != sizes[depth + d])
                throw new TensorException("from", $"inner arrays differ in length. One has {array.GetLength(d)}; "
                    + $"expected {sizes[depth + d]} in dimension {depth + d}.");
        }

        foreach (object? element in (IEnumerable)array)
        {
            if (element is Array inner)
                Collect(inner, sizes, depth + array.Rank, elements);
            else
                elements.Add(element ?? throw new TensorException("from", "an inner array is null; "
                    + $"expected one of length {sizes[^1]}."));
        }
    }
}
