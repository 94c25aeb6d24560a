namespace Madaline.Data;

/// <summary>Which samples belong to which class; classes in ascending order, without empty ones.</summary>
internal sealed class ClassMembers
{
    private readonly long[] _labels;
    private readonly int[][] _members;

    private ClassMembers(SortedDictionary<long, List<int>> groups)
    {
        _labels = [.. groups.Keys];
        _members = [.. groups.Values.Select(group => group.ToArray())];
    }

    /// <summary>Number of classes.</summary>
    public int Count => _labels.Length;

    /// <summary>Groups the samples of labels [n].</summary>
    public static ClassMembers Of(string op, Tensor labels)
    {
        if (labels.Rank != 1 || labels.DType.IsFloating())
        {
            throw new TensorException(op, $"labels must be classes. labels is {labels.DType} {labels.Shape}; "
                + "expected Int64 [n]. Use a plain split for targets that are quantities.");
        }

        var groups = new SortedDictionary<long, List<int>>();
        long[] values = labels.To(DType.Int64).ToArray<long>();
        for (int i = 0; i < values.Length; i++)
        {
            if (!groups.TryGetValue(values[i], out var group))
                groups.Add(values[i], group = []);
            group.Add(i);
        }

        return new ClassMembers(groups);
    }

    /// <summary>Refuses classes with too few samples, naming the first.</summary>
    public void RequireAtLeast(string op, int least, string why, string parameter)
    {
        for (int c = 0; c < Count; c++)
        {
            if (_members[c].Length < least)
            {
                throw new ArgumentOutOfRangeException(parameter, $"{op}: a class has too few samples. "
                    + $"Class {_labels[c]} has {_members[c].Length}; expected at least {least}, {why}. "
                    + "Use fewer folds, add samples, leave the class out, or divide without regard to classes.");
            }
        }
    }

    /// <summary>A class's samples in random order.</summary>
    public int[] Shuffled(int index, Rng rng)
    {
        int[] members = [.. _members[index]];
        rng.Shuffle<int>(members);
        return members;
    }

    /// <summary>For each sample the size of its class.</summary>
    public int[] SizeOfEach(int samples)
    {
        var sizes = new int[samples];
        foreach (int[] group in _members)
        {
            foreach (int sample in group)
                sizes[sample] = group.Length;
        }

        return sizes;
    }

    /// <summary>How many of each class when a number is taken in all: largest remainders, ties to the first.</summary>
    public int[] Shares(int total)
    {
        long all = _members.Sum(group => (long)group.Length);
        int[] shares = [.. _members.Select(group => (int)(group.Length * (long)total / all))];
        long[] remainders = [.. _members.Select(group => -(group.Length * (long)total % all))];
        int[] order = [.. Enumerable.Range(0, Count).OrderBy(c => remainders[c])];
        int left = total - shares.Sum();
        for (int i = 0; i < left; i++)
            shares[order[i]]++;
        return shares;
    }
}
