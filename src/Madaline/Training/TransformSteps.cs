using Madaline.Data;
using Madaline.Devices.Cpu.Normalization;

namespace Madaline.Training;

/// <summary>Builds the transforms of recipes.</summary>
internal static class TransformSteps
{
    /// <summary>No recipe makes images of more rows or columns.</summary>
    public const int MaxImageSide = 4096;

    /// <summary>One transform, scalers not fitted.</summary>
    /// <param name="spec">Its type and arguments, each in its range.</param>
    /// <param name="classes">How many classes the targets have.</param>
    /// <exception cref="ArgumentException">The arguments do not go together.</exception>
    public static Transform Build(Spec spec, int classes) => spec.Type switch
    {
        "to-float" => new ToFloat(),
        "normalize" => BuildNormalize(spec),
        "channel-norm" => new ChannelScaler(),
        "z-score" => new ZScoreScaler(),
        "min-max" => new MinMaxScaler(),
        "random-crop" => new RandomCrop(spec.Size("size"), spec.Size("padding"), spec.Number("fill", 0)),
        "center-crop" => new CenterCrop(spec.Size("size")!.Value),
        "flip" => new RandomHorizontalFlip(spec.Number("p", 0.5)),
        "resize" => new Resize(spec.Size("size")!.Value, spec.Flag("antialias", true)),
        "grayscale" => new Grayscale(spec.Integer("channels", 1)),
        "rotation" => new RandomRotation(spec.Number("degrees", 0), Between(spec), spec.Number("fill", 0)),
        "affine" => new RandomAffine(
            spec.Number("degrees", 0), spec.Number("translate", 0), spec.Number("scale-min", 1),
            spec.Number("scale-max", 1), spec.Number("shear", 0), Between(spec), spec.Number("fill", 0)),
        "color-jitter" => new ColorJitter(
            spec.Number("brightness", 0), spec.Number("contrast", 0), spec.Number("saturation", 0),
            spec.Number("hue", 0)),
        "random-erasing" => new RandomErasing(
            spec.Number("p", 0.5), spec.Number("area-min", 0.02), spec.Number("area-max", 0.33),
            spec.Number("ratio-min", 0.3), spec.Number("ratio-max", 3.3), spec.Number("value", 0)),
        "mixup" => new MixUp(classes, spec.Number("alpha", 1), spec.Number("p", 1)),
        "cutmix" => new CutMix(classes, spec.Number("alpha", 1), spec.Number("p", 1)),
        _ => throw new ArgumentException($"There is no transform {spec.Type}.", nameof(spec)),
    };

    /// <summary>All transforms of a recipe; an error names the place.</summary>
    /// <exception cref="TensorException">Arguments do not go together.</exception>
    public static Transform[] Build(IReadOnlyList<Spec> specs, int classes)
    {
        var steps = new Transform[specs.Count];
        for (int i = 0; i < steps.Length; i++)
        {
            try
            {
                if (RecipeCatalog.Transforms.TryGetValue(specs[i].Type, out var arguments))
                    ArgumentCheck.Require(specs[i], arguments, problem => new ArgumentException(problem));
                steps[i] = Build(specs[i], classes);
            }
            catch (ArgumentException e)
            {
                throw new TensorException(Place(specs, i), Explain(e, specs[i].Type));
            }
        }

        return steps;
    }

    /// <summary>
    /// The steps for Float64 inputs, whose digits Float32 has no room for: they are rounded once, behind the last
    /// scaler.
    /// </summary>
    public static Transform[] InDouble(Transform[] steps)
    {
        int scaled = Array.FindLastIndex(steps, step => step is Scaler) + 1;
        return [.. WithoutRounding(steps[..scaled]), new ToFloat(), .. steps[scaled..]];
    }

    /// <summary>The steps that lie before a scaler, none of which rounds to Float32.</summary>
    public static Transform[] WithoutRounding(Transform[] steps) =>
        Array.ConvertAll(steps, step => step is ToFloat ? new ToFloat(DType.Float64) : step);

    /// <summary>What an error calls a transform.</summary>
    public static string Place(IReadOnlyList<Spec> specs, int i) => $"recipe › transforms[{i}] ({specs[i].Type})";

    /// <summary>
    /// What is wrong, without .NET's name of the parameter, which no recipe knows, and without the transform's name,
    /// which its place tells.
    /// </summary>
    public static string Explain(Exception e, string type)
    {
        string problem = e is ArgumentException ? e.Message.Split(" (Parameter '")[0] : e.Message;
        int name = problem.IndexOf(": ", StringComparison.Ordinal);
        bool isOwn = name > 0 && problem[..name].Replace("-", "", StringComparison.Ordinal)
            == type.Replace("-", "", StringComparison.Ordinal);
        return isOwn ? problem[(name + 2)..] : problem;
    }

    private static Interpolation Between(Spec spec) =>
        spec.Flag("bilinear", false) ? Interpolation.Bilinear : Interpolation.Nearest;

    private static Transform BuildNormalize(Spec spec)
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
        return new Normalize(PerChannel(means, channels), PerChannel(deviations, channels));
    }

    /// <summary>One number beside a list counts for every channel.</summary>
    private static double[] PerChannel(double[] values, int channels) =>
        values.Length == 1 ? [.. Enumerable.Repeat(values[0], channels)] : values;
}
