using Madaline.Devices;

namespace Madaline.Tests.Deferred;

/// <summary>The primitives: each takes what it needs by value, and leaves the work for later.</summary>
internal sealed partial class DeferredDevice
{
    internal override void Fill(Tensor y, Scalar value)
    {
        Tensor to = There(y);
        Enqueue("fill", () => kernels.Fill(to, value));
    }

    internal override void Copy(Tensor x, Tensor y)
    {
        Tensor from = There(x), to = There(y);
        Enqueue("copy", () => kernels.Copy(from, to));
    }

    internal override void Accumulate(Tensor a, Tensor b, Tensor y)
    {
        Tensor left = There(a), right = There(b), to = There(y);
        Enqueue("accumulate", () => kernels.Accumulate(left, right, to));
    }

    internal override void Unary<TOp>(TOp op, Tensor x, Tensor y)
    {
        Tensor from = There(x), to = There(y);
        Enqueue(TOp.Name, () => kernels.Unary(op, from, to));
    }

    internal override void UnaryGradient<TOp>(TOp op, Tensor dy, Tensor? x, Tensor? y, Tensor dx)
    {
        Tensor from = There(dy), to = There(dx);
        Tensor? input = ThereOrNull(x), output = ThereOrNull(y);
        Enqueue(TOp.Name, () => kernels.UnaryGradient(op, from, input, output, to));
    }

    internal override void Binary<TOp>(TOp op, Tensor a, Tensor b, Tensor y)
    {
        Tensor left = There(a), right = There(b), to = There(y);
        Enqueue(TOp.Name, () => kernels.Binary(op, left, right, to));
    }

    internal override void BinaryGradient<TOp>(TOp op, bool right, Tensor dy, Tensor? a, Tensor? b, Tensor d)
    {
        Tensor from = There(dy), to = There(d);
        Tensor? first = ThereOrNull(a), second = ThereOrNull(b);
        Enqueue(TOp.Name, () => kernels.BinaryGradient(op, right, from, first, second, to));
    }

    internal override void Compare<TOp>(TOp op, Tensor a, Tensor b, Tensor y)
    {
        Tensor left = There(a), right = There(b), to = There(y);
        Enqueue(TOp.Name, () => kernels.Compare(op, left, right, to));
    }

    internal override void Select(Tensor mask, Tensor a, Tensor b, Tensor y)
    {
        Tensor which = There(mask), left = There(a), right = There(b), to = There(y);
        Enqueue("select", () => kernels.Select(which, left, right, to));
    }

    internal override void Random(Distribution distribution, ulong key, ulong block, double a, double b, Tensor y)
    {
        Tensor to = There(y);
        Enqueue("random", () => kernels.Random(distribution, key, block, a, b, to));
    }

    internal override void Gather(Tensor x, int axis, Tensor index, Tensor y)
    {
        Tensor from = There(x), places = There(index), to = There(y);
        Enqueue("gather", () => kernels.Gather(from, axis, places, to));
    }

    internal override void Scatter(Tensor y, int axis, Tensor index, Tensor x, bool add)
    {
        Tensor from = There(x), places = There(index), to = There(y);
        Enqueue("scatter", () => kernels.Scatter(to, axis, places, from, add));
    }

    internal override void IndexSelect(Tensor x, int axis, Tensor index, Tensor y)
    {
        Tensor from = There(x), places = There(index), to = There(y);
        Enqueue("index_select", () => kernels.IndexSelect(from, axis, places, to));
    }

    internal override void IndexWrite(Tensor y, int axis, Tensor index, Tensor x, bool add)
    {
        Tensor from = There(x), places = There(index), to = There(y);
        Enqueue("index_write", () => kernels.IndexWrite(to, axis, places, from, add));
    }

    internal override void Update<TRule>(TRule rule, Tensor parameter, Tensor gradient, ReadOnlySpan<Tensor> states)
    {
        Tensor to = There(parameter), from = There(gradient);
        var kept = new Tensor[states.Length];
        for (int i = 0; i < kept.Length; i++)
            kept[i] = There(states[i]);
        Enqueue(TRule.Name, () => kernels.Update(rule, to, from, kept));
    }
}
