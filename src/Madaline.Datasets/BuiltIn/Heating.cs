namespace Madaline.Datasets;

/// <summary>
/// Days of houses that were never built: how much energy each needs, from the weather, the house and who lives in it,
/// with noise of a known size.
/// </summary>
/// <remarks>
/// Energy = hot water and light + 24 h · what the walls lose beyond what sun and people give, with a smooth bend at 0,
/// + noise: normal with a deviation of <see cref="Noise"/> kWh. No model can have a lower RMSE than that in the long
/// run.
/// The losses are a product of columns and the bend depends on all of them, so a straight line does worse. Drawn with
/// square roots and products only: the same seed gives the same bits on every machine, and day i depends on nothing but
/// the seed, the part and i.
/// </remarks>
public static class Heating
{
    /// <summary>The deviation of the noise in kWh: the best possible RMSE.</summary>
    public const double Noise = 3;

    /// <summary>What is predicted: the day's energy.</summary>
    public const string TargetName = "energy_kwh";

    /// <summary>The columns, with their units.</summary>
    public static IReadOnlyList<string> FeatureNames { get; } =
        ["outside_celsius", "wind_kmh", "sunshine_hours", "floor_m2", "wall_loss_w_m2k", "occupants"];

    /// <summary>Draws the first days of a part.</summary>
    /// <param name="count">How many, 0 or more.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="part">The part's name: parts are apart from each other.</param>
    /// <returns>Features, shape: [count, 6], day by day; the energy of each day, shape: [count].</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static (float[] Features, double[] Energy) Generate(int count, ulong seed, string part = "train")
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int width = FeatureNames.Count;
        Rng rng = new Rng(seed).Split("heating").Split(part);
        var features = new float[checked(count * width)];
        var energy = new double[count];
        for (int i = 0; i < count; i++)
        {
            Rng day = rng.Split(i);
            var row = features.AsSpan(i * width, width);
            Draw(day, row);
            energy[i] = Expected(row) + (Noise * day.NextNormal());
        }

        return (features, energy);
    }

    /// <summary>The energy of a day without noise, in kWh.</summary>
    /// <param name="day">The six features.</param>
    public static double Expected(ReadOnlySpan<float> day)
    {
        double outside = day[0], wind = day[1], sun = day[2], floor = day[3], loss = day[4], people = day[5];
        double wattsPerKelvin = (1.2 * loss * floor) + (0.15 * floor * (1 + (wind / 20)));
        double lost = wattsPerKelvin * (20 - outside) / 1000, given = (0.1 * people) + (0.0009 * sun * floor);
        double heat = lost - given;
        return 8 + (2.5 * people) + (24 * 0.5 * (heat + Math.Sqrt((heat * heat) + 0.04)));
    }

    /// <summary>Rounds as a meter shows it, so that what is read is what the energy follows from.</summary>
    private static void Draw(Rng rng, Span<float> row)
    {
        double season = rng.NextDouble();
        row[0] = Rounded(-4 + (22 * season) + (4 * rng.NextNormal()), 10);
        row[1] = Rounded(rng.NextUniform(0, 15) + rng.NextUniform(0, 25), 10);
        row[2] = Rounded(rng.NextUniform(0, 3 + (9 * season)), 10);
        row[3] = Rounded(rng.NextUniform(60, 220), 1);
        row[4] = Rounded(rng.NextUniform(0.2, 1.4), 100);
        row[5] = 1 + rng.NextInt32(6);
    }

    private static float Rounded(double value, double steps) => (float)(Math.Round(value * steps) / steps);
}
