using System.Runtime.ExceptionServices;
using Madaline.Tensors;

namespace Madaline.Tests.Deferred;

/// <summary>
/// A device that runs nothing until the host waits, as a GPU may: operations are queued with views of their operands,
/// and run in order when something is read. It counts the waits and says what caused them.
/// </summary>
/// <remarks>
/// Kernels are another device's; fused forms are composed of primitives here. An operation that fails does so at the
/// next wait; operations after it have run by then.
/// </remarks>
/// <param name="kernels">Runs the operations and owns the memory, which the host reaches only by copies.</param>
internal sealed partial class DeferredDevice(Device kernels) : Device("deferred")
{
    private readonly Lock _gate = new();
    private readonly Queue<(string Name, Action Run)> _queue = new();
    private readonly List<Wait> _waits = [];
    private ExceptionDispatchInfo? _fault;

    /// <summary>A device with the processor's kernels.</summary>
    public DeferredDevice() : this(Cpu)
    {
    }

    /// <summary>Every time that the host waited, in order.</summary>
    public IReadOnlyList<Wait> Waits
    {
        get
        {
            lock (_gate)
                return [.. _waits];
        }
    }

    /// <summary>The names of the operations that nobody has waited for yet, in order.</summary>
    public IReadOnlyList<string> Pending
    {
        get
        {
            lock (_gate)
                return [.. _queue.Select(operation => operation.Name)];
        }
    }

    /// <summary>Adds an operation to the end of the queue.</summary>
    public void Enqueue(string name, Action run)
    {
        lock (_gate)
            _queue.Enqueue((name, run));
    }

    internal override Storage Allocate(DType dtype, int length)
    {
        // What is not set must not look like a sensible number.
        var memory = kernels.Allocate(dtype, length);
        Scalar garbage = dtype.IsFloating() ? -7777.0 : dtype == DType.Bool ? 1L : 77L;
        kernels.Fill(new Tensor(memory, Layout.RowMajor([length]), counts: false), garbage);
        return new DeferredStorage(this, memory);
    }

    private protected override void UploadCore(ReadOnlySpan<byte> source, Tensor target)
    {
        byte[] bytes = source.ToArray();
        Tensor to = There(target);
        Enqueue("upload", () => kernels.Upload(bytes, to));
    }

    private protected override void DownloadCore(Tensor source, Span<byte> target)
    {
        Assert.True(source.IsContiguous, "only contiguous tensors are downloaded");
        Tensor from = There(source);
        lock (_gate)
        {
            RunAll();
            kernels.Download(from, target);
        }
    }

    private protected override Tensor NonZeroCore(Tensor mask)
    {
        Tensor from = There(mask);
        lock (_gate)
        {
            RunAll();
            Tensor found = kernels.NonZero(from);
            return new Tensor(new DeferredStorage(this, found.Storage), found.Shape);
        }
    }

    /// <summary>Runs what is queued, as the host waits; the first operation that failed says so then.</summary>
    private void RunAll()
    {
        _waits.Add(new Wait(_queue.Count));
        while (_queue.TryDequeue(out var operation))
        {
            try
            {
                operation.Run();
            }
            catch (Exception e)
            {
                _fault ??= ExceptionDispatchInfo.Capture(e);
            }
        }

        var fault = _fault;
        _fault = null;
        fault?.Throw();
    }

    private Tensor There(Tensor x)
    {
        Assert.Same(this, x.Device);
        return ((DeferredStorage)x.Storage).View(x);
    }

    private Tensor? ThereOrNull(Tensor? x) => x is null ? null : There(x);
}
