using Madaline.Tensors;

namespace Madaline.Tests.Reference;

/// <summary>
/// Memory that only the reference device reads: numbers as doubles, integers and truth values as longs.
/// </summary>
internal sealed class ReferenceStorage : Storage
{
    private readonly double[]? _numbers;
    private readonly long[]? _integers;

    public ReferenceStorage(Device device, DType dtype, int length) : base(device, dtype, length)
    {
        if (dtype.IsFloating())
        {
            // What is not set must not look like a sensible number.
            _numbers = new double[length];
            Array.Fill(_numbers, -7777);
        }
        else
        {
            _integers = new long[length];
            Array.Fill(_integers, dtype == DType.Bool ? 1 : 77);
        }
    }

    private protected override void Free()
    {
    }

    public double Number(int at)
    {
        RequireAlive();
        return _numbers is not null ? _numbers[at] : _integers![at];
    }

    public long Integer(int at)
    {
        RequireAlive();
        return _integers![at];
    }

    public void Set(int at, double value)
    {
        RequireAlive();
        _numbers![at] = DType == DType.Float32 ? (float)value : value;
    }

    public void Set(int at, long value)
    {
        RequireAlive();
        _integers![at] = DType switch
        {
            DType.Int32 => unchecked((int)value),
            DType.UInt8 => unchecked((byte)value),
            DType.Bool => value is 0 or 1 ? value : throw new InvalidOperationException($"truth value {value}"),
            _ => value,
        };
    }

    private void RequireAlive()
    {
        if (IsReleased)
            throw new InvalidOperationException("memory was used after it went back");
    }
}
