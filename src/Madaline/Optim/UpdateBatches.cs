using System.Runtime.CompilerServices;
using Madaline.Devices;
using Madaline.Numerics;

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
            batch.Begin(rule, operands.Parameter);
        }

        batch.Add(operands);
    }

    /// <summary>Takes the steps that were collected, and counts them as changes of the parameters.</summary>
    public void Run()
    {
        for (int i = 0; i < _open; i++)
            _batches[i].Run();
        _open = 0;
    }

    /// <summary>Forgets what was collected and not run.</summary>
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
        private DType _dtype;
        private Device? _device;
        private int _count;

        public bool CanTake(in TRule rule, Tensor parameter) =>
            parameter.DType == _dtype && ReferenceEquals(parameter.Device, _device) && AreEqual(rule, _rule);

        public void Begin(in TRule rule, Tensor parameter)
        {
            _rule = rule;
            (_dtype, _device) = (parameter.DType, parameter.Device);
        }

        public void Add(in UpdateOperands operands)
        {
            if (_count == _operands.Length)
                Array.Resize(ref _operands, 2 * _count);
            // From one step to the next, gradients differ and little else: a reference costs more than a look at it.
            ref UpdateOperands last = ref _operands[_count++];
            if (ReferenceEquals(last.Parameter, operands.Parameter) && ReferenceEquals(last.State0, operands.State0)
                && ReferenceEquals(last.State1, operands.State1) && ReferenceEquals(last.State2, operands.State2))
                last.Gradient = operands.Gradient;
            else
                last = operands;
        }

        public override void Run()
        {
            Span<UpdateOperands> operands = _operands.AsSpan(0, _count);
            _device!.UpdateAll(_rule, operands);
            foreach (ref UpdateOperands each in operands)
            {
                each.Parameter.Storage.Version++;
                each.Gradient = null!;
            }

            _count = 0;
        }

        public override void Clear()
        {
            for (; _count > 0; _count--)
                _operands[_count - 1].Gradient = null!;
        }

        // Rules hold constants only; one by one, since a vector would wait for the parts that were just stored.
        private static bool AreEqual(in TRule left, in TRule right)
        {
            ref Constant a = ref Unsafe.As<TRule, Constant>(ref Unsafe.AsRef(in left));
            ref Constant b = ref Unsafe.As<TRule, Constant>(ref Unsafe.AsRef(in right));
            for (int i = 0; i < Unsafe.SizeOf<TRule>() / Unsafe.SizeOf<Constant>(); i++)
            {
                if (!Unsafe.Add(ref a, i).IsSame(Unsafe.Add(ref b, i)))
                    return false;
            }

            return true;
        }
    }
}
