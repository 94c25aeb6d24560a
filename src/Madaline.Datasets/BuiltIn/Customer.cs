using System.Globalization;

namespace Madaline.Datasets;

/// <summary>A customer of the set <see cref="Customers"/>, with what the table does not show.</summary>
public sealed record Customer
{
    private const double Intercept = -6.7;

    private static readonly DateOnly Start = new(2019, 1, 1), Today = new(2025, 6, 30);

    private static readonly (string, double)[] Cities =
    [
        ("Berlin", 0.3), ("Hamburg", 0.22), ("München", 0.2), ("Köln", 0.15), ("Leipzig", 0.124), ("Görlitz", 0.002),
        ("Emden", 0.002), ("Husum", 0.001), ("Suhl", 0.001),
    ];

    private static readonly (string, double)[] Plans = [("basic", 0.55), ("plus", 0.33), ("pro", 0.12)];

    private static readonly (string?, double)[] Payments =
        [("card", 0.5), ("direct debit", 0.3), ("invoice", 0.17), (null, 0.03)];

    /// <summary>A text of its own, <c>C-100001</c> and on.</summary>
    public required string Id { get; init; }

    /// <summary>Five cities of many customers, four of a few.</summary>
    public required string City { get; init; }

    /// <summary>basic, plus or pro.</summary>
    public required string Plan { get; init; }

    /// <summary>card, direct debit or invoice; null where it is missing.</summary>
    public string? Payment { get; init; }

    /// <summary>In years, 18 to 90.</summary>
    public int Age { get; init; }

    /// <summary>Whether the table shows the age: of one in twenty-five it does not.</summary>
    public bool IsAgeKnown { get; init; }

    /// <summary>From 2019 on.</summary>
    public DateOnly SignedUp { get; init; }

    /// <summary>Up to the end of June 2025; null for one in thirty, who never ordered.</summary>
    public DateOnly? LastOrder { get; init; }

    /// <summary>In the last month.</summary>
    public int Visits { get; init; }

    /// <summary>Complaints in the last year.</summary>
    public int Tickets { get; init; }

    /// <summary>In euro.</summary>
    public double MonthlySpend { get; init; }

    /// <summary>Whether the table shows it: of one in a hundred it does not.</summary>
    public bool IsSpendKnown { get; init; }

    /// <summary>Whether the newsletter is read.</summary>
    public bool HasNewsletter { get; init; }

    /// <summary>What was paid in the last year, in euro: <see cref="ExpectedRevenue"/>, with noise of 40.</summary>
    public double Revenue { get; private init; }

    /// <summary>Whether the customer left, by <see cref="ChurnProbability"/>.</summary>
    public bool HasChurned { get; private init; }

    /// <summary>
    /// Of leaving: <c>σ(−6.7 + 0.9 · tickets + 1.2 · basic + 1.3 · invoice + 1.6 · idle − 0.12 · visits)</c>, where
    /// idle is the share of a year since the last order, 1 for who never ordered.
    /// </summary>
    public double ChurnProbability
    {
        get
        {
            double idle = LastOrder is { } last ? Math.Min(1, (Today.DayNumber - last.DayNumber) / 365.0) : 1;
            double score = Intercept + (0.9 * Tickets) + (Plan == "basic" ? 1.2 : 0) + (Payment == "invoice" ? 1.3 : 0)
                + (1.6 * idle) - (0.12 * Visits);
            return 1 / (1 + PortableMath.Exp(-score));
        }
    }

    /// <summary>
    /// In euro: <c>12 · monthly spend · (1 + 0.25 · pro) + 60 · newsletter − 30 · tickets</c>, at least 0.
    /// </summary>
    public double ExpectedRevenue => Math.Max(0, (12 * MonthlySpend * (Plan == "pro" ? 1.25 : 1))
        + (HasNewsletter ? 60 : 0) - (30 * Tickets));

    internal static Customer Draw(int index, Rng rng)
    {
        string plan = Choose(Plans, rng);
        int days = Today.DayNumber - Start.DayNumber, signedUp = rng.NextInt32(days - 30);
        double spend = plan == "basic" ? 18 : plan == "plus" ? 35 : 80;
        var customer = new Customer
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"C-{100001 + index}"),
            City = Choose(Cities, rng),
            Plan = plan,
            Payment = Choose(Payments, rng),
            Age = (int)Math.Clamp(Math.Round(44 + (14 * rng.NextNormal())), 18, 90),
            IsAgeKnown = rng.NextDouble() >= 0.04,
            SignedUp = Start.AddDays(signedUp),
            // Most ordered lately: the square of an even share of the time since.
            LastOrder = rng.NextDouble() is var u && u < 1 / 30.0 ? null
                : Today.AddDays(-(int)(u * u * (days - signedUp))),
            Visits = (int)Math.Clamp(Math.Round(6 + (4 * rng.NextNormal())), 0, 30),
            Tickets = (int)(-1.1 * PortableMath.Log(1 - rng.NextDouble())),
            MonthlySpend = Cents(spend * PortableMath.Exp(0.35 * rng.NextNormal())),
            IsSpendKnown = rng.NextDouble() >= 0.01,
            HasNewsletter = rng.NextDouble() < 0.4,
        };
        return customer with
        {
            Revenue = Cents(Math.Max(0, customer.ExpectedRevenue + (40 * rng.NextNormal()))),
            HasChurned = rng.NextDouble() < customer.ChurnProbability,
        };
    }

    private static double Cents(double euro) => Math.Round(euro, 2);

    private static T Choose<T>((T Value, double Share)[] values, Rng rng)
    {
        double u = rng.NextDouble();
        foreach (var (value, share) in values)
        {
            if ((u -= share) < 0)
                return value;
        }

        return values[^1].Value;
    }
}
