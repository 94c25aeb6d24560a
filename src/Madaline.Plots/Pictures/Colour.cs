namespace Madaline.Plots;

/// <summary>A colour of the screen.</summary>
/// <param name="R">Red, 0 to 255.</param>
/// <param name="G">Green, 0 to 255.</param>
/// <param name="B">Blue, 0 to 255.</param>
public readonly record struct Colour(byte R, byte G, byte B)
{
    /// <summary>Whether black text reads better on it than white.</summary>
    public bool IsLight => (0.299 * R) + (0.587 * G) + (0.114 * B) > 140;

    /// <summary>The colour between two others.</summary>
    /// <param name="from">At 0.</param>
    /// <param name="to">At 1.</param>
    /// <param name="t">0 to 1; outside it the nearer end.</param>
    public static Colour Between(Colour from, Colour to, double t)
    {
        t = double.IsNaN(t) ? 0 : Math.Clamp(t, 0, 1);
        return new Colour(Mix(from.R, to.R, t), Mix(from.G, to.G, t), Mix(from.B, to.B, t));
    }

    private static byte Mix(byte from, byte to, double t) => (byte)Math.Round(from + ((to - from) * t));
}

/// <summary>Colours that people of any colour vision tell apart.</summary>
/// <remarks>Source: Okabe and Ito 2008, "Color universal design"; the ramps go through their blue and
/// vermilion.</remarks>
public static class Palette
{
    /// <summary>Blue: the first of two things.</summary>
    public static Colour Blue { get; } = new(0, 114, 178);

    /// <summary>Vermilion: the second of two things.</summary>
    public static Colour Vermilion { get; } = new(213, 94, 0);

    /// <summary>White.</summary>
    public static Colour White { get; } = new(255, 255, 255);

    /// <summary>Almost black, for text.</summary>
    public static Colour Ink { get; } = new(34, 34, 34);

    /// <summary>Grey, for what matters less.</summary>
    public static Colour Grey { get; } = new(120, 120, 120);

    /// <summary>Green: the third of several things.</summary>
    internal static Colour Green { get; } = new(0, 158, 115);

    /// <summary>Yellow: the highest of a ramp.</summary>
    internal static Colour Yellow { get; } = new(240, 228, 66);

    /// <summary>Light grey, between things.</summary>
    internal static Colour Pale { get; } = new(225, 225, 225);

    private static Colour Night { get; } = new(3, 40, 84);

    private static Colour Rust { get; } = new(92, 30, 0);

    private static Colour[] Several { get; } =
        [Blue, Vermilion, Green, new(204, 121, 167), new(230, 159, 0), new(86, 180, 233), Ink, new(148, 103, 50)];

    /// <summary>One of several things: eight colours, then again from the first.</summary>
    /// <param name="index">From 0.</param>
    public static Colour Of(int index) => Several[(int)((uint)index % Several.Length)];

    /// <summary>Night blue over blue and green to yellow, ever lighter: how high.</summary>
    /// <param name="share">0 to 1.</param>
    public static Colour Height(double share) => share < 0.35 ? Colour.Between(Night, Blue, share / 0.35)
        : share < 0.65 ? Colour.Between(Blue, Green, (share - 0.35) / 0.3)
        : Colour.Between(Green, Yellow, (share - 0.65) / 0.35);

    /// <summary>White over blue to night blue: how much.</summary>
    /// <param name="share">0 to 1.</param>
    public static Colour Share(double share) => share < 0.6 ? Colour.Between(White, Blue, share / 0.6)
        : Colour.Between(Blue, Night, (share - 0.6) / 0.4);

    /// <summary>White over vermilion to rust: how much of what is wrong.</summary>
    /// <param name="share">0 to 1.</param>
    public static Colour Error(double share) => share < 0.6 ? Colour.Between(White, Vermilion, share / 0.6)
        : Colour.Between(Vermilion, Rust, (share - 0.6) / 0.4);

    /// <summary>Blue over white to vermilion: below or above zero.</summary>
    /// <param name="value">−1 to 1.</param>
    public static Colour Signed(double value) => value < 0 ? Colour.Between(White, Blue, -value)
        : Colour.Between(White, Vermilion, value);
}
