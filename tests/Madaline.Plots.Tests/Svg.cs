using System.Globalization;
using System.Xml.Linq;

namespace Madaline.Plots.Tests;

/// <summary>What a figure holds, read from its SVG.</summary>
internal sealed class Svg
{
    private Svg(XElement root) => Root = root;

    public XElement Root { get; }

    /// <summary>All texts, in the order drawn.</summary>
    public string[] Texts => [.. Named("text").Select(text => text.Value.Trim())];

    /// <summary>The texts with their colours, as #RRGGBB in upper case.</summary>
    public (string Text, string Colour)[] Coloured => [.. Named("text").Select(text =>
        (text.Value.Trim(), Hex((string?)text.Attribute("fill"))))];

    /// <summary>The colours that areas are filled with.</summary>
    public string[] Fills => [.. Named("rect").Select(area => Hex((string?)area.Attribute("fill")))];

    public double Width => double.Parse((string)Root.Attribute("width")!, CultureInfo.InvariantCulture);

    public static Svg Of(Figure figure)
    {
        var folder = Directory.CreateTempSubdirectory("madaline-plots-");
        try
        {
            string path = Path.Combine(folder.FullName, "figure.svg");
            figure.Save(path);
            return new Svg(XDocument.Load(path).Root!);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static string Hex(Colour colour) => $"#{colour.R:X2}{colour.G:X2}{colour.B:X2}";

    /// <summary>Fails where one of these texts is not written.</summary>
    public void Holds(params string[] texts) => Assert.Empty(texts.Except(Texts));

    /// <summary>Fails where two texts that are not turned lie on each other.</summary>
    public void IsLegible()
    {
        var places = Named("text").Where(text => text.AncestorsAndSelf().All(e => e.Attribute("transform") is null))
            .Select(text =>
            {
                double Number(string name, Index at) => double.Parse(((string)text.Attribute(name)!).Split(',')[at],
                    CultureInfo.InvariantCulture);
                double size = Number("font-size", 0);
                return (Text: text.Value.Trim(), Left: Number("x", 0), Right: Number("x", ^1) + (0.4 * size),
                    Top: Number("y", 0) - (0.7 * size), Bottom: Number("y", 0));
            }).ToList();
        foreach (var (i, a) in places.Index())
        {
            foreach (var b in places.Skip(i + 1))
            {
                Assert.False(a.Left < b.Right && b.Left < a.Right && a.Top < b.Bottom && b.Top < a.Bottom,
                    $"\"{a.Text}\" lies on \"{b.Text}\"");
            }
        }
    }

    public IEnumerable<XElement> Named(string name) => Root.Descendants().Where(e => e.Name.LocalName == name);

    private static string Hex(string? fill)
    {
        string colour = (fill ?? "black").ToUpperInvariant();
        if (colour == "BLACK")
            return "#000000";
        return colour.Length == 4 ? "#" + string.Concat(colour[1..].Select(c => new string(c, 2))) : colour;
    }
}
