using System.Numerics;

namespace Madaline.Plots;

/// <summary>From where a surface is seen, without perspective.</summary>
internal readonly struct Turn
{
    private readonly float _sin, _cos, _sinTilt, _cosTilt;

    /// <summary>Angles in degrees.</summary>
    public Turn(double turn, double tilt)
    {
        (_sin, _cos) = ((float)Math.Sin(turn * Math.PI / 180), (float)Math.Cos(turn * Math.PI / 180));
        (_sinTilt, _cosTilt) = ((float)Math.Sin(tilt * Math.PI / 180), (float)Math.Cos(tilt * Math.PI / 180));
    }

    /// <summary>To the right and down, in the units of the space.</summary>
    public Vector2 Seen(Vector3 at) => new((_cos * at.X) - (_sin * at.Y), (-_sinTilt * Depth(at)) - (_cosTilt * at.Z));

    /// <summary>How far away a place is, in the plane.</summary>
    public float Depth(Vector3 at) => (_sin * at.X) + (_cos * at.Y);

    /// <summary>A direction as the viewer has it: to the right, away, up.</summary>
    public Vector3 Facing(Vector3 direction) =>
        new((_cos * direction.X) - (_sin * direction.Y), Depth(direction), direction.Z);
}

/// <summary>A grid in a box from −1 to 1 in the plane, and from 0 to its height.</summary>
internal sealed class SurfaceSpace
{
    public const float Tallest = 1.1f;
    private const int MostPlaces = 50;

    public SurfaceSpace(Grid grid, Turn turn)
    {
        (Grid, Turn) = (grid.Within(MostPlaces), turn);
        (X, Y) = (new Extent(grid.X[0], grid.X[^1]), new Extent(grid.Y[0], grid.Y[^1]));
        Z = grid.Values.Width > 1e-12 * Math.Abs(grid.Values.High) ? grid.Values : grid.Values.Widened(0);
        Ramp = new Ramp(Z);
    }

    public Grid Grid { get; }

    public Turn Turn { get; }

    public Extent X { get; }

    public Extent Y { get; }

    public Extent Z { get; }

    public Ramp Ramp { get; }

    /// <summary>Where numbers on the three axes are in the box.</summary>
    public Vector3 At(double x, double y, double z) => new((float)((2 * X.ShareOf(x)) - 1),
        (float)((2 * Y.ShareOf(y)) - 1), Tallest * (float)Z.ShareOf(z));

    /// <summary>Where a value of the grid is in the box.</summary>
    public Vector3 At(int row, int column) => At(Grid.X[column], Grid.Y[row], Grid[row, column]);
}
