using System.Numerics;
using System.Runtime.CompilerServices;

namespace Madaline.Data;

/// <summary>Where in the source an output pixel comes from: <c>x′ = A·x + B·y + C, y′ = D·x + E·y + F</c>.</summary>
internal readonly record struct AffineMap(double A, double B, double C, double D, double E, double F)
{
    /// <summary>
    /// Undoes, around the image's centre: shear along x, shear along y, rotation (clockwise on the screen), scale, then
    /// a shift; the order and signs are torchvision's.
    /// </summary>
    public static AffineMap Undo(
        ImageSize size, double degrees, double shiftX, double shiftY, double scale, double shearX = 0,
        double shearY = 0)
    {
        double angle = Radians(degrees), cos = PortableMath.Cos(angle), sin = PortableMath.Sin(angle);
        double tanX = Tangent(Radians(shearX)), tanY = Tangent(Radians(shearY));

        // The matrix of what is undone, without the scale; its determinant is 1.
        double m11 = cos + (sin * tanY), m21 = sin - (cos * tanY);
        double m12 = -sin - (m11 * tanX), m22 = cos - (m21 * tanX);
        double a = m22 / scale, b = -m12 / scale, d = -m21 / scale, e = m11 / scale;
        double middleX = (size.Width - 1) / 2.0, middleY = (size.Height - 1) / 2.0;
        double fromX = middleX + shiftX, fromY = middleY + shiftY;
        return new AffineMap(a, b, middleX - (a * fromX) - (b * fromY), d, e, middleY - (d * fromX) - (e * fromY));
    }

    /// <summary>Fills one image from another of the same size; what lies outside it is the fill.</summary>
    public void Apply<T>(ReadOnlySpan<T> x, Span<T> y, ImageSize size, Interpolation interpolation, double fill)
        where T : unmanaged, INumber<T>
    {
        for (int row = 0; row < size.Height; row++)
        {
            double startX = (B * row) + C, startY = (E * row) + F;
            for (int column = 0; column < size.Width; column++)
            {
                double sourceX = startX + (A * column), sourceY = startY + (D * column);
                int at = (row * size.Width) + column;
                if (interpolation == Interpolation.Nearest)
                    Nearest(x, y, at, sourceX, sourceY, size, fill);
                else
                    Bilinear(x, y, at, sourceX, sourceY, size, fill);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Nearest<T>(
        ReadOnlySpan<T> x, Span<T> y, int at, double sourceX, double sourceY, ImageSize size, double fill)
        where T : unmanaged, INumber<T>
    {
        double column = Math.Round(sourceX), row = Math.Round(sourceY);
        bool isInside = column >= 0 && column < size.Width && row >= 0 && row < size.Height;
        int from = isInside ? ((int)row * size.Width) + (int)column : 0;
        for (int start = 0; start < x.Length; start += size.Plane)
            y[start + at] = isInside ? x[start + from] : Pixel.Write<T>(fill);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Bilinear<T>(
        ReadOnlySpan<T> x, Span<T> y, int at, double sourceX, double sourceY, ImageSize size, double fill)
        where T : unmanaged, INumber<T>
    {
        bool touches = sourceX > -1 && sourceX < size.Width && sourceY > -1 && sourceY < size.Height;
        if (!touches)
        {
            for (int start = at; start < y.Length; start += size.Plane)
                y[start] = Pixel.Write<T>(fill);
            return;
        }

        double left = Math.Floor(sourceX), top = Math.Floor(sourceY), right = sourceX - left, bottom = sourceY - top;
        int column = (int)left, row = (int)top, from = (row * size.Width) + column;
        bool hasLeft = column >= 0, hasRight = column + 1 < size.Width;
        bool hasTop = row >= 0, hasBottom = row + 1 < size.Height;
        for (int start = 0; start < x.Length; start += size.Plane)
        {
            double a = hasLeft && hasTop ? Pixel.Read(x[start + from]) : fill;
            double b = hasRight && hasTop ? Pixel.Read(x[start + from + 1]) : fill;
            double c = hasLeft && hasBottom ? Pixel.Read(x[start + from + size.Width]) : fill;
            double d = hasRight && hasBottom ? Pixel.Read(x[start + from + size.Width + 1]) : fill;
            double upper = (a * (1 - right)) + (b * right), lower = (c * (1 - right)) + (d * right);
            y[start + at] = Pixel.Write<T>((upper * (1 - bottom)) + (lower * bottom));
        }
    }

    private static double Radians(double degrees) => degrees * (Math.PI / 180);

    private static double Tangent(double angle) => PortableMath.Sin(angle) / PortableMath.Cos(angle);
}
