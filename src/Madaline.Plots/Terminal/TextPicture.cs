using System.Text;

namespace Madaline.Plots;

/// <summary>A picture as letters: half blocks of two pixels a letter in colour, else a ramp of shades.</summary>
internal static class TextPicture
{
    private const string Shades = " ·░▒▓█", Ascii = " .:-=+*#%@";

    /// <summary>Writes two rows of pixels, and blanks to a width.</summary>
    public static void WriteRows(TextScreen screen, Picture picture, int line, int width)
    {
        int top = 2 * line;
        if (top >= picture.Height)
        {
            screen.Write(new string(' ', width));
            return;
        }

        bool hasBottom = top + 1 < picture.Height;
        var shades = new StringBuilder();
        for (int x = 0; x < picture.Width; x++)
        {
            Colour upper = picture[x, top], lower = picture[x, hasBottom ? top + 1 : top];
            if (!screen.HasColours)
                shades.Append(Shade((Grey(upper) + Grey(lower)) / 2, screen.HasBlocks ? Shades : Ascii));
            else if (screen.HasBlocks)
                screen.Write("▀", upper, hasBottom ? lower : null);
            else
                screen.Write(" ", null, Colour.Between(upper, lower, 0.5));
        }

        screen.Write(shades.Append(' ', width - picture.Width).ToString());
    }

    private static double Grey(Colour colour) => ((0.299 * colour.R) + (0.587 * colour.G) + (0.114 * colour.B)) / 255;

    private static char Shade(double grey, string ramp) => ramp[(int)Math.Min(ramp.Length - 1, grey * ramp.Length)];
}
