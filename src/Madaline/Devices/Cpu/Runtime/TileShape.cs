namespace Madaline.Devices.Cpu.Runtime;

/// <summary>The size of a register tile, known to the JIT: what it does not have is compiled away.</summary>
internal interface ITileShape
{
    /// <summary>Rows, at most 8: what is broadcast.</summary>
    static abstract int Rows { get; }

    /// <summary>Lanes of a row, at most 6: what is loaded.</summary>
    static abstract int Lanes { get; }
}

/// <summary>A number of rows or lanes, as a type.</summary>
internal interface ITileCount
{
    static abstract int Count { get; }
}

internal readonly struct Tile<TRows, TLanes> : ITileShape
    where TRows : struct, ITileCount
    where TLanes : struct, ITileCount
{
    public static int Rows => TRows.Count;

    public static int Lanes => TLanes.Count;
}

internal readonly struct One : ITileCount
{
    public static int Count => 1;
}

internal readonly struct Two : ITileCount
{
    public static int Count => 2;
}

internal readonly struct Three : ITileCount
{
    public static int Count => 3;
}

internal readonly struct Four : ITileCount
{
    public static int Count => 4;
}

internal readonly struct Five : ITileCount
{
    public static int Count => 5;
}

internal readonly struct Six : ITileCount
{
    public static int Count => 6;
}

internal readonly struct Eight : ITileCount
{
    public static int Count => 8;
}
