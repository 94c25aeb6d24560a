using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Madaline.Devices;

namespace Madaline.Optim;

/// <summary>Collects parameters in a row that have a rule in common, for one call of their device.</summary>
internal sealed class UpdateBatches
{
    private Batch? _last;

    /// <summary>One step of a parameter, now or with those that come next.</summary>
    public void Add<TRule>(in TRule rule, in UpdateOperands operands) where TRule : struct, IUpdateRule
    {
        if (_last is not Batch<TRule> batch || !batch.CanTake(rule, operands.Parameter))
        {
            Flush();
            batch = _last as Batch<TRule> ?? new();
            batch.Begin(rule);
            _last = batch;
        }

        batch.Add(operands);
    }

    /// <summary>Takes the steps that were collected.</summary>
    public void Flush() => _last?.Run();

    private abstract class Batch
    {
        public abstract void Run();
    }

    private sealed class Batch<TRule> : Batch where TRule : struct, IUpdateRule
    {
        private UpdateOperands[] _operands = new UpdateOperands[4];
        private TRule _rule;
        private int _count;

        public bool CanTake(in TRule rule, Tensor parameter) =>
            _count > 0 && parameter.DType == _operands[0].Parameter.DType
            && ReferenceEquals(parameter.Device, _operands[0].Parameter.Device)
            && Bytes(rule).SequenceEqual(Bytes(_rule));

        public void Begin(in TRule rule) => _rule = rule;

        public void Add(in UpdateOperands operands)
        {
            if (_count == _operands.Length)
                Array.Resize(ref _operands, 2 * _count);
            _operands[_count++] = operands;
        }

        public override void Run()
        {
            if (_count == 0)
                return;
            var all = _operands.AsSpan(0, _count);
            _count = 0;
            all[0].Parameter.Device.UpdateAll(_rule, all);
            all.Clear();
        }

        // Rules hold numbers only: equal bytes are equal rules.
        private static ReadOnlySpan<byte> Bytes(in TRule rule) => MemoryMarshal.CreateReadOnlySpan(
            ref Unsafe.As<TRule, byte>(ref Unsafe.AsRef(in rule)), Unsafe.SizeOf<TRule>());
    }
}
