namespace Madaline.Training;

/// <summary>
/// Many ADALINEs, a MADALINE: each sees the input and answers 1 or −1, and the majority is the answer of all.
/// </summary>
/// <remarks>
/// <para>Rule I (least disturbance): where the majority is right, nothing is changed. Where it is wrong, as few as turn
/// the vote are changed, and of those that voted wrongly the ones whose sum is nearest to 0, since they are turned with
/// the least change: <c>w ← w + α (y − s) x/‖x‖²</c>, with s the sum and the bias as a weight of an input of 1. That is
/// the LMS rule with <c>2μ = α/‖x‖²</c>; with α = 1 the sum is y afterwards.</para>
/// <para>With three votes it learns tasks that no line separates, such as XOR; whether it ends depends on where it
/// starts, as there is no proof that it does. The weights of the vote are fixed: only the first layer learns.</para>
/// <para>Source: Ridgway 1962 and Widrow 1962 (MADALINE, Stanford); Widrow &amp; Lehr 1990, "30 years of adaptive
/// neural networks".</para>
/// </remarks>
public sealed class AdalineVote
{
    private readonly Adaline[] _members;

    /// <summary>A vote of given ADALINEs, which it changes.</summary>
    /// <param name="members">An odd number, of as many inputs each.</param>
    /// <exception cref="ArgumentException">The number is even, or inputs differ in number.</exception>
    public AdalineVote(IReadOnlyList<Adaline> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        if (members.Count % 2 == 0)
            throw new ArgumentException($"vote: a majority needs an odd number. There are {members.Count} members; "
                + "expected 1, 3, 5 …", nameof(members));
        if (members.Any(member => member.Weights.Count != members[0].Weights.Count))
            throw new ArgumentException("vote: members differ in inputs. They have "
                + $"{string.Join(", ", members.Select(member => member.Weights.Count))}; expected as many each.",
                nameof(members));
        _members = [.. members];
    }

    /// <summary>Those that vote.</summary>
    public IReadOnlyList<Adaline> Members => _members;

    /// <summary>What the majority answers: 1 or −1.</summary>
    /// <param name="x">One number for each weight.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    public int Answer(ReadOnlySpan<double> x)
    {
        int votes = 0;
        foreach (Adaline member in _members)
            votes += member.Answer(x);
        return votes > 0 ? 1 : -1;
    }

    /// <summary>Which members rule I changes for a sample, nearest to 0 first; none where the vote is right.</summary>
    /// <param name="x">One number for each weight.</param>
    /// <param name="y">The right answer, 1 or −1.</param>
    /// <exception cref="ArgumentException">There are more or fewer numbers than weights.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The answer is neither.</exception>
    public IReadOnlyList<int> Choose(ReadOnlySpan<double> x, int y)
    {
        if (y is not (1 or -1))
            throw new ArgumentOutOfRangeException(nameof(y), $"vote: the right answer is {y}; expected 1 or -1.");
        var wrong = new List<(double Distance, int Index)>();
        for (int i = 0; i < _members.Length; i++)
        {
            if (_members[i].Answer(x) != y)
                wrong.Add((Math.Abs(_members[i].Sum(x)), i));
        }

        int needed = wrong.Count - (_members.Length / 2);
        return needed <= 0 ? [] : [.. wrong.Order().Take(needed).Select(one => one.Index)];
    }

    /// <summary>Learns from one sample by rule I: changes nothing where the vote is right.</summary>
    /// <param name="x">One number for each weight.</param>
    /// <param name="y">The right answer, 1 or −1.</param>
    /// <param name="alpha">α, above 0 and below 2; 1 brings the sums that are changed to y.</param>
    /// <returns>The members that were changed.</returns>
    /// <exception cref="ArgumentException">There are more or fewer numbers than weights.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The answer is neither, or α is out of range.</exception>
    public IReadOnlyList<int> Learn(ReadOnlySpan<double> x, int y, double alpha = 1)
    {
        if (!(alpha > 0 && alpha < 2))
            throw new ArgumentOutOfRangeException(nameof(alpha), $"vote: alpha is {alpha}; expected above 0, below 2.");
        var chosen = Choose(x, y);
        foreach (int i in chosen)
        {
            double bound = _members[i].RateBound(x);
            _members[i].Learn(x, y, double.IsFinite(bound) ? alpha * bound / 2 : 0);
        }

        return chosen;
    }

    /// <summary>A line for each member.</summary>
    public override string ToString() => string.Join('\n', _members.Select(member => member.ToString()));
}
