using Madaline.NN;

namespace Madaline.Tests.NN;

/// <summary>Affine maps of single vectors, and to single numbers.</summary>
public sealed class LinearTests
{
    [Fact]
    public void A_vector_is_mapped_as_the_row_of_a_matrix()
    {
        var network = new Sequential(new Linear(5, 4, rng: new Rng(1)), new Relu(), new Linear(4, 3, rng: new Rng(2)));
        Tensor row = Tensor.Randn([1, 5], rng: new Rng(3)).WithGrad(), vector = row.Detach().Reshape(5).Clone().WithGrad();
        Tensor dy = Tensor.From([1f, -2, 0.5f]), ofRow = network.Call(row), ofVector = network.Call(vector);
        Assert.Equal([3], ofVector.Shape);
        Assert.Equal(ofRow.ToArray<float>(), ofVector.ToArray<float>());
        ofRow.Backward(dy.Unsqueeze(0));
        float[][] expected = [.. network.Parameters().Select(p => p.Grad!.ToArray<float>())];
        network.ZeroGrad();
        ofVector.Backward(dy);
        Assert.Equal(row.Grad!.ToArray<float>(), vector.Grad!.ToArray<float>());
        Assert.Equal(expected, network.Parameters().Select(p => p.Grad!.ToArray<float>()));
    }

    [Fact]
    public void A_vector_for_a_weight_gives_one_number_for_each_row()
    {
        Tensor x = Tensor.From([1f, 2, 3, 4], [2, 2]), weight = Tensor.From([10f, 1]);
        Assert.Equal([12f, 34], x.Linear(weight).ToArray<float>());
        Assert.Equal(12.5f, x[0].Linear(weight, Tensor.FromScalar(0.5f)).Item<float>());
        Assert.Equal("linear: the bias does not fit. bias is [2], weight is [2]; expected [].",
            Assert.Throws<TensorException>(() => x.Linear(weight, Tensor.Ones([2]))).Message);
    }
}
