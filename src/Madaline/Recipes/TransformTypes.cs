using Madaline.Data;

namespace Madaline.Recipes;

/// <summary>A transform of inputs that recipes may name.</summary>
/// <param name="name">What recipes call it.</param>
/// <param name="arguments">What it takes.</param>
/// <param name="build">Makes it of its arguments and the number of classes; scalers are not fitted.</param>
public sealed class TransformType(
    string name, IReadOnlyList<Argument> arguments, Func<Spec, int, Transform> build) : CatalogEntry(name, arguments)
{
    /// <summary>Makes the transform.</summary>
    /// <exception cref="ArgumentException">The arguments do not go together.</exception>
    public Func<Spec, int, Transform> Build => build;

    /// <summary>
    /// The part of a recipe that makes a transform such as one that a program made, fitted numbers apart; null where it
    /// is of another type, or has what no recipe can say.
    /// </summary>
    internal Func<Transform, Spec?> Describe { get; init; } = _ => null;

    /// <summary>Whether it makes probabilities of classes.</summary>
    public bool MixesTargets { get; init; }
}

/// <summary>The transforms that recipes choose from.</summary>
internal static class TransformTypes
{
    /// <summary>No recipe makes images of more rows or columns.</summary>
    private const int MaxImageSide = 4096;

    /// <summary>All of them, in the order in which they are listed.</summary>
    public static Catalog<TransformType> All { get; } = new("transform",
        new("to-float", [], (_, _) => new ToFloat())
        {
            Describe = step => step is ToFloat { DType: DType.Float32 } ? new Spec("to-float") : null,
        },
        new("normalize", [new("mean", "number|numbers"), new("std", "number|numbers", 1e-6)],
            (spec, _) => Normalize(spec))
        {
            Describe = DescribeNormalize,
        },
        Scaling("channel-norm", () => new ChannelScaler()),
        Scaling("z-score", () => new ZScoreScaler()),
        Scaling("min-max", () => new MinMaxScaler()),
        new("random-crop", [Side("size", 1), Side("padding", 0), Fill],
            (spec, _) => new RandomCrop(spec.Size("size"), spec.Size("padding"), spec.Number("fill", 0))),
        new("center-crop", [Side("size", 1, required: true)], (spec, _) => new CenterCrop(spec.Size("size")!.Value))
        {
            Describe = step => step is CenterCrop crop ? new Spec("center-crop").WithSize("size", crop.Size) : null,
        },
        new("resize", [Side("size", 1, required: true), new("antialias", "flag")],
            (spec, _) => new Resize(spec.Size("size")!.Value, spec.Flag("antialias", true)))
        {
            Describe = step => step is not Resize resize ? null
                : new Spec("resize").WithSize("size", resize.Size).WithFlag("antialias", resize.Antialias, true),
        },
        new("grayscale", [new("channels", "integer", 1, 3)], (spec, _) => new Grayscale(spec.Integer("channels", 1)))
        {
            Describe = step => step is Grayscale { Channels: var channels }
                ? new Spec("grayscale").With("channels", (double)channels) : null,
        },
        new("flip", [Share("p")], (spec, _) => new RandomHorizontalFlip(spec.Number("p", 0.5))),
        new("rotation", [new("degrees", "number", 0, 180, Required: true), new("bilinear", "flag"), Fill],
            (spec, _) => new RandomRotation(spec.Number("degrees", 0), Between(spec), spec.Number("fill", 0))),
        new("affine",
            [new("degrees", "number", 0, 180), Share("translate"), Scale("scale-min"), Scale("scale-max"),
                new("shear", "number", 0, 89), new("bilinear", "flag"), Fill],
            (spec, _) => new RandomAffine(
                spec.Number("degrees", 0), spec.Number("translate", 0), spec.Number("scale-min", 1),
                spec.Number("scale-max", 1), spec.Number("shear", 0), Between(spec), spec.Number("fill", 0))),
        new("color-jitter",
            [Strength("brightness"), Strength("contrast"), Strength("saturation"), new("hue", "number", 0, 0.5)],
            (spec, _) => new ColorJitter(
                spec.Number("brightness", 0), spec.Number("contrast", 0), spec.Number("saturation", 0),
                spec.Number("hue", 0))),
        new("random-erasing",
            [Share("p"), Share("area-min"), Share("area-max"), Scale("ratio-min"), Scale("ratio-max"),
                new("value", "number")],
            (spec, _) => new RandomErasing(
                spec.Number("p", 0.5), spec.Number("area-min", 0.02), spec.Number("area-max", 0.33),
                spec.Number("ratio-min", 0.3), spec.Number("ratio-max", 3.3), spec.Number("value", 0))),
        new("mixup", [Alpha, Share("p")],
            (spec, classes) => new MixUp(classes, spec.Number("alpha", 1), spec.Number("p", 1)))
        {
            MixesTargets = true,
        },
        new("cutmix", [Alpha, Share("p")],
            (spec, classes) => new CutMix(classes, spec.Number("alpha", 1), spec.Number("p", 1)))
        {
            MixesTargets = true,
        });

    private static TransformType Scaling<T>(string name, Func<T> build) where T : Scaler =>
        new(name, [], (_, _) => build())
        {
            Describe = step => step is T ? new Spec(name) : null,
        };

    private static Spec? DescribeNormalize(Transform step)
    {
        if (step is not Normalize normalize)
            return null;
        var (means, deviations) = normalize.Numbers;
        return normalize.IsPerChannel ? new Spec("normalize").With("mean", means).With("std", deviations)
            : new Spec("normalize").With("mean", means[0]).With("std", deviations[0]);
    }

    private static Argument Alpha => new("alpha", "number", 1e-3, 1000);

    private static Argument Fill => new("fill", "number");

    private static Argument Share(string name) => new(name, "number", 0, 1);

    private static Argument Strength(string name) => new(name, "number", 0, 100);

    private static Argument Scale(string name) => new(name, "number", 1e-3, 1000);

    private static Argument Side(string name, int min, bool required = false) =>
        new(name, "size", min, MaxImageSide, required);

    private static Interpolation Between(Spec spec) =>
        spec.Flag("bilinear", false) ? Interpolation.Bilinear : Interpolation.Nearest;

    private static Transform Normalize(Spec spec)
    {
        double[]? means = spec.Numbers("mean"), deviations = spec.Numbers("std");
        if (means is null && deviations is null)
            return new ChannelScaler();
        if (means is null || deviations is null)
        {
            throw new ArgumentException("normalize: one of mean and std is missing. Give both, or neither: then they "
                + "are worked out from the training part.");
        }

        if (spec.List("mean") is null && spec.List("std") is null)
            return new Normalize(means[0], deviations[0]);
        int channels = Math.Max(means.Length, deviations.Length);
        return new Normalize(ForChannels(means, channels), ForChannels(deviations, channels));
    }

    /// <summary>One number beside a list counts for every channel.</summary>
    private static double[] ForChannels(double[] values, int channels) =>
        values.Length == 1 ? [.. Enumerable.Repeat(values[0], channels)] : values;
}
