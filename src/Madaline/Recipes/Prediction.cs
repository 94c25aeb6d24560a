using System.Globalization;

namespace Madaline.Recipes;

/// <summary>What a network says of one input: the most likely class, and the probability of each.</summary>
public sealed class Prediction
{
    private readonly float[] _probabilities;

    private Prediction(IReadOnlyList<string> classNames, float[] probabilities, int best) =>
        (ClassNames, _probabilities, ClassIndex) = (classNames, probabilities, best);

    /// <summary>The most likely class, or the one that a threshold decided for.</summary>
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
    /// <param name="classNames">Names of the classes.</param>
    /// <param name="probabilities">A row for each.</param>
    /// <param name="threshold">Of two classes, from which probability on the positive one is answered; or null.</param>
    /// <param name="positive">The positive class.</param>
    /// <exception cref="TensorException">A probability is NaN.</exception>
    internal static Prediction[] Of(
        IReadOnlyList<string> classNames, Tensor probabilities, double? threshold = null, int positive = 1)
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

            int best = threshold is not { } from ? Array.IndexOf(row, row.Max())
                : row[positive] >= from ? positive : 1 - positive;
            predictions[i] = new Prediction(classNames, row, best);
        }

        return predictions;
    }
}
