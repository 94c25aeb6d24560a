using System.Globalization;
using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Devices.Cpu.Runtime;
using Madaline.Tensors;

namespace Madaline;

/// <summary>The processor: SIMD kernels over a small team of threads.</summary>
public sealed partial class CpuDevice : Device
{
    private readonly Lock _gate = new();
    private ThreadTeam? _team;
    private int _threads = DefaultThreads();

    internal CpuDevice() : base("cpu")
    {
    }

    /// <summary>
    /// Threads a large operation may use: <c>MADALINE_NUM_THREADS</c>, else the machine's processors. Results do not
    /// depend on it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to less than 1 or more than 1024.</exception>
    public int Threads
    {
        get => _threads;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1024);
            lock (_gate)
            {
                _threads = value;
                _team?.Stop();
                _team = null;
            }
        }
    }

    internal ThreadTeam Team
    {
        get
        {
            if (_team is { } team)
                return team;
            lock (_gate)
                return _team ??= new ThreadTeam(_threads);
        }
    }

    /// <summary>The first byte of a tensor's first element; pin it before taking a pointer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ref byte Start(Tensor tensor) =>
        ref Unsafe.Add(ref Unsafe.As<CpuStorage>(tensor.Storage).Start, (nint)tensor.Offset * tensor.DType.Size());

    internal override Storage Allocate(DType dtype, int length)
    {
        long bytes = (long)length * dtype.Size();
        if (bytes >= BufferPool.SmallestBytes)
            return new PooledStorage(dtype, length, BufferPool.Rent(bytes));
        return new ArrayStorage(dtype, length, new ulong[(bytes + 7) / 8]);
    }

    /// <inheritdoc/>
    public override void Synchronize()
    {
        // Nothing is ever pending: every call has done its work when it returns.
    }

    internal override Readback ReadLater(Tensor source)
    {
        var ticket = new Readback(this, source);
        ticket.Complete(this, source);
        return ticket;
    }

    private static int DefaultThreads() =>
        int.TryParse(Environment.GetEnvironmentVariable("MADALINE_NUM_THREADS"), NumberStyles.None,
            CultureInfo.InvariantCulture, out int threads)
            && threads is >= 1 and <= 1024
            ? threads
            : Environment.ProcessorCount;
}
