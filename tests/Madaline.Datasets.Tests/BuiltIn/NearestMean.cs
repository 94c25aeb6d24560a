namespace Madaline.Datasets.Tests;

/// <summary>The simplest of classifiers, to see whether classes differ: the class with the nearest mean.</summary>
internal sealed class NearestMean
{
    private readonly double[][] _means;

    public NearestMean(double[][] samples, byte[] labels, int classCount)
    {
        var counts = new int[classCount];
        _means = new double[classCount][];
        for (int label = 0; label < classCount; label++)
            _means[label] = new double[samples[0].Length];

        for (int i = 0; i < samples.Length; i++)
        {
            counts[labels[i]]++;
            for (int j = 0; j < samples[i].Length; j++)
                _means[labels[i]][j] += samples[i][j];
        }

        for (int label = 0; label < classCount; label++)
            for (int j = 0; j < _means[label].Length; j++)
                _means[label][j] /= counts[label];
    }

    public double Accuracy(double[][] samples, byte[] labels)
    {
        int right = 0;
        for (int i = 0; i < samples.Length; i++)
            right += Classify(samples[i]) == labels[i] ? 1 : 0;
        return (double)right / samples.Length;
    }

    private int Classify(double[] sample)
    {
        int nearest = 0;
        for (int label = 1; label < _means.Length; label++)
            if (SquaredDistance(sample, _means[label]) < SquaredDistance(sample, _means[nearest]))
                nearest = label;
        return nearest;
    }

    private static double SquaredDistance(double[] a, double[] b)
    {
        double sum = 0;
        for (int j = 0; j < a.Length; j++)
            sum += (a[j] - b[j]) * (a[j] - b[j]);
        return sum;
    }
}
