using System.Text.Json;
using Madaline.Data;
using Madaline.Recipes;
using Madaline.Studio.Views;

namespace Madaline.Studio.Pictures;

/// <summary>Samples as pictures, with what they are and what a network says of them.</summary>
internal static class SamplePictures
{
    /// <summary>Refuses samples that are no pictures, or have no classes.</summary>
    /// <exception cref="ViewException">They are such.</exception>
    public static void Require(TensorDataset samples)
    {
        if (!samples.IsImages)
            throw new ViewException("The samples of this training are no pictures. Start the studio with a recipe of "
                + "pictures, such as digits.");
        if (samples.ClassNames.Count == 0)
            throw new ViewException("This network predicts numbers: there are no classes to show.");
    }

    /// <summary>Writes their classes, the network's answers and their pixels from 0 to 1, plane by plane.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="samples">The set.</param>
    /// <param name="model">The network.</param>
    /// <param name="indices">Which of its samples.</param>
    /// <param name="numbers">Where the pixels go.</param>
    public static void Write(
        Utf8JsonWriter json, TensorDataset samples, TrainedModel model, int[] indices,
        List<IReadOnlyList<float>> numbers)
    {
        json.WriteNumber("channels", samples.InputShape[0]);
        json.WriteNumber("height", samples.InputShape[1]);
        json.WriteNumber("width", samples.InputShape[2]);
        json.WriteStartArray("pictures");
        if (indices.Length > 0)
        {
            Tensor inputs = samples.Take(indices).Inputs;
            var answers = model.Classify(inputs);
            for (int i = 0; i < indices.Length; i++)
            {
                json.WriteStartObject();
                json.WriteNumber("index", indices[i]);
                json.WriteString("is", samples.ClassName(samples.Targets[indices[i]].Item<long>()));
                json.WriteString("said", answers[i].ClassName);
                json.WriteString("sure", $"{100 * answers[i].Probability:F0}%");
                json.WriteEndObject();
            }

            numbers.Add((inputs.To(DType.Float32) / 255.0).ToArray<float>());
        }

        json.WriteEndArray();
    }
}
