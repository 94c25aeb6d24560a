using System.Numerics;
using System.Runtime.CompilerServices;

namespace Madaline.Data;

/// <summary>Elements of images as numbers, and back.</summary>
internal static class Pixel
{
    /// <summary>The weights of red, green and blue in a grey value (ITU-R 601), as torchvision has them.</summary>
    public const double Red = 0.2989, Green = 0.587, Blue = 0.114;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Read<T>(T value) where T : unmanaged, INumber<T> => double.CreateTruncating(value);

    /// <summary>A number as an element; bytes are rounded to the nearest, halves to even, within 0 … 255.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Write<T>(double value) where T : unmanaged, INumber<T> =>
        typeof(T) == typeof(byte)
            ? T.CreateTruncating((int)Math.Round(Math.Clamp(value, 0, 255)))
            : T.CreateTruncating(value);

    /// <summary>What white is: 255 in bytes, else 1.</summary>
    public static double White<T>() where T : unmanaged => typeof(T) == typeof(byte) ? 255 : 1;
}
