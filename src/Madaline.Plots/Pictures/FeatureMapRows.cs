using System.Globalization;
using Madaline.NN;

namespace Madaline.Plots;

/// <summary>
/// A convolution's kernels, and below each what it makes of an image: its map, and that after activation and pooling.
/// </summary>
internal static class FeatureMapRows
{
    private const int UnitsInRow = 16;

    /// <summary>Sections of at most 16 units each, a row a stage.</summary>
    /// <param name="activity">What the layer gave.</param>
    /// <param name="most">Units shown at most.</param>
    /// <param name="limitOf">The scale of weights.</param>
    public static IEnumerable<GallerySection> Of(LayerActivity activity, int most, Func<Tensor, double> limitOf)
    {
        int units = activity.Own.Output.Shape[1], shown = Math.Min(units, most);
        int strongest = Strongest(activity);
        Stage[] stages = [.. Stages(activity, limitOf)];
        // The one with the highest mean is shown, whatever its number.
        IEnumerable<int> indices = strongest < shown ? Enumerable.Range(0, shown)
            : Enumerable.Range(0, shown - 1).Append(strongest);
        foreach (int[] chunk in indices.Chunk(UnitsInRow))
        {
            var tiles = stages.SelectMany((stage, s) => chunk.Select(unit =>
                TileOf(stage, unit, s == stages.Length - 1 ? activity : null, strongest)));
            string heading = chunk[0] == 0 ? Heading(activity, shown, strongest) : $"{activity.Own.Name}, continued";
            yield return new GallerySection(heading, [.. tiles])
            {
                RowNames = [.. stages.Select(stage => stage.Name)],
            };
        }
    }

    /// <summary>The unit of the highest mean for the image; −1 where none is above 0.</summary>
    public static int Strongest(LayerActivity activity)
    {
        double[] means = activity.Means();
        double most = means.Max();
        return most > 0 ? Array.IndexOf(means, most) : -1;
    }

    private static string Heading(LayerActivity activity, int shown, int strongest)
    {
        Shape shape = activity.Own.Output.Shape;
        string count = shown < shape[1] ? $"{shown} of {shape[1]}" : $"{shape[1]}";
        string heading = $"{activity.Own.Name} ({activity.Own.Layer.Kind}): {count} maps of {shape[2]}×{shape[3]}";
        heading += strongest < 0 ? "; all are 0 or below"
            : $"; #{strongest} has the highest mean, {Number(activity.Means()[strongest])}";
        return activity.DeadText.Length > 0 ? $"{heading}; {activity.DeadText}" : heading;
    }

    private static IEnumerable<Stage> Stages(LayerActivity activity, Func<Tensor, double> limitOf)
    {
        if (activity.Own.Layer is Conv2d { Weight: var weight })
        {
            Tensor kernels = weight.Detach().To(Device.Cpu);
            double limit = limitOf(kernels);
            string name = kernels.Shape[1] switch
            {
                1 => "kernel",
                3 => "kernel: red, green, blue",
                _ => "kernel: one square an input map",
            };
            yield return new Stage(name, unit => Picture.OfKernel(kernels[unit], limit));
        }

        Tensor own = activity.Own.Output;
        yield return new Stage($"{activity.Own.Name} {activity.Own.Layer.Kind}", unit => Picture.OfMap(own[0, unit]));
        foreach (var later in activity.Later)
        {
            double[] values = LayerActivity.Read(later.Output);
            double low = Math.Min(0, values.Min()), high = values.Max();
            string end = later.Layer is Block or Residual ? ", after ReLU" : "";
            yield return new Stage($"{later.Name} {later.Layer.Kind}{end}",
                unit => Picture.OfMap(later.Output[0, unit], low, high));
        }
    }

    private static Tile TileOf(Stage stage, int unit, LayerActivity? named, int strongest)
    {
        Picture picture = stage.PictureOf(unit);
        if (named is null)
            return new Tile(picture);
        if (unit == strongest)
            return new Tile(picture, $"#{unit}", "highest mean") { Highlighted = 1 };
        return named.Dead?.Contains(unit) == true ? new Tile(picture, $"#{unit}", "dead") { Highlighted = 1 }
            : new Tile(picture, $"#{unit}");
    }

    private static string Number(double value) => value.ToString("0.00#", CultureInfo.InvariantCulture);

    /// <summary>A row: what it is called, and a unit's picture in it.</summary>
    private sealed record Stage(string Name, Func<int, Picture> PictureOf);
}
