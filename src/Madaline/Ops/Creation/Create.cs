using Madaline.Autograd;
using Madaline.Devices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Ops;
using Madaline.Tensors;

namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>Zeros.</summary>
    public static Tensor Zeros(Shape shape, DType dtype = DType.Float32, Device? device = null) =>
        Full("zeros", shape, 0, dtype, device);

    /// <summary>Ones.</summary>
    public static Tensor Ones(Shape shape, DType dtype = DType.Float32, Device? device = null) =>
        Full("ones", shape, 1, dtype, device);

    /// <summary>One number everywhere.</summary>
    /// <exception cref="TensorException">The dtype does not hold the number.</exception>
    public static Tensor Full(Shape shape, Scalar value, DType dtype = DType.Float32, Device? device = null) =>
        Full("full", shape, value, dtype, device);

    /// <summary>The same in the name of an op that takes a number.</summary>
    private static Tensor Full(string op, Shape shape, Scalar value, DType dtype, Device? device)
    {
        value.RequireFits(op, dtype);
        var y = Empty(shape, dtype, MetaDevice.Or(device), op);
        y.Device.Fill(y, value);
        if (Tracing.IsOpen)
            TraceFull(y, value);
        return y;
    }

    private static void TraceFull(Tensor y, Scalar value) =>
        Tracing.Add("full", [], [y], ("size", y.Shape), ("fill_value", value), ("dtype", y.DType));

    /// <summary>Zeros of another tensor's shape, dtype and device.</summary>
    public static Tensor ZerosLike(Tensor x) => Zeros(x.Shape, x.DType, x.Device);

    /// <summary>Ones of another tensor's shape, dtype and device.</summary>
    public static Tensor OnesLike(Tensor x) => Ones(x.Shape, x.DType, x.Device);

    /// <summary>0, 1, … end − 1 as Int64.</summary>
    public static Tensor Arange(long end, DType dtype = DType.Int64, Device? device = null) =>
        Arange(0, end, 1, dtype, device);

    /// <summary>Numbers from start up to but not including end, a step apart.</summary>
    /// <remarks>
    /// Shape: [⌈(end − start)/step⌉]. Element i is <c>start + i · step</c>. For a dtype of integers, start, end and
    /// step count without their fractions.
    /// </remarks>
    /// <exception cref="TensorException">
    /// The step is 0 or leads away from the end, a number is infinite or NaN, or the dtype does not hold an element.
    /// </exception>
    public static Tensor Arange(
        Scalar start, Scalar end, Scalar? step = null, DType? dtype = null, Device? device = null)
    {
        Scalar by = step ?? 1;
        DType kind = dtype ?? (start.DType.IsFloating() || end.DType.IsFloating() || by.DType.IsFloating()
            ? DType.Float32 : DType.Int64);
        int count = Progression.Count(kind, start, end, by);
        Tensor y;
        using (Tracing.Pause())
            y = Arange(kind, count, start, by, device);
        if (Tracing.IsOpen)
            Tracing.Add("arange", [], [y], ("start", start), ("end", end), ("step", by), ("dtype", kind));
        return y;
    }

    private static Tensor Arange(DType kind, int count, Scalar start, Scalar by, Device? device)
    {
        if (kind.IsFloating())
            return Generate("arange", count, i => start.Double + (i * by.Double), device).To(kind);
        if (count > 0)
        {
            ((Scalar)start.Long).RequireFits("arange", kind, wraps: false);
            ((Scalar)(start.Long + ((count - 1) * by.Long))).RequireFits("arange", kind, wraps: false);
        }

        return Generate("arange", count, i => start.Long + (i * by.Long), device).To(kind);
    }

    /// <summary>Numbers evenly spaced from start to end, both included.</summary>
    /// <remarks>
    /// Shape: [count]. The second half is counted from the end, so that the end is exact. For a dtype of integers,
    /// start and end count without their fractions, and elements are rounded toward 0.
    /// </remarks>
    /// <exception cref="TensorException">The count is negative, or the dtype does not hold start or end.</exception>
    public static Tensor Linspace(
        double start, double end, int count, DType dtype = DType.Float32, Device? device = null)
    {
        if (count < 0)
            throw new TensorException("linspace", $"the count is negative. count is {count}; expected at least 0.");
        if (!dtype.IsFloating())
        {
            ((Scalar)start).RequireFits("linspace", dtype, wraps: false);
            ((Scalar)end).RequireFits("linspace", dtype, wraps: false);
            (start, end) = (Math.Truncate(start), Math.Truncate(end));
        }

        double step = count > 1 ? (end - start) / (count - 1) : 0;
        Tensor y;
        using (Tracing.Pause())
        {
            y = Generate("linspace", count, i => i < count / 2 || count == 1 ? start + (i * step)
                : end - ((count - 1 - i) * step), device).To(dtype);
        }

        if (Tracing.IsOpen)
            Tracing.Add("linspace", [], [y], ("start", start), ("end", end), ("steps", count), ("dtype", dtype));
        return y;
    }

    /// <summary>The unit matrix, or a part of it.</summary>
    /// <remarks>Shape: [rows, columns], columns = rows when omitted.</remarks>
    /// <exception cref="TensorException">A size is negative, or there are too many elements.</exception>
    public static Tensor Eye(int rows, int? columns = null, DType dtype = DType.Float32, Device? device = null)
    {
        Sizes.RequireRoom("eye", Sizes.Shape("eye", rows, columns ?? rows), dtype);
        return Arange(rows, device: device).Unsqueeze(1).EqualTo(Arange(columns ?? rows, device: device)).To(dtype);
    }

    /// <summary>A tensor of one number, without dimensions.</summary>
    public static Tensor FromScalar(Scalar value, DType? dtype = null, Device? device = null) =>
        Full(Shape.Scalar, value, dtype ?? value.DType, device);

    /// <summary>A copy of a span's elements.</summary>
    /// <param name="data">float, double, long, int, byte or bool.</param>
    /// <param name="shape">The shape, row-major; one dimension when omitted.</param>
    /// <exception cref="TensorException">The number of elements differs from the shape's.</exception>
    public static Tensor From<T>(ReadOnlySpan<T> data, Shape? shape = null) where T : unmanaged
    {
        Shape size = shape ?? [data.Length];
        if (size.Elements != data.Length)
            throw new TensorException("from", "the number of elements differs. "
                + $"Data has {data.Length}, shape is {size}; expected {size.Elements} elements.");
        var y = Empty(size, DTypes.Of<T>(), Device.Cpu, "from");
        y.Device.Upload(System.Runtime.InteropServices.MemoryMarshal.AsBytes(data), y);
        return y;
    }

    /// <summary>A copy of an array's elements.</summary>
    public static Tensor From<T>(T[] data, Shape? shape = null) where T : unmanaged => From<T>(data.AsSpan(), shape);

    /// <summary>A copy of rows: <c>Tensor.From([[1f, 2f], [3f, 4f]])</c>.</summary>
    /// <exception cref="TensorException">Rows differ in length, or the element type has no dtype.</exception>
    public static Tensor From<T>(T[][] rows) where T : unmanaged => NestedArrays.ToTensor(rows);

    /// <summary>A copy of matrices: <c>Tensor.From([[[1f, 2f]], [[3f, 4f]]])</c>.</summary>
    /// <exception cref="TensorException">Inner arrays differ in length, or the element type has no dtype.</exception>
    public static Tensor From<T>(T[][][] matrices) where T : unmanaged => NestedArrays.ToTensor(matrices);

    /// <summary>A copy of nested arrays: <c>float[,]</c>, <c>int[][]</c>, <c>double[,,]</c> …</summary>
    /// <exception cref="TensorException">Inner arrays differ in length, or the element type has no dtype.</exception>
    public static Tensor From(Array nested) => NestedArrays.ToTensor(nested);

    /// <summary>A tensor over an array without copying: a change of one shows in the other.</summary>
    /// <exception cref="TensorException">The number of elements differs from the shape's.</exception>
    public static Tensor Wrap<T>(T[] data, Shape? shape = null) where T : unmanaged
    {
        Shape size = shape ?? [data.Length];
        if (size.Elements != data.Length)
            throw new TensorException("wrap", "the number of elements differs. "
                + $"Array has {data.Length}, shape is {size}; expected {size.Elements} elements.");
        return new Tensor(new ArrayStorage(DTypes.Of<T>(), data.Length, data), size);
    }

    private static Tensor Generate<T>(string op, int count, Func<int, T> element, Device? device) where T : unmanaged
    {
        Sizes.RequireRoom(op, [count], DTypes.Of<T>());
        var data = new T[count];
        for (int i = 0; i < count; i++)
            data[i] = element(i);
        return Wrap(data).To(MetaDevice.Or(device));
    }
}
