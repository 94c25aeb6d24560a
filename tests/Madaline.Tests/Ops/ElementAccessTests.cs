using Madaline.Tests.Deferred;

namespace Madaline.Tests.Ops;

/// <summary>Single elements as numbers, read and written, and rows by foreach, on every device.</summary>
public sealed class ElementAccessTests
{
    public static TheoryData<string> Devices => TestDevices.Names;

    [Theory]
    [MemberData(nameof(Devices))]
    public void A_number_is_written_into_an_element_a_part_and_where_a_mask_holds(string device)
    {
        Tensor x = Tensor.Zeros([2, 3], device: TestDevices.Named(device));
        x[0, 1] = 5f;
        x[1, ^1] = 2;
        x[.., 0] = -1.5;
        Assert.Equal([-1.5f, 5, 0, -1.5f, 0, 2], x.ToArray<float>());
        x[x < 0] = true;
        x[Tensor.From([1L]).To(x.Device), 1..] = 7L;
        Assert.Equal([1, 5, 0, 1, 7, 7], x.ToArray<float>());
        x[TensorIndex.Ellipsis] = (Scalar)3;
        Assert.All(x.ToArray<float>(), v => Assert.Equal(3, v));
    }

    [Theory]
    [InlineData(DType.Float64)]
    [InlineData(DType.Int64)]
    [InlineData(DType.Int32)]
    [InlineData(DType.UInt8)]
    [InlineData(DType.Bool)]
    public void A_number_takes_the_dtype_of_where_it_is_written(DType dtype)
    {
        Tensor x = Tensor.Zeros([2], dtype);
        x[1] = 0.1;
        Assert.Equal((dtype, dtype switch { DType.Float64 => 0.1, DType.Bool => 1, _ => 0 }), (x.DType, (double)x[1]));
    }

    [Fact]
    public void A_number_that_the_dtype_does_not_hold_is_refused_and_nothing_written()
    {
        Tensor bytes = Tensor.Ones([2], DType.UInt8), x = Tensor.Ones([2]);
        Assert.Contains("Number is 300, dtype is UInt8", Assert.Throws<TensorException>(() => bytes[0] = 300).Message, StringComparison.Ordinal);
        Assert.Throws<TensorException>(() => bytes[bytes > 0] = 1e9);
        Assert.Throws<TensorException>(() => x[0] = 1e300);
        Assert.Equal([1, 1], bytes.ToArray<byte>());
        Assert.Equal([1f, 1], x.ToArray<float>());
        // A tensor is converted, as everywhere.
        bytes[0] = Tensor.Full([], 300.0);
        Assert.Equal(255, (int)bytes[0]);
    }

    [Fact]
    public void Writing_counts_as_a_change_and_a_leaf_refuses_it_with_a_remedy()
    {
        Tensor w = Tensor.Ones([3]).WithGrad(), x = Tensor.Ones([3]);
        Tensor y = (w * x).Sum();
        x[0] = 2f;
        Assert.Contains("modified in place", Assert.Throws<TensorException>(() => y.Backward()).Message, StringComparison.Ordinal);
        string refused = Assert.Throws<TensorException>(() => w[0] = 2f).Message;
        Assert.Contains("new NoGrad()", refused, StringComparison.Ordinal);
        Assert.Contains("[3] with RequiresGrad", refused, StringComparison.Ordinal);
        using (new NoGrad())
            w[0] = 2f;
        Assert.Equal(2f, (float)w[0]);
    }

    [Fact]
    public void No_element_is_read_to_write_one()
    {
        var device = new DeferredDevice();
        Tensor x = Tensor.Zeros([2, 2], device: device);
        x[0, 1] = 5f;
        x[x > 1] = 6;
        Assert.Empty(device.Waits);
        Assert.Equal([0f, 6, 0, 0], x.ToArray<float>());
    }

    [Fact]
    public void A_number_beside_a_tensor_stays_a_plain_one()
    {
        Tensor x = Tensor.Ones([2]), whole = Tensor.Ones([2], DType.Int64);
        Assert.Equal((DType.Float32, DType.Int64, DType.Float32), ((x * 2.0).DType, (whole + 1).DType, (whole * 0.5).DType));
        Assert.Equal((DType.Float32, DType.Float64), (x.Maximum(0.5).DType, ((Tensor)0.5).DType));
        Tensor number = 3;
        Assert.Equal((DType.Int64, "[]"), (number.DType, number.Shape.ToString()));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void One_element_converts_to_a_number_as_Item_does(string device)
    {
        Tensor x = Tensor.From([[1.75f, 0f], [-2.5f, 3f]]).To(TestDevices.Named(device)).WithGrad();
        Assert.Equal((1.75f, -2.5, 1, -2L), ((float)x[0, 0], (double)x[1, 0], (int)x[0, 0], (long)x[1, 0]));
        Assert.Equal((true, false), ((bool)x[0, 0], (bool)x[0, 1]));
        Assert.Equal(2.25f, (float)x.Sum());
        string text = Assert.Throws<TensorException>(() => (float)x).Message;
        Assert.Equal("item: needs exactly one element. Tensor is [2, 2]; expected one element. Index or reduce it first.", text);
        Assert.Throws<ArgumentNullException>(() => (double)(Tensor)null!);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Foreach_gives_the_rows_with_their_gradients(string device)
    {
        Tensor x = Tensor.From([[1f, 2f, 3f], [4f, 5f, 6f]]).To(TestDevices.Named(device)).WithGrad();
        var sums = new List<float>();
        Tensor total = Tensor.Zeros([3], device: x.Device);
        int i = 0;
        foreach (Tensor row in x)
        {
            sums.Add((float)row.Sum());
            total += row * ++i;
        }

        Assert.Equal([6f, 15], sums);
        total.Sum().Backward();
        Assert.Equal([1f, 1, 1, 2, 2, 2], x.Grad!.ToArray<float>());
        Tensor[] rows = [.. x.Detach()];
        using (new NoGrad())
            rows[1][0] = 9f;
        Assert.Equal(9f, (float)x[1, 0]);
        foreach (Tensor row in Tensor.Zeros([0, 3]))
            Assert.Fail($"no row, and yet {row}");
        Assert.Contains("no rows", Assert.Throws<TensorException>(() => { foreach (Tensor _ in x.Sum()) { } }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shape_counts_from_the_end_and_gives_parts()
    {
        Shape shape = [2, 3, 5];
        Assert.Equal((5, 2, 3), (shape[^1], shape[^3], shape[-2]));
        Assert.Equal(("[3, 5]", "[2]", "[]"), (shape[1..].ToString(), shape[..^2].ToString(), shape[3..].ToString()));
        Assert.Throws<TensorException>(() => shape[^4]);
        Assert.Throws<TensorException>(() => shape[^0]);
        Assert.Throws<TensorException>(() => shape[2..1]);
        Assert.Throws<TensorException>(() => shape[..4]);
    }
}
