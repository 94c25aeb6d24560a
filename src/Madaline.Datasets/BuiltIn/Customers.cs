using System.Globalization;
using System.Text;

namespace Madaline.Datasets;

/// <summary>
/// Customers of a shop that never was, as a table with all that tables of real life have: an identifier, a constant
/// column, rare values, dates in two notations, missing cells, a rare class, and a quantity.
/// </summary>
/// <remarks>
/// The same seed gives the same text on every machine, and customer i depends on nothing but the seed and i. Who
/// leaves and what is earned follow known rules, <see cref="Customer.ChurnProbability"/> and
/// <see cref="Customer.ExpectedRevenue"/>, so that a network's answers can be held against the best that there are.
/// </remarks>
public static class Customers
{
    /// <summary>As many customers as the set has.</summary>
    public const int DefaultCount = 5000;

    /// <summary>The class column: whether the customer left, of which one in fifty did.</summary>
    public const string Churned = "churned";

    /// <summary>The quantity: what a customer paid in a year, in euro.</summary>
    public const string Revenue = "yearly_revenue";

    /// <summary>The names of the columns.</summary>
    public static IReadOnlyList<string> ColumnNames { get; } =
    [
        "customer_id", "currency", "city", "plan", "payment", "age", "signed_up", "last_order", "visits", "tickets",
        "monthly_spend", "newsletter", Revenue, Churned,
    ];

    /// <summary>Draws the first customers of a seed.</summary>
    /// <param name="count">How many, 0 or more.</param>
    /// <param name="seed">Any number.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static IEnumerable<Customer> Draw(int count, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Rng rng = new Rng(seed).Split("shop customers");
        return Enumerable.Range(0, count).Select(i => Customer.Draw(i, rng.Split(i)));
    }

    /// <summary>The customers as CSV text with a header; missing cells are empty or NA.</summary>
    /// <param name="count">How many, 0 or more.</param>
    /// <param name="seed">Any number.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static string ToCsv(int count = DefaultCount, ulong seed = 1)
    {
        var text = new StringBuilder().AppendJoin(',', ColumnNames).Append('\n');
        foreach (Customer customer in Draw(count, seed))
            text.AppendJoin(',', Cells(customer)).Append('\n');
        return text.ToString();
    }

    private static string[] Cells(Customer c) =>
    [
        c.Id, "EUR", c.City, c.Plan, c.Payment ?? "", c.IsAgeKnown ? Text(c.Age) : "NA", Date(c.SignedUp, "yyyy-MM-dd"),
        c.LastOrder is { } last ? Date(last, "dd.MM.yyyy") : "", Text(c.Visits), Text(c.Tickets),
        c.IsSpendKnown ? Euro(c.MonthlySpend) : "", c.HasNewsletter ? "yes" : "no", Euro(c.Revenue),
        c.HasChurned ? "yes" : "no",
    ];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Euro(double number) => number.ToString("F2", CultureInfo.InvariantCulture);

    private static string Date(DateOnly date, string format) => date.ToString(format, CultureInfo.InvariantCulture);
}
