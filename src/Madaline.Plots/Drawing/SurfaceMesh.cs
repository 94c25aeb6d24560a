using System.Numerics;
using SkiaSharp;

namespace Madaline.Plots;

/// <summary>The cells of a surface, from the farthest to the nearest: each hides what lies behind it.</summary>
internal static class SurfaceMesh
{
    /// <summary>From the upper left, a little from the viewer's side.</summary>
    private static readonly Vector3 Light = Vector3.Normalize(new Vector3(-0.5f, -0.35f, 0.8f));

    public static void Draw(SKCanvas canvas, SurfaceSpace space, Func<Vector3, SKPoint> place)
    {
        int rows = space.Grid.Y.Count - 1, columns = space.Grid.X.Count - 1;
        bool rowsAway = space.Turn.Depth(Vector3.UnitY) > 0, columnsAway = space.Turn.Depth(Vector3.UnitX) > 0;
        using var fill = new SKPaint { IsAntialias = true };
        using var edge = new SKPaint { IsAntialias = true, IsStroke = true, StrokeWidth = 0.6f };
        edge.StrokeJoin = SKStrokeJoin.Round;
        for (int i = 0; i < rows; i++)
        {
            int row = rowsAway ? rows - 1 - i : i;
            for (int j = 0; j < columns; j++)
                DrawCell(canvas, space, place, row, columnsAway ? columns - 1 - j : j, fill, edge);
        }
    }

    private static void DrawCell(SKCanvas canvas, SurfaceSpace space, Func<Vector3, SKPoint> place, int row,
        int column, SKPaint fill, SKPaint edge)
    {
        Vector3 a = space.At(row, column), b = space.At(row, column + 1);
        Vector3 c = space.At(row + 1, column + 1), d = space.At(row + 1, column);
        double mean = (space.Grid[row, column] + space.Grid[row, column + 1] + space.Grid[row + 1, column]
            + space.Grid[row + 1, column + 1]) / 4;
        Vector3 normal = space.Turn.Facing(Vector3.Normalize(Vector3.Cross(c - a, d - b)));
        Colour colour = Lit(space.Ramp.Of(mean), Vector3.Dot(normal, Light));
        using var path = new SKPath();
        path.AddPoly([place(a), place(b), place(c), place(d)]);
        fill.Color = colour.ToSkia();
        canvas.DrawPath(path, fill);
        edge.Color = Colour.Between(colour, Palette.Ink, 0.28).ToSkia();
        canvas.DrawPath(path, edge);
    }

    /// <summary>Darker where it faces away from the light, a little lighter where it faces it.</summary>
    private static Colour Lit(Colour colour, double towards) => towards < 0.75
        ? Colour.Between(new Colour(0, 0, 0), colour, 0.62 + (0.38 * Math.Max(0, towards) / 0.75))
        : Colour.Between(colour, Palette.White, (towards - 0.75) * 0.6);
}
