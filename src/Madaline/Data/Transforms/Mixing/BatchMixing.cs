using System.Numerics;

namespace Madaline.Data;

/// <summary>Mixes each sample of a batch with another one; targets become the probabilities of classes.</summary>
/// <remarks>
/// Shape: inputs [n, …] → the same; targets Int64 [n], or probabilities [n, classes] → Float32 [n, classes], whose rows
/// add up to 1, for <c>CrossEntropyLoss</c>. Partners are a random order of the batch, and all samples share one
/// weight, drawn from a Beta distribution. In evaluation nothing is done, and targets stay classes.
/// </remarks>
public abstract class BatchMixing : Transform
{
    private readonly string _op;
    private readonly int _classes;
    private readonly double _alpha, _p;

    private protected BatchMixing(string op, int classes, double alpha, double p)
    {
        if (classes < 1 || !(alpha > 0 && alpha <= 1000) || !(p >= 0 && p <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(alpha), string.Create(
                System.Globalization.CultureInfo.InvariantCulture, $"{op}: an argument is out of range. classes is "
                + $"{classes}, alpha is {alpha}, p is {p}; expected at least 1, above 0 to 1000, and 0 to 1."));
        }

        (_op, _classes, _alpha, _p) = (op, classes, alpha, p);
    }

    /// <inheritdoc/>
    public sealed override Transform? InEvaluation => null;

    internal sealed override bool MakesItsOwn => true;

    /// <summary>Refuses: there are no targets to mix with the inputs.</summary>
    /// <exception cref="TensorException">Always.</exception>
    public sealed override Tensor Apply(Tensor inputs, Rng? rng = null) => throw new TensorException(
        _op, $"mixes targets too. There are none beside inputs {inputs.Shape}; expected a batch. Use Apply(Batch).");

    /// <inheritdoc/>
    /// <exception cref="TensorException">Inputs of another kind, or targets that are no classes.</exception>
    public sealed override Batch Apply(Batch batch, Rng? rng = null)
    {
        Require(batch.Inputs);
        Tensor targets = Probabilities(batch.Targets, batch.Inputs.Shape[0]), x = batch.Inputs.Contiguous();
        rng ??= Rng.Default;
        if (rng.NextDouble() >= _p || batch.Count == 0)
            return new Batch(x, targets);
        double weight = BetaWeight.Next(rng, _alpha);
        int[] partners = rng.Permutation(batch.Count);
        Tensor y = Tensor.Empty(x.Shape, x.DType, Device.Cpu);
        weight = x.DType switch
        {
            DType.UInt8 => Mix<byte>(x, y, partners, weight, rng),
            DType.Float32 => Mix<float>(x, y, partners, weight, rng),
            _ => Mix<double>(x, y, partners, weight, rng),
        };
        return new Batch(y, Mixed(targets, partners, (float)weight));
    }

    /// <summary>Refuses inputs of another kind.</summary>
    private protected abstract void Require(Tensor x);

    /// <summary>Fills y, and says how much of each sample is its own.</summary>
    private protected abstract double Mix<T>(
        ReadOnlySpan<T> x, Span<T> y, Shape shape, int[] partners, double weight, Rng rng)
        where T : unmanaged, INumber<T>;

    private double Mix<T>(Tensor x, Tensor y, int[] partners, double weight, Rng rng) where T : unmanaged, INumber<T>
    {
        weight = Mix<T>(ImageTransform.Elements<T>(x), ImageTransform.Elements<T>(y), x.Shape, partners, weight, rng);
        GC.KeepAlive(x);
        GC.KeepAlive(y);
        return weight;
    }

    private Tensor Probabilities(Tensor targets, int samples)
    {
        Shape expected = Shape.Of(_op, [samples, _classes]);
        if (targets.DType.IsFloating() && targets.Shape.Equals(expected))
            return targets.To(DType.Float32).Contiguous();
        if (targets.DType != DType.Int64 || targets.Rank != 1 || targets.Shape[0] != samples)
        {
            throw new TensorException(_op, $"needs classes. targets is {targets.DType} {targets.Shape}; expected Int64 "
                + $"[{samples}], or probabilities {expected}. Leave the transform out for other targets.");
        }

        long[] classes = targets.ToArray<long>();
        var rows = new float[samples * _classes];
        for (int i = 0; i < samples; i++)
        {
            if ((ulong)classes[i] >= (ulong)_classes)
            {
                throw new TensorException(_op, $"a target is no class. Target {i} is {classes[i]}; expected 0 to "
                    + $"{_classes - 1}. Give the transform as many classes as there are.");
            }

            rows[(i * _classes) + (int)classes[i]] = 1;
        }

        return Tensor.Wrap(rows, expected);
    }

    private Tensor Mixed(Tensor targets, int[] partners, float weight)
    {
        float[] from = targets.ToArray<float>();
        var to = new float[from.Length];
        for (int i = 0; i < partners.Length; i++)
        {
            ReadOnlySpan<float> own = from.AsSpan(i * _classes, _classes);
            ReadOnlySpan<float> other = from.AsSpan(partners[i] * _classes, _classes);
            for (int c = 0; c < _classes; c++)
                to[(i * _classes) + c] = (weight * own[c]) + ((1 - weight) * other[c]);
        }

        return Tensor.Wrap(to, targets.Shape);
    }
}
