namespace Madaline.Tests.Ops;

/// <summary>Errors name the operation, the shapes and the remedy.</summary>
public sealed class RefusalTests
{
    private static Tensor Z(params int[] sizes) => Tensor.Zeros(sizes);

    public static TheoryData<string, string> Cases => new()
    {
        { nameof(Tensor.MatMul), "matmul: inner sizes differ. left is [32, 784], right is [10, 784]; expected right [784, *]. Use right.T." },
        { nameof(Tensor.Add), "add: shapes do not broadcast. left is [2, 3], right is [4]; expected sizes that are equal or 1, "
            + "but dimension -1 has 3 and 4. Reshape or unsqueeze one of them." },
        { nameof(Tensor.Reshape), "reshape: the number of elements differs. Tensor is [2, 3] with 6 elements; "
            + "expected a shape of 6 elements, got [4, -1]. 6 is no multiple of 4, so that no size fits at -1." },
        { nameof(Tensor.Sum), "sum: no such dimension. Dimension is 2; expected -2 to 1 for shape [2, 3]. They count from 0, "
            + "and -1 is the last; a single sample gets a batch dimension by Unsqueeze(0)." },
        { nameof(Tensor.Linear), "linear: the input does not fit the weight. input is [5, 3], weight is [2, 4]; expected input [*, 4]. "
            + "Check the size of the layer before. With 3 numbers a sample, this one is Linear(3, 2)." },
        { "bias", "linear: dtypes differ. bias is Float64, weight is Float32; expected the same. Use To(DType.Float32)." },
        { "truth", "linear: does not take truth values. Input and weight are Bool; expected numbers. Use To(DType.Float32)." },
        { nameof(Tensor.Permute), "permute: the dimensions are no permutation. They are [0, 0]; expected each of 0 to 1 once for shape [2, 3]." },
        { nameof(Tensor.Expand), "expand: only sizes of 1 can grow. Tensor is [2, 3], asked for [2, 4]; "
            + "expected the same sizes where they are not 1. Use Repeat to copy elements." },
        { nameof(Tensor.Narrow), "narrow: the part lies outside. Part is 2 to 4 of dimension 1; expected 0 to 3 for shape [2, 3]." },
        { nameof(Tensor.Gather), "gather: index out of range. Index 1 is 3; expected 0 to 2. Check class counts and positions." },
        { nameof(Tensor.Concat), "concat: shapes do not agree. One is [2, 3], another is [3, 3]; expected equal sizes but in dimension 1." },
        { nameof(Tensor.Where), "where: the mask holds no truth values. mask is Float32 [3]; expected Bool. Compare first, e.g. x > 0." },
        { nameof(Tensor.Max), "amax: nothing has no largest or smallest element. Input is [0]; expected at least one element in each reduced dimension." },
        { nameof(Tensor.Item), "item: needs exactly one element. Tensor is [2]; expected one element. Index or reduce it first." },
        { nameof(Device), "add: operands are on two devices. left is on cpu, right is on reference; expected one device. Move one with To(device)." },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Refusals_say_what_is_wrong_and_what_to_do(string what, string message) =>
        Assert.Equal(message, Assert.Throws<TensorException>(() => Provoke(what)).Message);

    private static object Provoke(string what) => what switch
    {
        nameof(Tensor.MatMul) => Z(32, 784).MatMul(Z(10, 784)),
        nameof(Tensor.Add) => Z(2, 3) + Z(4),
        nameof(Tensor.Reshape) => Z(2, 3).Reshape(4, -1),
        nameof(Tensor.Sum) => Z(2, 3).Sum(2),
        nameof(Tensor.Linear) => Z(5, 3).Linear(Z(2, 4)),
        "bias" => Z(5, 4).Linear(Z(2, 4), Tensor.Zeros([2], DType.Float64)),
        "truth" => Tensor.Zeros([5, 4], DType.Bool).Linear(Tensor.Zeros([2, 4], DType.Bool)),
        nameof(Tensor.Permute) => Z(2, 3).Permute(0, 0),
        nameof(Tensor.Expand) => Z(2, 3).Expand(2, 4),
        nameof(Tensor.Narrow) => Z(2, 3).Narrow(1, 2, 2),
        nameof(Tensor.Gather) => Z(3).Gather(0, Tensor.From([0L, 3])),
        nameof(Tensor.Concat) => Tensor.Concat([Z(2, 3), Z(3, 3)], 1),
        nameof(Tensor.Where) => Tensor.Where(Z(3), Z(3), Z(3)),
        nameof(Tensor.Max) => Z(0).Max(),
        nameof(Tensor.Item) => Z(2).Item<float>(),
        _ => Z(2) + Z(2).To(Reference.ReferenceDevice.Instance),
    };
}
