namespace Madaline.NN;

public static partial class Init
{
    /// <summary>
    /// Orthogonal rows (or columns, whichever are fewer) of length gain, from a random normal matrix.
    /// </summary>
    /// <remarks>
    /// Shape: dimensions after the first count as columns. Numerics: Gram and Schmidt twice over, in double precision.
    /// Source: Saxe et al. 2014, arXiv:1312.6120.
    /// </remarks>
    /// <exception cref="TensorException">The tensor has fewer than two dimensions.</exception>
    public static Tensor Orthogonal(Tensor tensor, double gain = 1, Rng? rng = null)
    {
        if (tensor.Rank < 2)
            throw new TensorException("init", $"only matrices are orthogonal. Tensor is {tensor.Shape}; expected at "
                + $"least two dimensions.");
        int rows = tensor.Shape[0], columns = rows == 0 ? 0 : tensor.Elements / rows;
        int count = Math.Min(rows, columns), length = Math.Max(rows, columns);
        double[] vectors = Tensor.Randn([count, length], DType.Float64, rng).ToArray<double>();
        for (int i = 0; i < count; i++)
            Orthogonalize(vectors, i, length);
        for (int i = 0; i < vectors.Length; i++)
            vectors[i] *= gain;
        Tensor made = Tensor.Wrap(vectors, [count, length]);
        Tensor values = (rows > columns ? made.T : made).Reshape(tensor.Shape.AsSpan());
        return Written(tensor, values.To(tensor.DType).To(tensor.Device));
    }

    /// <summary>
    /// Takes the directions of the vectors before it out of a vector, twice for accuracy, and makes its length 1.
    /// </summary>
    private static void Orthogonalize(double[] vectors, int index, int length)
    {
        Span<double> vector = vectors.AsSpan(index * length, length);
        for (int pass = 0; pass < 2; pass++)
        {
            for (int i = 0; i < index; i++)
            {
                ReadOnlySpan<double> before = vectors.AsSpan(i * length, length);
                double along = Dot(vector, before);
                for (int j = 0; j < length; j++)
                    vector[j] -= along * before[j];
            }
        }

        double scale = 1 / Math.Sqrt(Dot(vector, vector));
        for (int j = 0; j < length; j++)
            vector[j] *= scale;
    }

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum += x[i] * y[i];
        return sum;
    }
}
