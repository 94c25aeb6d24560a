using System.Text.Json;
using Madaline.Images;
using Madaline.Studio.Formulas;
using Madaline.Studio.Pictures;

namespace Madaline.Studio.Views.Kernel;

/// <summary>A kernel that slides over a picture: nine products and their sum at one place, and the whole map.</summary>
internal sealed class KernelView() : View("kernel", framesPerSecond: 30)
{
    private const int Size = 3, MaxStride = 3;

    /// <inheritdoc/>
    public override void Look(
        Moment moment, ViewArguments arguments, Utf8JsonWriter json, List<IReadOnlyList<float>> numbers)
    {
        var picture = LabPicture.Of(moment.Stage, arguments);
        var (name, kernel) = LabKernels.Of(arguments);
        int padding = arguments.Integer("padding", 2, picture.Name == "course" ? 1 : 0);
        int stride = Math.Max(1, arguments.Integer("stride", MaxStride + 1, 1));
        Tensor weight = Tensor.From(kernel, [1, 1, Size, Size]).To(DType.Float32);
        Tensor map = picture.Values.Reshape(1, 1, picture.Height, picture.Width)
            .Conv2d(weight, stride: stride, padding: padding)[0, 0];
        int row = arguments.Integer("row", map.Shape[0], Math.Min(1, map.Shape[0] - 1));
        int column = arguments.Integer("column", map.Shape[1]);
        LabKernels.Write(json, name);
        json.WriteNumber("padding", padding);
        json.WriteNumber("stride", stride);
        json.WriteNumber("row", row);
        json.WriteNumber("column", column);
        picture.Write(json, numbers);
        LabPicture.WriteMap(json, "output", map, numbers);
        numbers.Add([.. kernel.Select(value => (float)value)]);
        WriteProducts(json, picture, kernel, (row * stride) - padding, (column * stride) - padding, numbers);
        json.WriteFormula("result", map[row, column].Item<float>());
        WriteSize(json, picture.Height, padding, stride, map.Shape[0]);
        WriteCompass(json, picture, numbers);
    }

    /// <summary>Kirsch's edges: a map for each direction, and at each place the largest of the eight.</summary>
    private static void WriteCompass(Utf8JsonWriter json, LabPicture picture, List<IReadOnlyList<float>> numbers)
    {
        Compass[] directions = Enum.GetValues<Compass>();
        Tensor weights = Tensor.Stack([.. directions.Select(Filters.Kirsch)]).To(DType.Float32)
            .Reshape(directions.Length, 1, Size, Size);
        Tensor maps = picture.Values.Reshape(1, 1, picture.Height, picture.Width).Conv2d(weights)[0];
        json.WriteStartArray("compass");
        foreach (Compass direction in directions)
            json.WriteStringValue(direction.ToString());
        json.WriteEndArray();
        LabPicture.WriteMap(json, "edges", maps.Max(0).Values, numbers);
        numbers.Add(maps.ToArray<float>());
    }

    private static void WriteProducts(Utf8JsonWriter json, LabPicture picture, double[] kernel, int top, int left,
        List<IReadOnlyList<float>> numbers)
    {
        float[] pixels = picture.Values.ToArray<float>(), below = new float[Size * Size];
        var terms = new List<(double Product, Formula Text)>();
        for (int i = 0; i < below.Length; i++)
        {
            int y = top + (i / Size), x = left + (i % Size);
            bool isInside = y >= 0 && y < picture.Height && x >= 0 && x < picture.Width;
            below[i] = isInside ? pixels[(y * picture.Width) + x] : 0;
            terms.Add((kernel[i] * below[i],
                Formula.Row(Formula.Factor(kernel[i]), Formula.Sign("·"), Formula.Number(below[i]))));
        }

        json.WriteNumber("top", top);
        json.WriteNumber("left", left);
        json.WriteStartArray("sum");
        var shown = terms.Where(term => term.Product != 0).DefaultIfEmpty((0, Formula.Number(0))).ToList();
        for (int i = 0; i < shown.Count; i++)
            (i == 0 ? shown[i].Text : LongSum.Plus(shown[i].Text)).Write(json);
        Formula.Behind("=", Formula.Number(terms.Sum(term => term.Product))).Write(json);
        json.WriteEndArray();
        numbers.Add(below);
    }

    /// <summary>How large the map is: a kernel of 3 without padding takes 2 away.</summary>
    private static void WriteSize(Utf8JsonWriter json, int size, int padding, int stride, int result)
    {
        json.WritePropertyName("size");
        Formula numerator = Formula.Row(Formula.Integer(size), Formula.Sign("+"), Formula.Integer(2), Formula.Sign("·"),
            Formula.Integer(padding), Formula.Sign("−"), Formula.Integer(Size));
        Formula.Row(Formula.Sign("⌊"), Formula.Fraction(numerator, Formula.Integer(stride)), Formula.Sign("⌋"),
            Formula.Sign("+"), Formula.Integer(1), Formula.Sign("="), Formula.Integer(result)).Write(json);
    }
}
