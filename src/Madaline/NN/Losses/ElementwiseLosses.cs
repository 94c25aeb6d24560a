namespace Madaline.NN;

/// <summary>½(y − a)².</summary>
internal readonly struct HalfSquare : IBinaryOp
{
    public static string Name => "quadratic_loss";

    public static bool KeepsIntegers => false;

    public T Forward<T>(T x, T y) where T : struct, ILane<T> => T.Of(0.5) * (x - y) * (x - y);

    public T LeftDerivative<T>(T x, T y) where T : struct, ILane<T> => x - y;

    public T RightDerivative<T>(T x, T y) where T : struct, ILane<T> => y - x;
}
