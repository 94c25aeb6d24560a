namespace Madaline.Data;

/// <summary>Sample numbers to train on and to test on, each ascending; none is in both.</summary>
/// <param name="Train">To train on.</param>
/// <param name="Test">To test on.</param>
public readonly record struct Split(int[] Train, int[] Test)
{
    /// <summary>Makes a split of what is held out: all others are trained on.</summary>
    internal static Split FromHeldOut(bool[] isHeldOut)
    {
        int held = isHeldOut.AsSpan().Count(true);
        var split = new Split(new int[isHeldOut.Length - held], new int[held]);
        int train = 0, test = 0;
        for (int i = 0; i < isHeldOut.Length; i++)
        {
            if (isHeldOut[i])
                split.Test[test++] = i;
            else
                split.Train[train++] = i;
        }

        return split;
    }

    /// <summary>How many samples of each part.</summary>
    public override string ToString() => $"Split: {Train.Length:N0} to train on, {Test.Length:N0} to test on";
}
