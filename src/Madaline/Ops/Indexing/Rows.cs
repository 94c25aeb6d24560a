namespace Madaline;

public sealed partial class Tensor
{
    /// <summary>The rows: <c>foreach (Tensor row in x)</c> gives <c>x[0]</c>, <c>x[1]</c>, …, views as these.</summary>
    /// <remarks>Shape: [n, …] → n times […]. Gradient: that of each view.</remarks>
    /// <exception cref="TensorException">The tensor has no dimensions.</exception>
    public IEnumerator<Tensor> GetEnumerator()
    {
        RequireAlive("foreach");
        if (Rank == 0)
        {
            throw new TensorException("foreach", "a single number has no rows. Tensor is []; expected at least one "
                + "dimension. Use Item<float>() for the number, or Reshape(1).");
        }

        return Rows(this);

        static IEnumerator<Tensor> Rows(Tensor x)
        {
            for (int i = 0; i < x.Shape[0]; i++)
                yield return x.Select(0, i);
        }
    }
}
