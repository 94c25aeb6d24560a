using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Madaline.Devices;

namespace Madaline.Optim;

/// <summary>Collects a step of every parameter; neighbours with a rule in common go to their device at once.</summary>
internal sealed class UpdateBatches
{
    private readonly List<Batch> _batches = [];
    private int _open;

    /// <summary>Adds a step of a parameter.</summary>
    public void Add<TRule>(in TRule rule, in UpdateOperands operands) where TRule : struct, IUpdateRule
    {
        if (_open == 0 || _batches[_open - 1] is not Batch<TRule> batch || !batch.CanTake(rule, operands.Parameter))
        {
            batch = Next<TRule>();
            batch.Begin(rule);
        }

        batch.Add(operands);
    }

    /// <summary>Takes the steps that were collected, which stay until they are cleared.</summary>
    public void Run()
    {
        for (int i = 0; i < _open; i++)
            _batches[i].Run();
    }

    /// <summary>Forgets what was collected.</summary>
    public void Clear()
    {
        for (; _open > 0; _open--)
            _batches[_open - 1].Clear();
    }

    private Batch<TRule> Next<TRule>() where TRule : struct, IUpdateRule
    {
        int at = _open++;
        if (at < _batches.Count && _batches[at] is Batch<TRule> known)
            return known;
        var batch = new Batch<TRule>();
        if (at < _batches.Count)
            _batches[at] = batch;
        else
            _batches.Add(batch);
        return batch;
    }

    private abstract class Batch
    {
        public abstract void Run();

        public abstract void Clear();
    }

    private sealed class Batch<TRule> : Batch where TRule : struct, IUpdateRule
    {
        private UpdateOperands[] _operands = new UpdateOperands[4];
        private TRule _rule;
        private int _count;

        public bool CanTake(in TRule rule, Tensor parameter) =>
            parameter.DType == _operands[0].Parameter.DType
            && ReferenceEquals(parameter.Device, _operands[0].Parameter.Device)
            && Bytes(rule).SequenceEqual(Bytes(_rule));

        public void Begin(in TRule rule) => _rule = rule;

        public void Add(in UpdateOperands operands)
        {
            if (_count == _operands.Length)
                Array.Resize(ref _operands, 2 * _count);
            _operands[_count++] = operands;
        }

        public override void Run() => _operands[0].Parameter.Device.UpdateAll(_rule, _operands.AsSpan(0, _count));

        public override void Clear()
        {
            _operands.AsSpan(0, _count).Clear();
            _count = 0;
        }

        // Rules hold numbers only: equal bytes are equal rules.
        private static ReadOnlySpan<byte> Bytes(in TRule rule) => MemoryMarshal.CreateReadOnlySpan(
            ref Unsafe.As<TRule, byte>(ref Unsafe.AsRef(in rule)), Unsafe.SizeOf<TRule>());
    }
}
