using Madaline.Devices;

namespace Madaline.Tests.Deferred;

/// <summary>The primitives: each takes what it needs by value, and leaves the work for later.</summary>
internal sealed partial class DeferredDevice
{
    private protected override void FillCore(Tensor y, Scalar value)
    {
        Tensor to = There(y);
        Enqueue("fill", () => kernels.Fill(to, value));
    }

    private protected override void CopyCore(Tensor x, Tensor y)
    {
        Tensor from = There(x), to = There(y);
        Enqueue("copy", () => kernels.Copy(from, to));
    }

    private protected override void AccumulateCore(Tensor a, Tensor b, Tensor y)
    {
        Tensor left = There(a), right = There(b), to = There(y);
        Enqueue("accumulate", () => kernels.Accumulate(left, right, to));
    }

    private protected override void UnaryCore<TOp>(TOp op, in UnaryOperands o)
    {
        UnaryOperands at = new(There(o.X), There(o.Y));
        Enqueue(TOp.Name, () => kernels.Unary(op, at.X, at.Y));
    }

    private protected override void UnaryGradientCore<TOp>(TOp op, in UnaryGradientOperands o)
    {
        UnaryGradientOperands at = new(There(o.Dy), ThereOrNull(o.X), ThereOrNull(o.Y), There(o.Dx));
        Enqueue(TOp.Name, () => kernels.UnaryGradient(op, at.Dy, at.X, at.Y, at.Dx));
    }

    private protected override void BinaryCore<TOp>(TOp op, in BinaryOperands o)
    {
        BinaryOperands at = new(There(o.A), There(o.B), There(o.Y));
        Enqueue(TOp.Name, () => kernels.Binary(op, at.A, at.B, at.Y));
    }

    private protected override void BinaryGradientCore<TOp>(TOp op, bool right, in BinaryGradientOperands o)
    {
        BinaryGradientOperands at = new(There(o.Dy), ThereOrNull(o.A), ThereOrNull(o.B), There(o.D));
        Enqueue(TOp.Name, () => kernels.BinaryGradient(op, right, at.Dy, at.A, at.B, at.D));
    }

    private protected override void CompareCore<TOp>(TOp op, in BinaryOperands o)
    {
        BinaryOperands at = new(There(o.A), There(o.B), There(o.Y));
        Enqueue(TOp.Name, () => kernels.Compare(op, at.A, at.B, at.Y));
    }

    private protected override void SelectCore(in SelectOperands o)
    {
        SelectOperands at = new(There(o.Mask), There(o.A), There(o.B), There(o.Y));
        Enqueue("select", () => kernels.Select(at.Mask, at.A, at.B, at.Y));
    }

    private protected override void RandomCore(
        Distribution distribution, ulong key, ulong block, double a, double b, Tensor y)
    {
        Tensor to = There(y);
        Enqueue("random", () => kernels.Random(distribution, key, block, a, b, to));
    }

    private protected override void GatherCore(in IndexOperands o)
    {
        IndexOperands at = There(o);
        Enqueue("gather", () => kernels.Gather(at.X, at.Axis, at.Index, at.Y));
    }

    private protected override void ScatterCore(bool add, in IndexOperands o)
    {
        IndexOperands at = There(o);
        Enqueue("scatter", () => kernels.Scatter(at.Y, at.Axis, at.Index, at.X, add));
    }

    private protected override void IndexSelectCore(in IndexOperands o)
    {
        IndexOperands at = There(o);
        Enqueue("index_select", () => kernels.IndexSelect(at.X, at.Axis, at.Index, at.Y));
    }

    private protected override void IndexWriteCore(bool add, in IndexOperands o)
    {
        IndexOperands at = There(o);
        Enqueue("index_write", () => kernels.IndexWrite(at.Y, at.Axis, at.Index, at.X, add));
    }

    private protected override void UpdateAllCore<TRule>(in TRule rule, ReadOnlySpan<UpdateOperands> parameters)
    {
        var at = new UpdateOperands[parameters.Length];
        for (int i = 0; i < at.Length; i++)
        {
            UpdateOperands o = parameters[i];
            at[i] = new(There(o.Parameter), There(o.Gradient), ThereOrNull(o.State0), ThereOrNull(o.State1),
                ThereOrNull(o.State2));
        }

        TRule same = rule;
        Enqueue(TRule.Name, () => kernels.UpdateAll(same, at));
    }

    private IndexOperands There(in IndexOperands o) => new(There(o.X), o.Axis, There(o.Index), There(o.Y));
}
