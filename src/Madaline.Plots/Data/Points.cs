namespace Madaline.Plots;

/// <summary>Points in the plane, each alone, by class or with a value.</summary>
public sealed record Points
{
    /// <summary>Points from two rows of numbers.</summary>
    /// <param name="x">How far to the right.</param>
    /// <param name="y">How high.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public Points(Numbers x, Numbers y)
    {
        Numbers.RequireEqual("points", "x", x.Count, "y", y.Count);
        (X, Y) = (x, y);
    }

    /// <summary>Points from the rows of a matrix.</summary>
    /// <param name="pairs">[n, 2].</param>
    /// <exception cref="ArgumentException">It has another shape.</exception>
    public Points(Tensor pairs) : this(Column(pairs, 0), Column(pairs, 1))
    {
    }

    /// <summary>How far to the right.</summary>
    public Numbers X { get; }

    /// <summary>How high.</summary>
    public Numbers Y { get; }

    /// <summary>The class of each point, from 0; null where they have none.</summary>
    public Numbers? Classes { get; init; }

    /// <summary>The names of the classes, for the legend; their numbers where there are none.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>A value of each point, shown by its colour; null where they have none.</summary>
    public Numbers? Values { get; init; }

    /// <summary>What the values are.</summary>
    public string ValueName { get; init; } = "";

    /// <summary>How many points there are.</summary>
    internal int Count => X.Count;

    /// <summary>The classes that occur, in order.</summary>
    internal int[] Kinds => Classes is null ? [] : [.. Classes.Select(kind => (int)kind).Distinct().Order()];

    internal int KindOf(int point) => Classes is null ? 0 : (int)Classes[point];

    internal string NameOf(int kind) => kind < ClassNames.Count ? ClassNames[kind] : $"class {kind}";

    internal void Require(string op)
    {
        X.Require(op, "x");
        Y.Require(op, "y");
        if (Classes is not null && Values is not null)
        {
            throw new ArgumentException($"{op}: a colour cannot say two things. Classes and Values are both given; "
                + "expected one of them. Leave one out.");
        }

        if (Classes is not null)
        {
            Numbers.RequireEqual(op, "x", Count, "Classes", Classes.Count);
            foreach (var (i, kind) in Classes.Index())
                RequireClass(op, i, kind);
        }

        if (Values is not null)
        {
            Numbers.RequireEqual(op, "x", Count, "Values", Values.Count);
            Values.Require(op, "Values");
        }
    }

    private void RequireClass(string op, int point, double kind)
    {
        const int most = 1000;
        int end = ClassNames.Count > 0 ? ClassNames.Count : most;
        if (!(kind >= 0 && kind < end && kind == Math.Floor(kind)))
        {
            throw new ArgumentException($"{op}: there is no such class. Classes[{point}] is {kind}; expected whole "
                + $"numbers from 0 to {end - 1}. Give numbers as Values.");
        }
    }

    private static Numbers Column(Tensor pairs, int column)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        return pairs.Rank == 2 && pairs.Shape[1] == 2 ? pairs.Detach()[.., column] : throw new ArgumentException(
            $"points: these are no pairs. pairs is {pairs.Shape}; expected [n, 2]. Take two columns of the inputs.");
    }
}
