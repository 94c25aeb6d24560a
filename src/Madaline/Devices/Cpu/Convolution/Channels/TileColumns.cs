namespace Madaline;

/// <summary>How many pixels of each row a tile of channels holds, known to the JIT.</summary>
internal interface ITileColumns
{
    static abstract int Count { get; }
}

internal readonly struct OneColumns : ITileColumns
{
    public static int Count => 1;
}

internal readonly struct TwoColumns : ITileColumns
{
    public static int Count => 2;
}

internal readonly struct ThreeColumns : ITileColumns
{
    public static int Count => 3;
}

internal readonly struct FourColumns : ITileColumns
{
    public static int Count => 4;
}

internal readonly struct FiveColumns : ITileColumns
{
    public static int Count => 5;
}

internal readonly struct SixColumns : ITileColumns
{
    public static int Count => 6;
}

internal readonly struct SevenColumns : ITileColumns
{
    public static int Count => 7;
}

internal readonly struct EightColumns : ITileColumns
{
    public static int Count => 8;
}

internal readonly struct NineColumns : ITileColumns
{
    public static int Count => 9;
}

internal readonly struct TenColumns : ITileColumns
{
    public static int Count => 10;
}

internal readonly struct ElevenColumns : ITileColumns
{
    public static int Count => 11;
}

internal readonly struct TwelveColumns : ITileColumns
{
    public static int Count => 12;
}
