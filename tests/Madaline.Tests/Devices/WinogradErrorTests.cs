namespace Madaline.Tests.Devices;

/// <summary>How far convolutions by tiles are from exact ones: decision 9's bound.</summary>
public sealed class WinogradErrorTests(ITestOutputHelper output)
{
    /// <summary>Half a unit in the last place of 1.</summary>
    private const double Unit = 1.0 / (1 << 24);

    private const int Size = 10;

    private static readonly double[,] G = { { 1, 0, 0 }, { 0.5, 0.5, 0.5 }, { 0.5, 0.5, 0.5 }, { 0, 0, 1 } };

    private static readonly double[,] B = { { 1, 0, 1, 0 }, { 0, 1, 1, 0 }, { 0, 1, 1, 0 }, { 0, 1, 0, 1 } };

    private static readonly double[,] A = { { 1, 1, 1, 0 }, { 0, 1, 1, 1 } };

    public static TheoryData<string, int> Data
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (string kind in (string[])["normal", "large mean", "all of one sign", "mixed magnitudes", "large neighbours"])
            {
                foreach (int inputs in (int[])[24, 64, 512])
                    data.Add(kind, inputs);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Data))]
    public void The_error_stays_below_the_documented_bound(string kind, int inputs)
    {
        var rng = new Rng(11);
        const int Outputs = 16;
        Tensor x = Shape(Tensor.Randn([1, inputs, Size, Size], DType.Float64, rng), kind, rng).To(DType.Float32);
        Tensor weight = Tensor.Randn([Outputs, inputs, 3, 3], rng: rng) * 0.1;
        if (kind == "all of one sign")
            weight = weight.Abs();
        Tensor exactX = x.To(DType.Float64), exactWeight = weight.To(DType.Float64);
        double[] exact = exactX.Conv2d(exactWeight, padding: 1).ToArray<double>();
        double[] size = exactX.Abs().Conv2d(exactWeight.Abs(), padding: 1).ToArray<double>();
        double[] limit = Limits(exactX.ToArray<double>(), exactWeight.ToArray<double>(), inputs, Outputs);
        float[] found = x.Conv2d(weight, padding: 1).ToArray<float>(), chains = WinogradTests.Chains(x, weight);
        double worst = 0, tiles = 0, chain = 0, tileSquares = 0, chainSquares = 0;
        for (int i = 0; i < exact.Length; i++)
        {
            double error = Math.Abs(found[i] - exact[i]), other = Math.Abs(chains[i] - exact[i]);
            worst = Math.Max(worst, error / limit[i]);
            (tiles, chain) = (Math.Max(tiles, error / size[i]), Math.Max(chain, other / size[i]));
            (tileSquares, chainSquares) = (tileSquares + (error * error), chainSquares + (other * other));
        }

        double ratio = Math.Sqrt(tileSquares / chainSquares);
        output.WriteLine($"{kind}, {inputs} channels: {worst:P2} of the bound; largest error over sum of |x w|: "
            + $"{tiles / Unit:F2} u, one chain {chain / Unit:F2} u; root mean squares' ratio {ratio:F2}");
        Assert.True(worst <= 1, $"{worst} of the bound");
        if (kind != "mixed magnitudes")
            Assert.True(ratio < 1, $"{ratio} times the error of one chain");
    }

    /// <summary>(channels + 10) u / (1 − (channels + 10) u) · Σ |A|ᵀ ((|G| |g| |G|ᵀ) · (|B|ᵀ |d| |B|)) |A|.</summary>
    private static double[] Limits(double[] x, double[] weight, int inputs, int outputs)
    {
        double steps = (inputs + 10) * Unit, factor = steps / (1 - steps);
        var limits = new double[outputs * Size * Size];
        for (int tile = 0; tile < Size * Size / 4; tile++)
        {
            int row = tile / (Size / 2) * 2, column = tile % (Size / 2) * 2;
            double[][,] v = [.. Enumerable.Range(0, inputs).Select(input => Sandwich(B, Around(x, input, row, column)))];
            for (int output = 0; output < outputs; output++)
            {
                var m = new double[4, 4];
                for (int input = 0; input < inputs; input++)
                {
                    var g = new double[3, 3];
                    for (int i = 0; i < 9; i++)
                        g[i / 3, i % 3] = Math.Abs(weight[(((output * inputs) + input) * 9) + i]);
                    double[,] u = Sandwich(G, g);
                    for (int i = 0; i < 16; i++)
                        m[i / 4, i % 4] += u[i / 4, i % 4] * v[input][i / 4, i % 4];
                }

                double[,] y = Sandwich(A, m);
                for (int i = 0; i < 4; i++)
                    limits[(((output * Size) + row + (i / 2)) * Size) + column + (i % 2)] = factor * y[i / 2, i % 2];
            }
        }

        return limits;
    }

    private static double[,] Around(double[] x, int input, int row, int column)
    {
        var d = new double[4, 4];
        for (int i = 0; i < 16; i++)
        {
            int r = row + (i / 4) - 1, c = column + (i % 4) - 1;
            if (r >= 0 && r < Size && c >= 0 && c < Size)
                d[i / 4, i % 4] = Math.Abs(x[(((input * Size) + r) * Size) + c]);
        }

        return d;
    }

    /// <summary>M x Mᵀ.</summary>
    private static double[,] Sandwich(double[,] m, double[,] x)
    {
        int size = m.GetLength(0), inner = m.GetLength(1);
        var y = new double[size, size];
        for (int i = 0; i < size * size; i++)
        {
            for (int k = 0; k < inner * inner; k++)
                y[i / size, i % size] += m[i / size, k / inner] * x[k / inner, k % inner] * m[i % size, k % inner];
        }

        return y;
    }

    private static Tensor Shape(Tensor x, string kind, Rng rng) => kind switch
    {
        "large mean" => x + 100,
        "all of one sign" => x.Abs(),
        "mixed magnitudes" => x * (Tensor.Randn(x.Shape, DType.Float64, rng) * 4).Exp(),
        "large neighbours" => x * (Tensor.Rand(x.Shape, DType.Float64, rng) - 0.9).Relu() * 1e4 + x,
        _ => x,
    };
}
