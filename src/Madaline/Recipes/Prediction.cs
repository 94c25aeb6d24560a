using System.Globalization;

namespace Madaline.Recipes;

/// <summary>What a network says of one input: the most likely class, and the probability of each.</summary>
public sealed class Prediction
{
    private readonly float[] _probabilities;

    private Prediction(IReadOnlyList<string> classNames, float[] probabilities, int best) =>
        (ClassNames, _probabilities, ClassIndex) = (classNames, probabilities, best);

    /// <summary>The most likely class.</summary>
    public string ClassName => ClassNames[ClassIndex];

    /// <summary>Its number; of equally likely ones the first.</summary>
    public int ClassIndex { get; }

    /// <summary>Its probability, from 0 to 1.</summary>
    public double Probability => _probabilities[ClassIndex];

    /// <summary>All classes, by their numbers.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The probability of each class, by its number; they add up to 1.</summary>
    public IReadOnlyList<float> Probabilities => _probabilities;

    /// <summary>The probability of a class.</summary>
    /// <param name="className">One of <see cref="ClassNames"/>.</param>
    /// <exception cref="ArgumentException">There is no such class.</exception>
    public double this[string className]
    {
        get
        {
            for (int i = 0; i < _probabilities.Length; i++)
            {
                if (ClassNames[i] == className)
                    return _probabilities[i];
            }

            throw new ArgumentException($"prediction: there is no class '{className}'; expected one of "
                + $"{string.Join(", ", ClassNames.Take(20))}.", nameof(className));
        }
    }

    /// <summary>The class and its probability: <c>Rosa 98.2%</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{ClassName} {Probability * 100:F1}%");

    /// <summary>One prediction a row of probabilities [n, classes].</summary>
    /// <exception cref="TensorException">A probability is NaN.</exception>
    internal static Prediction[] Of(IReadOnlyList<string> classNames, Tensor probabilities)
    {
        int count = probabilities.Shape[0], classes = classNames.Count;
        float[] all = probabilities.To(DType.Float32).ToArray<float>();
        var predictions = new Prediction[count];
        for (int i = 0; i < count; i++)
        {
            float[] row = all[(i * classes)..((i + 1) * classes)];
            if (Array.Exists(row, float.IsNaN))
            {
                throw new TensorException("predict", $"the answer to input {i} is NaN, which names no class; expected "
                    + "finite scores. The input lies far outside what was trained on, or the weights are not finite.");
            }

            predictions[i] = new Prediction(classNames, row, Array.IndexOf(row, row.Max()));
        }

        return predictions;
    }
}
