namespace Madaline.Devices.Cpu.Convolution.Channels;

/// <summary>A size of a tile, known to the JIT: what it does not have is compiled away.</summary>
internal interface ITileCount
{
    static abstract int Count { get; }
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
