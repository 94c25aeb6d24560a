namespace Madaline.Studio.Formulas;

/// <summary>A sum of products: the largest, and the others as one number.</summary>
internal static class LongSum
{
    private const int Shown = 3;

    /// <summary>Its parts, each but the first with the sign before it.</summary>
    /// <param name="terms">Products with how they are written.</param>
    public static IReadOnlyList<Formula> Of(IReadOnlyList<(double Product, Formula Text)> terms)
    {
        if (terms.Count == 0)
            return [Formula.Number(0)];
        int shown = terms.Count <= Shown + 1 ? terms.Count : Shown;
        var largest = terms.OrderByDescending(term => Math.Abs(term.Product)).Take(shown).ToList();
        List<Formula> parts = [largest[0].Text, .. largest.Skip(1).Select(term => Plus(term.Text))];
        if (terms.Count > shown)
        {
            double rest = terms.Sum(term => term.Product) - largest.Sum(term => term.Product);
            parts.Add(Plus(Formula.Row(Formula.Factor(rest), Formula.Text($"\u00a0({terms.Count - shown} more)"))));
        }

        return parts;
    }

    /// <summary>With a plus before it.</summary>
    public static Formula Plus(Formula term) => Formula.Behind("+", term);
}
