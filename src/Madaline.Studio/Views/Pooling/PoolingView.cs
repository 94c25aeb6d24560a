using System.Text.Json;
using Madaline.Studio.Formulas;
using Madaline.Studio.Pictures;

namespace Madaline.Studio.Views.Pooling;

/// <summary>
/// A filtered picture, what ReLU leaves of it, and what pooling makes of that; and which cells one cell of the result
/// depends on.
/// </summary>
internal sealed class PoolingView() : View("pooling", framesPerSecond: 30)
{
    private static readonly Dictionary<string, Func<Tensor, int, int, Tensor>> Kinds = new()
    {
        ["max"] = (map, window, stride) => map.MaxPool2d(window, stride: stride),
        ["average"] = (map, window, stride) => map.AvgPool2d(window, stride: stride),
        ["median"] = (map, window, stride) => map.MedianPool2d(window, stride: stride),
        ["minimum"] = (map, window, stride) => map.MinPool2d(window, stride: stride),
    };

    /// <inheritdoc/>
    public override void Look(
        Moment moment, ViewArguments arguments, Utf8JsonWriter json, List<IReadOnlyList<float>> numbers)
    {
        var picture = LabPicture.Of(moment.Stage, arguments);
        string kind = Kinds.ContainsKey(arguments.Text("kind")) ? arguments.Text("kind") : "max";
        int window = 2 + arguments.Integer("window", 2), stride = 1 + arguments.Integer("stride", 3, 1);
        bool rectifies = arguments.Text("relu") != "off";
        var (name, kernel) = LabKernels.Of(arguments);
        Tensor filtered = picture.Values.Reshape(1, 1, picture.Height, picture.Width)
            .Conv2d(Tensor.From(kernel, [1, 1, 3, 3]).To(DType.Float32), padding: 1);
        Tensor before = (rectifies ? filtered.Relu() : filtered).Detach();
        before.RequiresGrad = true;
        Tensor pooled = Kinds[kind](before, window, stride);
        int row = arguments.Integer("row", pooled.Shape[2]), column = arguments.Integer("column", pooled.Shape[3]);
        // Where a gradient of 1 at this cell goes, says automatic differentiation.
        pooled[0, 0, row, column].Backward();
        json.WriteString("kind", kind);
        json.WriteNumber("window", window - 2);
        json.WriteNumber("stride", stride - 1);
        json.WriteNumber("size", window);
        json.WriteNumber("step", stride);
        json.WriteBoolean("relu", rectifies);
        LabKernels.Write(json, name);
        json.WriteNumber("row", row);
        json.WriteNumber("column", column);
        json.WriteFormula("value", pooled[0, 0, row, column].Item<float>());
        WriteWindow(json, before.Detach(), row * stride, column * stride, window);
        picture.Write(json, numbers);
        LabPicture.WriteMap(json, "filtered", filtered[0, 0], numbers);
        LabPicture.WriteMap(json, "before", before.Detach()[0, 0], numbers);
        LabPicture.WriteMap(json, "pooled", pooled.Detach()[0, 0], numbers);
        LabPicture.WriteMap(json, "gradient", before.Grad![0, 0], numbers);
        json.WriteNumber("negative", filtered.ToArray<float>().Count(value => value < 0));
    }

    private static void WriteWindow(Utf8JsonWriter json, Tensor map, int top, int left, int window)
    {
        json.WriteStartArray("cells");
        for (int y = top; y < Math.Min(top + window, map.Shape[2]); y++)
        {
            for (int x = left; x < Math.Min(left + window, map.Shape[3]); x++)
                Formula.Number(map[0, 0, y, x].Item<float>()).Write(json);
        }

        json.WriteEndArray();
    }
}
