namespace Madaline.Training;

/// <summary>How a network that tells two classes apart does where one is answered from a probability on.</summary>
/// <param name="Threshold">The probability of the positive class from which it is answered, 0 to 1.</param>
/// <param name="Confusion">How many samples of class i were taken for class j.</param>
/// <param name="Positive">How the positive class fared: F1, precision, recall.</param>
public sealed record ThresholdScores(double Threshold, long[,] Confusion, ClassScore Positive)
{
    /// <summary>The fraction answered right; NaN for no samples.</summary>
    public double Accuracy
    {
        get
        {
            long right = Confusion[0, 0] + Confusion[1, 1], all = right + Confusion[0, 1] + Confusion[1, 0];
            return all == 0 ? double.NaN : (double)right / all;
        }
    }

    internal static ThresholdScores Of(
        string positiveName, int positive, double threshold, double[] probabilities, bool[] isPositive)
    {
        var confusion = new long[2, 2];
        for (int i = 0; i < probabilities.Length; i++)
        {
            confusion[isPositive[i] ? positive : 1 - positive,
                probabilities[i] >= threshold ? positive : 1 - positive]++;
        }

        return new ThresholdScores(threshold, confusion, ClassScore.Of(positiveName, confusion, positive));
    }
}
