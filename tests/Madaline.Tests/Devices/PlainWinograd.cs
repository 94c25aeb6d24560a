namespace Madaline.Tests.Devices;

/// <summary>Decision 9, number by number.</summary>
internal sealed class PlainWinograd
{
    private readonly int _inputs, _outputs;
    private readonly float[] _weight;
    private readonly bool _isTransposed;

    public PlainWinograd(Tensor weight, bool isTransposed)
    {
        (_weight, _isTransposed) = (weight.ToArray<float>(), isTransposed);
        (_outputs, _inputs) = isTransposed ? (weight.Shape[1], weight.Shape[0]) : (weight.Shape[0], weight.Shape[1]);
    }

    /// <summary>All outputs, with as many zeros before the image's rows and columns.</summary>
    public float[] Run(Tensor x, float[]? bias, bool relu, int before, int height, int width)
    {
        int images = x.Shape[0];
        var y = new float[images * _outputs * height * width];
        float[] pixels = x.ToArray<float>();
        for (int output = 0; output < _outputs; output++)
        {
            float[][,] factors = [.. Enumerable.Range(0, _inputs).Select(input => Factors(Kernel(output, input)))];
            for (int image = 0; image < images; image++)
            {
                for (int row = 0; row < height; row += 2)
                {
                    for (int column = 0; column < width; column += 2)
                        Tile(image, output, row, column, factors);
                }
            }
        }

        return y;

        void Tile(int image, int output, int row, int column, float[][,] factors)
        {
            var m = new float[4, 4];
            for (int input = 0; input < _inputs; input++)
            {
                float[,] v = Pixels(Pixel(image, input, row, column));
                for (int i = 0; i < 16; i++)
                {
                    ref float sum = ref m[i / 4, i % 4];
                    sum = MathF.FusedMultiplyAdd(factors[input][i / 4, i % 4], v[i / 4, i % 4], sum);
                }
            }

            float[,] four = Outputs(m);
            for (int i = 0; i < 4; i++)
            {
                if (row + (i / 2) >= height || column + (i % 2) >= width)
                    continue;
                float value = bias is null ? four[i / 2, i % 2] : four[i / 2, i % 2] + bias[output];
                y[(((((image * _outputs) + output) * height) + row + (i / 2)) * width) + column + (i % 2)] =
                    relu ? MathF.Max(value, 0) : value;
            }
        }

        float[,] Pixel(int image, int input, int row, int column)
        {
            var d = new float[4, 4];
            for (int i = 0; i < 16; i++)
            {
                int r = row + (i / 4) - before, c = column + (i % 4) - before;
                if (r >= 0 && r < x.Shape[2] && c >= 0 && c < x.Shape[3])
                    d[i / 4, i % 4] = pixels[(((((image * _inputs) + input) * x.Shape[2]) + r) * x.Shape[3]) + c];
            }

            return d;
        }
    }

    private float[,] Kernel(int output, int input)
    {
        var g = new float[3, 3];
        for (int i = 0; i < 9; i++)
        {
            g[i / 3, i % 3] = _isTransposed
                ? _weight[(((input * _outputs) + output) * 9) + 8 - i]
                : _weight[(((output * _inputs) + input) * 9) + i];
        }

        return g;
    }

    private static float[,] Factors(float[,] g) => Twice(g, 4, (a, b, c, _) =>
        [a, ((a + c) + b) * 0.5f, ((a + c) - b) * 0.5f, c]);

    private static float[,] Pixels(float[,] d) => Twice(d, 4, (a, b, c, e) => [a - c, b + c, c - b, b - e]);

    private static float[,] Outputs(float[,] m) => Twice(m, 2, (a, b, c, e) => [(a + b) + c, (b - c) - e]);

    /// <summary>Down the columns, then along the rows.</summary>
    private static float[,] Twice(float[,] x, int size, Func<float, float, float, float, float[]> transform)
    {
        int from = x.GetLength(0);
        var down = new float[size, from];
        for (int column = 0; column < from; column++)
        {
            float[] made = transform(x[0, column], x[1, column], x[2, column], from > 3 ? x[3, column] : 0);
            for (int row = 0; row < size; row++)
                down[row, column] = made[row];
        }

        var all = new float[size, size];
        for (int row = 0; row < size; row++)
        {
            float[] made = transform(down[row, 0], down[row, 1], down[row, 2], from > 3 ? down[row, 3] : 0);
            for (int column = 0; column < size; column++)
                all[row, column] = made[column];
        }

        return all;
    }
}
