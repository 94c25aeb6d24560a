using System.Globalization;

namespace Madaline.Data;

/// <summary>Ways of setting samples apart for testing; the same stream gives the same parts.</summary>
/// <remarks>The random ones advance the stream: pass <c>rng.Split("name")</c> to leave others' numbers alone.</remarks>
public static class Splits
{
    /// <summary>Holds out the last samples.</summary>
    /// <param name="count">Samples in all.</param>
    /// <param name="heldOut">How many to hold out: from 1 to count − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A part would be empty.</exception>
    public static Split Holdout(int count, int heldOut)
    {
        if (heldOut < 1 || heldOut >= count)
        {
            throw new ArgumentOutOfRangeException(nameof(heldOut), $"holdout: a part would be empty. {heldOut} of "
                + $"{count} samples are to be held out; expected 1 to {count - 1}.");
        }

        var isHeldOut = new bool[count];
        isHeldOut.AsSpan(count - heldOut).Fill(true);
        return Split.FromHeldOut(isHeldOut);
    }

    /// <summary>Holds out a random fraction, rounded to whole samples, but at least one and not all.</summary>
    /// <param name="count">Samples in all, at least 2.</param>
    /// <param name="fraction">The fraction to hold out, between 0 and 1.</param>
    /// <param name="rng">The stream; <see cref="Rng.Default"/> when omitted.</param>
    /// <exception cref="ArgumentOutOfRangeException">Too few samples, or no fraction.</exception>
    public static Split Random(int count, double fraction, Rng? rng = null)
    {
        int heldOut = HeldOut("random", count, fraction);
        var isHeldOut = new bool[count];
        foreach (int index in (rng ?? Rng.Default).Permutation(count).AsSpan(0, heldOut))
            isHeldOut[index] = true;
        return Split.FromHeldOut(isHeldOut);
    }

    /// <summary>Holds out a random fraction of each class.</summary>
    /// <remarks>
    /// As many in all as <see cref="Random"/>; each class gives its exact share, rounded down or up so that the shares
    /// with the largest remainders are rounded up.
    /// </remarks>
    /// <param name="labels">Classes, integers [n].</param>
    /// <param name="fraction">The fraction to hold out, between 0 and 1.</param>
    /// <param name="rng">The stream; <see cref="Rng.Default"/> when omitted.</param>
    /// <exception cref="ArgumentOutOfRangeException">Too few samples, a class of one, or no fraction.</exception>
    /// <exception cref="TensorException">The labels are not integers [n].</exception>
    public static Split Stratified(Tensor labels, double fraction, Rng? rng = null)
    {
        int heldOut = HeldOut("stratified", labels.Elements, fraction);
        ClassMembers classes = ClassMembers.Of("stratified", labels);
        classes.RequireAtLeast("stratified", 2, "a sample to train on and one to test on", nameof(labels));
        int[] shares = classes.Shares(heldOut);
        var isHeldOut = new bool[labels.Elements];
        for (int c = 0; c < classes.Count; c++)
        {
            int[] members = classes.Shuffled(c, rng ?? Rng.Default);
            foreach (int index in members.AsSpan(0, shares[c]))
                isHeldOut[index] = true;
        }

        return Split.FromHeldOut(isHeldOut);
    }

    /// <summary>k random parts of equal size, give or take one; each is held out once.</summary>
    /// <param name="count">Samples in all.</param>
    /// <param name="folds">k: from 2 to count.</param>
    /// <param name="rng">The stream; <see cref="Rng.Default"/> when omitted.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two folds, or more than samples.</exception>
    public static Split[] KFold(int count, int folds, Rng? rng = null)
    {
        RequireFolds("k-fold", count, folds);
        return Deal((rng ?? Rng.Default).Permutation(count), folds);
    }

    /// <summary>k random parts, each with its share of every class; each part is held out once.</summary>
    /// <remarks>Sizes of parts differ by at most one, and so do the numbers of a class in them.</remarks>
    /// <param name="labels">Classes, integers [n].</param>
    /// <param name="folds">k: from 2 to the size of the smallest class.</param>
    /// <param name="rng">The stream; <see cref="Rng.Default"/> when omitted.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two folds, or more than a class has.</exception>
    /// <exception cref="TensorException">The labels are not integers [n].</exception>
    public static Split[] StratifiedKFold(Tensor labels, int folds, Rng? rng = null)
    {
        ClassMembers classes = ClassMembers.Of("stratified k-fold", labels);
        RequireFolds("stratified k-fold", labels.Elements, folds);
        classes.RequireAtLeast("stratified k-fold", folds, "one for each fold", nameof(folds));
        var order = new List<int>(labels.Elements);
        for (int c = 0; c < classes.Count; c++)
            order.AddRange(classes.Shuffled(c, rng ?? Rng.Default));
        return Deal([.. order], folds);
    }

    /// <summary>Deals samples like cards: neighbours in the order go to different folds.</summary>
    private static Split[] Deal(int[] order, int folds)
    {
        var splits = new Split[folds];
        for (int fold = 0; fold < folds; fold++)
        {
            var isHeldOut = new bool[order.Length];
            for (int i = fold; i < order.Length; i += folds)
                isHeldOut[order[i]] = true;
            splits[fold] = Split.FromHeldOut(isHeldOut);
        }

        return splits;
    }

    private static int HeldOut(string op, int count, double fraction)
    {
        if (!(fraction > 0 && fraction < 1) || count < 2)
        {
            throw new ArgumentOutOfRangeException(nameof(fraction), string.Create(CultureInfo.InvariantCulture,
                $"{op}: no such split. fraction is {fraction} of {count} samples; expected a fraction between 0 and 1 "
                + $"of at least 2 samples."));
        }

        return Math.Clamp((int)Math.Round(count * fraction), 1, count - 1);
    }

    private static void RequireFolds(string op, int count, int folds)
    {
        if (folds < 2 || folds > count)
        {
            throw new ArgumentOutOfRangeException(nameof(folds), $"{op}: no such folds. folds is {folds} for {count} "
                + "samples; expected at least 2 folds and a sample for each. Use fewer folds.");
        }
    }
}
