namespace Madaline.Training;

/// <summary>How well scores put the samples of one class before all others, whatever the threshold.</summary>
public static class Ranking
{
    /// <summary>
    /// The area under the receiver operating characteristic: the chance that a positive has a higher score than a
    /// negative, ties counted half.
    /// </summary>
    /// <param name="scores">A score for each sample; larger means more likely positive. NaN is the smallest.</param>
    /// <param name="isPositive">Whether each sample is positive.</param>
    /// <returns>0 to 1; ½ for scores that tell nothing; NaN without positives or without negatives.</returns>
    public static double RocAuc(ReadOnlySpan<double> scores, ReadOnlySpan<bool> isPositive)
    {
        double wins = 0, positives = 0, negatives = 0;
        foreach (var (_, hits, misses) in Groups(scores, isPositive))
        {
            // Positives seen so far beat these negatives; those of the same score count half.
            wins += misses * (positives + (hits / 2.0));
            (positives, negatives) = (positives + hits, negatives + misses);
        }

        return positives == 0 || negatives == 0 ? double.NaN : wins / (positives * negatives);
    }

    /// <summary>
    /// The area under the curve of precision over recall, as average precision: Σ (Rₙ − Rₙ₋₁) · Pₙ over the thresholds
    /// from the highest score down, without interpolation.
    /// </summary>
    /// <param name="scores">A score for each sample; larger means more likely positive. NaN is the smallest.</param>
    /// <param name="isPositive">Whether each sample is positive.</param>
    /// <returns>0 to 1; about the fraction of positives for scores that tell nothing; NaN without positives.</returns>
    public static double AveragePrecision(ReadOnlySpan<double> scores, ReadOnlySpan<bool> isPositive)
    {
        double sum = 0, positives = 0, taken = 0;
        foreach (var (_, hits, misses) in Groups(scores, isPositive))
        {
            (positives, taken) = (positives + hits, taken + hits + misses);
            sum += hits * (positives / taken);
        }

        return positives == 0 ? double.NaN : sum / positives;
    }

    /// <summary>The threshold at which calling samples positive gives the best F1.</summary>
    /// <remarks>Half way between the last score taken and the next below; of equal F1 the highest threshold.</remarks>
    /// <param name="scores">A score for each sample, 0 to 1.</param>
    /// <param name="isPositive">Whether each sample is positive.</param>
    /// <returns>A sample is called positive from the threshold on; null without positives.</returns>
    public static (double Threshold, double F1)? BestF1(ReadOnlySpan<double> scores, ReadOnlySpan<bool> isPositive)
    {
        var groups = Groups(scores, isPositive);
        long all = groups.Sum(group => (long)group.Positives), found = 0, taken = 0;
        if (all == 0)
            return null;
        (double Threshold, double F1) best = (1, -1);
        for (int i = 0; i < groups.Count; i++)
        {
            (found, taken) = (found + groups[i].Positives, taken + groups[i].Positives + groups[i].Negatives);
            double f1 = 2.0 * found / (all + taken), below = i + 1 < groups.Count ? groups[i + 1].Score : 0;
            if (f1 > best.F1)
                best = ((groups[i].Score + (double.IsNaN(below) ? 0 : below)) / 2, f1);
        }

        return best;
    }

    /// <summary>Samples of equal score together, from the highest score down.</summary>
    private static List<(double Score, int Positives, int Negatives)> Groups(
        ReadOnlySpan<double> scores, ReadOnlySpan<bool> isPositive)
    {
        if (scores.Length != isPositive.Length)
        {
            throw new ArgumentException($"ranking: the lengths differ. There are {scores.Length} scores for "
                + $"{isPositive.Length} samples; expected one for each.", nameof(scores));
        }

        double[] keys = scores.ToArray();
        bool[] marks = isPositive.ToArray();
        Array.Sort(keys, marks);
        var groups = new List<(double Score, int Positives, int Negatives)>();
        for (int i = keys.Length - 1; i >= 0;)
        {
            double score = keys[i];
            int positives = 0, negatives = 0;
            for (; i >= 0 && (keys[i] == score || (double.IsNaN(score) && double.IsNaN(keys[i]))); i--)
            {
                positives += marks[i] ? 1 : 0;
                negatives += marks[i] ? 0 : 1;
            }

            groups.Add((score, positives, negatives));
        }

        return groups;
    }
}
