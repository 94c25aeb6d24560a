namespace Madaline.Studio.Views.Adaline;

/// <summary>
/// What goes over a telephone line, made up from a seed: who speaks far away, in bursts like syllables; the echo of
/// that on the line; and who makes a noise here.
/// </summary>
/// <remarks>No sines or exponentials: sums and products of doubles are the same bits on every machine.</remarks>
internal sealed class EchoSignal
{
    /// <summary>Samples a second, as on a telephone line.</summary>
    public const int Rate = 8000;

    /// <summary>How many samples there are: a second and a half.</summary>
    public const int Length = 12000;

    /// <summary>The number of samples in one point of a curve over the whole time.</summary>
    public const int Bin = 40;

    /// <summary>What the line does to a single click: a delay, then an echo that dies away.</summary>
    public static IReadOnlyList<double> Path { get; } =
    [
        0, 0, 0, 0, 0, 0, 0.04, 0.22, 0.52, 0.43, 0.08, -0.25, -0.33, -0.18, 0.03, 0.15, 0.14, 0.05, -0.04, -0.08,
        -0.05, -0.01, 0.02, 0.02,
    ];

    /// <summary>Two resonances of a vowel: a₁ and a₂ of y = x + a₁ y₋₁ − a₂ y₋₂ for each.</summary>
    private static readonly double[][] Vowels =
    [
        [1.57, 0.846, 1.06, 0.81], [1.79, 0.846, -0.28, 0.81], [1.68, 0.846, 0.55, 0.81], [1.72, 0.846, 1.24, 0.81],
    ];

    private EchoSignal(double[] far, double[] echo, double[] near) => (Far, Echo, Near) = (far, echo, near);

    /// <summary>Who speaks far away.</summary>
    public double[] Far { get; }

    /// <summary>The echo of that.</summary>
    public double[] Echo { get; }

    /// <summary>Noise of this end, of size 1.</summary>
    public double[] Near { get; }

    /// <summary>The signals of a seed.</summary>
    public static EchoSignal Of(ulong seed)
    {
        var rng = new Rng(seed);
        double[] far = Speech(rng.Split("far")), near = new double[Length], echo = new double[Length];
        Rng noise = rng.Split("near");
        for (int t = 0; t < Length; t++)
        {
            near[t] = noise.NextUniform(-1, 1);
            for (int i = 0; i < Path.Count && i <= t; i++)
                echo[t] += Path[i] * far[t - i];
        }

        return new(far, echo, near);
    }

    private static double[] Speech(Rng rng)
    {
        var speech = new double[Length];
        for (int t = 300; t < Length;)
        {
            int length = 900 + rng.NextInt32(700);
            AddSyllable(speech.AsSpan(t, Math.Min(length, Length - t)), length, rng);
            t += length + 150 + rng.NextInt32(350);
        }

        double largest = speech.Max(Math.Abs);
        for (int t = 0; t < Length; t++)
            speech[t] = (speech[t] / largest) + (0.004 * rng.NextUniform(-1, 1));
        return speech;
    }

    /// <summary>Pulses and breath through two resonances, growing louder and dying away.</summary>
    private static void AddSyllable(Span<double> into, int length, Rng rng)
    {
        double[] vowel = Vowels[rng.NextInt32(Vowels.Length)];
        int pitch = 55 + rng.NextInt32(25);
        double loud = rng.NextUniform(0.6, 1), breath = rng.NextUniform(0.3, 0.6);
        double one = 0, two = 0, three = 0, four = 0;
        for (int t = 0; t < into.Length; t++)
        {
            double x = (t % pitch == 0 ? 4 : 0) + (breath * rng.NextUniform(-1, 1));
            double y = x + (vowel[0] * one) - (vowel[1] * two);
            double z = y - (0.9 * one) + (vowel[2] * three) - (vowel[3] * four);
            (one, two, three, four) = (y, one, z, three);
            double u = (double)t / length;
            into[t] = 4 * u * (1 - u) * loud * (z + (3 * breath * rng.NextUniform(-1, 1)));
        }
    }
}
