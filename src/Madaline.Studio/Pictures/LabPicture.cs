using System.Text.Json;
using Madaline.Data;
using Madaline.Studio.Live;
using Madaline.Studio.Views;

namespace Madaline.Studio.Pictures;

/// <summary>A grey picture to work on: the numbers of the course, or a sample of the session.</summary>
/// <param name="Name"><c>course</c> or <c>sample</c>.</param>
/// <param name="Values">[height, width], from 0 to 255.</param>
/// <param name="Sample">Which sample; 0 for the course's.</param>
/// <param name="Samples">How many samples there are; 0 where they are no pictures.</param>
internal sealed record LabPicture(string Name, Tensor Values, int Sample, int Samples)
{
    /// <summary>Its height.</summary>
    public int Height => Values.Shape[0];

    /// <summary>Its width.</summary>
    public int Width => Values.Shape[1];

    /// <summary>The picture on which the course computes a convolution by hand.</summary>
    private static Tensor Course => Tensor.From([
        [105f, 102f, 100f, 97f, 96f], [103f, 99f, 103f, 101f, 102f], [101f, 98f, 104f, 102f, 100f],
        [99f, 101f, 106f, 104f, 99f], [104f, 104f, 104f, 100f, 98f]]);

    /// <summary>The one that a page asks for.</summary>
    /// <param name="stage">Whose samples.</param>
    /// <param name="arguments">What is asked for.</param>
    public static LabPicture Of(Stage stage, ViewArguments arguments)
    {
        TensorDataset samples = stage.Data.Train;
        int count = samples.IsImages ? samples.Count : 0;
        if (arguments.Text("image") != "sample" || count == 0)
            return new LabPicture("course", Course, 0, count);
        int index = arguments.Integer("sample", count);
        // [channels, height, width]: colours become their mean.
        return new LabPicture("sample", samples.Inputs[index].To(DType.Float32).Mean(0), index, count);
    }

    /// <summary>Writes what it is, and its numbers.</summary>
    public void Write(Utf8JsonWriter json, List<IReadOnlyList<float>> numbers)
    {
        json.WriteString("image", Name);
        json.WriteNumber("sample", Sample);
        json.WriteNumber("samples", Samples);
        WriteMap(json, "input", Values, numbers);
    }

    /// <summary>Writes the size of a map, and its numbers.</summary>
    public static void WriteMap(Utf8JsonWriter json, string name, Tensor map, List<IReadOnlyList<float>> numbers)
    {
        json.WriteStartObject(name);
        json.WriteNumber("height", map.Shape[0]);
        json.WriteNumber("width", map.Shape[1]);
        json.WriteEndObject();
        numbers.Add(map.ToArray<float>());
    }
}
