namespace Madaline.Datasets.Tests;

public sealed class DigitStylesTests
{
    [Fact]
    public void Every_digit_has_several_styles_on_the_paper()
    {
        Assert.Equal(10, DigitStyles.OfDigit.Length);
        foreach (DigitStyle[] styles in DigitStyles.OfDigit)
        {
            Assert.InRange(styles.Length, 2, 20);
            foreach (DigitStyle style in styles)
                AssertOnPaper(style);
        }
    }

    [Fact]
    public void Styles_are_picked_by_their_shares()
    {
        var rng = new Rng(7);
        DigitStyle[] styles = DigitStyles.OfDigit[1];
        double total = styles.Sum(style => style.Share);
        DigitStyle[] picks = [.. Enumerable.Range(0, 5000).Select(_ => DigitStyle.Pick(1, rng))];

        foreach (DigitStyle style in styles)
            Assert.InRange(picks.Count(style.Equals) / 5000.0 - style.Share / total, -0.03, 0.03);
    }

    [Fact]
    public void Strokes_are_read_with_corners_and_lifted_pens()
    {
        PenStroke[] strokes = PenStroke.ParseAll("10,20 30.5,40! 5,6; 70,80 90,100");

        Assert.Equal(2, strokes.Length);
        Assert.Equal([new(10, 20, false), new(30.5, 40, true), new(5, 6, false)], strokes[0].Points.ToArray());
        Assert.Equal([new(70, 80, false), new(90, 100, false)], strokes[1].Points.ToArray());
    }

    [Fact]
    public void A_curve_passes_through_its_points_and_is_straight_between_two()
    {
        List<InkPoint> line = [];
        SmoothCurve.Trace([new(0, 0, false), new(10, 20, false)], line);

        Assert.Equal(new InkPoint(0, 0, false), line[0]);
        Assert.All(line.Skip(1), p => Assert.True(p.IsPenDown));
        Assert.All(line, p => Assert.Equal(2 * p.X, p.Y, 1e-9));
        Assert.Equal(20, line[^1].Y, 1e-9);

        line.Clear();
        SmoothCurve.Trace([new(0, 0, false), new(50, 10, false), new(20, 90, false)], line);
        Assert.Contains(line, p => Math.Abs(p.X - 50) < 1e-9 && Math.Abs(p.Y - 10) < 1e-9);
    }

    private static void AssertOnPaper(DigitStyle style)
    {
        Assert.True(style.Share > 0);
        foreach (PenStroke stroke in style.Strokes)
        {
            Assert.True(stroke.Points.Length >= 2);
            foreach (PenPoint p in stroke.Points)
            {
                Assert.InRange(p.X, 0, 110);
                Assert.InRange(p.Y, 0, 100);
            }
        }
    }
}
