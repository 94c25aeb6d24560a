using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Madaline.Datasets.Tests;

public sealed class WheatSampleTests
{
    private const int Features = WheatSample.FeatureCount;

    [Fact]
    public void The_same_seed_gives_these_very_bits()
    {
        float[] features = WheatSample.Generate(WheatSample.DefaultCount, 1).Features;

        string hash = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<float>(features)));
        Assert.Equal("5769075428cb4e2525afd50e611fcc4af4bb421bc0ff2cda140349529943211a", hash);
    }

    [Fact]
    public void A_kernel_does_not_depend_on_how_many_are_drawn()
    {
        float[] few = WheatSample.Generate(10, 5).Features;
        float[] many = WheatSample.Generate(50, 5).Features;

        Assert.Equal(few, many[..few.Length]);
        Assert.NotEqual(few, WheatSample.Generate(10, 6).Features);
    }

    [Fact]
    public void The_default_has_seventy_of_each_variety()
    {
        byte[] labels = WheatSample.Generate(WheatSample.DefaultCount, 1).Labels;

        for (int label = 0; label < WheatSample.ClassCount; label++)
            Assert.Equal(70, labels.Count(l => l == label));
    }

    [Fact]
    public void A_negative_count_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WheatSample.Generate(-1, 1));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Means_and_covariances_are_the_table_s_within_the_sampling_error(int label)
    {
        const int Count = 10_000;
        double[][] rows = [.. Rows(WheatSample.Generate(3 * Count, 1).Features).Where((_, i) => i % 3 == label)];
        Gaussian variety = WheatVarieties.All[label];
        double[] mean = [.. Enumerable.Range(0, Features).Select(j => rows.Average(row => row[j]))];

        for (int i = 0; i < Features; i++)
        {
            double variance = variety.Covariance[i][i];
            double deviation = Math.Sqrt(variance / Count);
            Assert.InRange(mean[i] - variety.Mean[i], -5 * deviation, 5 * deviation);
            for (int j = 0; j <= i; j++)
            {
                double covariance = rows.Sum(row => (row[i] - mean[i]) * (row[j] - mean[j])) / (Count - 1);
                double expected = variety.Covariance[i][j];
                double error = Math.Sqrt((variance * variety.Covariance[j][j] + expected * expected) / Count);
                Assert.InRange(covariance - expected, -5 * error, 5 * error);
            }
        }
    }

    [Fact]
    public void The_table_agrees_with_the_real_kernels()
    {
        double[][] all = [.. File.ReadLines(RealData.File("wheat/seeds_dataset.txt")).Select(line =>
            Array.ConvertAll(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), double.Parse))];

        for (int label = 0; label < WheatSample.ClassCount; label++)
        {
            double[][] rows = [.. all.Where(row => row[Features] == label + 1)];
            Gaussian variety = WheatVarieties.All[label];
            for (int i = 0; i < Features; i++)
            {
                double mean = rows.Average(row => row[i]);
                double variance = rows.Sum(row => (row[i] - mean) * (row[i] - mean)) / (rows.Length - 1);
                Assert.Equal(1, variety.Mean[i] / mean, 1e-4);
                Assert.Equal(1, variety.Covariance[i][i] / variance, 1e-4);
            }
        }
    }

    [Fact]
    public void Varieties_are_told_apart_by_the_nearest_class_mean()
    {
        var (train, trainLabels) = WheatSample.Generate(WheatSample.DefaultCount, 1);
        var (test, testLabels) = WheatSample.Generate(3000, 2);
        var classifier = new NearestMean(Rows(train), trainLabels, WheatSample.ClassCount);

        Assert.InRange(classifier.Accuracy(Rows(test), testLabels), 0.85, 1);
    }

    private static double[][] Rows(float[] features) =>
        [.. features.Chunk(Features).Select(row => Array.ConvertAll(row, value => (double)value))];
}
