using System.Globalization;
using Madaline.Data;
using Madaline.Training;

namespace Madaline.Workbench;

/// <summary>Whether samples held out from the end are like those left: those of a sorted file are not.</summary>
internal static class HoldoutCheck
{
    private const int NamesShown = 6;

    /// <summary>Kolmogorov and Smirnov's constant for one chance in a thousand.</summary>
    private const double RareByChance = 1.95;

    /// <summary>The largest difference of two distributions that is no matter, however many samples show it.</summary>
    private const double NoMatter = 0.25;

    /// <summary>What is to know, before anything is trained; nothing where both parts are alike.</summary>
    /// <param name="train">The samples that are left.</param>
    /// <param name="test">Those held out.</param>
    public static IEnumerable<Note> Notes(TensorDataset train, TensorDataset test)
    {
        bool hasNumbers = LearningTask.Of(train.Targets).HasNumbers;
        string? problem = hasNumbers ? OfNumbers(train, test) : OfClasses(train, test);
        if (problem is not null)
        {
            yield return new Note(problem, new WorkbenchRemedy(hasNumbers ? WorkbenchRemedyKind.SplitAtRandom
                : WorkbenchRemedyKind.SplitStratified));
        }
    }

    private static string? OfClasses(TensorDataset train, TensorDataset test)
    {
        long[] left = train.Targets.ToArray<long>(), held = test.Targets.ToArray<long>();
        int classes = (int)left.Concat(held).Max() + 1;
        int[] inTrain = Counts(left, classes), inTest = Counts(held, classes);
        int[] known = [.. Enumerable.Range(0, classes).Where(c => inTrain[c] + inTest[c] > 0)];
        int[] missing = [.. known.Where(c => inTrain[c] == 0)], untested = [.. known.Where(c => inTest[c] == 0)];
        if (missing.Length > 0)
        {
            return $"The training part lacks {missing.Length} of {known.Length} classes: the samples are in order of "
                + $"class. The network cannot learn {Named(train, missing)}.";
        }

        double far = known.Sum(c => Math.Abs(((double)inTrain[c] / left.Length) - ((double)inTest[c] / held.Length)))
            / 2;
        // About what chance makes of the shares in that number of samples.
        double chance = Math.Sqrt(known.Length * (1.0 / left.Length + 1.0 / held.Length));
        if (far > NoMatter && far > chance)
        {
            int most = known.MaxBy(c => Math.Abs(((double)inTrain[c] / left.Length)
                - ((double)inTest[c] / held.Length)));
            return $"The test part is of other classes than the training part: \"{train.ClassName(most)}\" is "
                + $"{Share(inTrain[most], left.Length)} of the training samples and {Share(inTest[most], held.Length)} "
                + "of those held out. The samples are in some order, and what the test says is worth little.";
        }

        return untested.Length == 0 || held.Length < 2 * known.Length ? null
            : $"The test part lacks {untested.Length} of {known.Length} classes: {Named(train, untested)}.";
    }

    private static string? OfNumbers(TensorDataset train, TensorDataset test)
    {
        double[] left = Sorted(train.Targets), held = Sorted(test.Targets);
        double far = Distance(left, held);
        return far <= NoMatter || far <= RareByChance * Math.Sqrt(1.0 / left.Length + 1.0 / held.Length) ? null
            : $"The test part has other targets than the training part: their median is {Number(held)}, in the "
                + $"training part {Number(left)}. The samples are in some order, and what the test says "
                + "is worth little.";
    }

    private static double[] Sorted(Tensor targets)
    {
        double[] values = targets.To(DType.Float64).ToArray<double>();
        Array.Sort(values);
        return values;
    }

    /// <summary>The largest distance of two cumulative distributions (Kolmogorov, Smirnov) of sorted values.</summary>
    private static double Distance(double[] a, double[] b)
    {
        double largest = 0;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            double value = Math.Min(a[i], b[j]);
            while (i < a.Length && a[i] <= value)
                i++;
            while (j < b.Length && b[j] <= value)
                j++;
            largest = Math.Max(largest, Math.Abs(((double)i / a.Length) - ((double)j / b.Length)));
        }

        return largest;
    }

    private static string Number(double[] sorted) => LearningTask.Regression.Measure.Text(sorted[sorted.Length / 2]);

    private static string Share(int count, int all) =>
        (100.0 * count / all).ToString("0.#", CultureInfo.InvariantCulture) + "%";

    private static int[] Counts(long[] targets, int classes)
    {
        var counts = new int[classes];
        foreach (long target in targets)
            counts[target]++;
        return counts;
    }

    private static string Named(TensorDataset set, int[] classes) => string.Join(", ",
        classes.Take(NamesShown).Select(c => $"\"{set.ClassName(c)}\"")) + (classes.Length > NamesShown ? ", …" : "");
}
