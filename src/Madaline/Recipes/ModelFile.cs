using System.Globalization;
using Madaline.Data;
using Madaline.Formats;
using Madaline.NN;
using Madaline.Training;

namespace Madaline.Recipes;

/// <summary>Trained models as safetensors files.</summary>
internal static class ModelFile
{
    private const string TransformPrefix = "transforms.", TargetPrefix = "target.", Version = "model 1";
    private const string EncoderKey = "table_encoder", TargetKey = "target", ThresholdKey = "threshold";
    private const string MeanKey = "mean", DeviationKey = "deviation";

    /// <summary>Writes weights, scalers and names.</summary>
    public static void Write(TrainedModel model, string path)
    {
        var tensors = new List<KeyValuePair<string, Tensor>>(model.Network.StateDict());
        foreach (var (name, tensor) in model.Pipeline.StateDict())
            tensors.Add(new(TransformPrefix + name, tensor));
        if (model.Task.HasNumbers)
        {
            tensors.Add(new(TargetPrefix + MeanKey, Tensor.From([model.TargetScale.Mean])));
            tensors.Add(new(TargetPrefix + DeviationKey, Tensor.From([model.TargetScale.Deviation])));
        }

        var metadata = new Dictionary<string, string>
        {
            ["madaline"] = Version,
            ["classes"] = JsonNames.Write(model.ClassNames),
            ["features"] = JsonNames.Write(model.FeatureNames),
            ["input_shape"] = string.Join(",", model.InputShape),
            ["majority_class"] = model.MajorityClass.ToString(CultureInfo.InvariantCulture),
        };
        if (model.Encoder is not null)
            metadata[EncoderKey] = model.Encoder.ToJson();
        if (model.TargetName.Length > 0)
            metadata[TargetKey] = model.TargetName;
        if (model.Threshold is { } threshold)
            metadata[ThresholdKey] = threshold.ToString("R", CultureInfo.InvariantCulture);
        SafeTensors.Write(path, tensors, metadata);
    }

    /// <summary>Reads what <see cref="Write"/> wrote, for the recipe it was trained by.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="path">The file.</param>
    /// <param name="own">A network of the program's own that the weights are read into; null to build the recipe's.
    /// </param>
    /// <exception cref="DataFormatException">The file is damaged, or belongs to another recipe or network.</exception>
    public static TrainedModel Read(Recipe recipe, string path, Module? own = null)
    {
        var file = SafeTensors.Read(path);
        if (Need(file, "madaline", path) is not Version and var version)
            throw new DataFormatException(path, 8L, $"the metadata says \"{version}\"; expected \"{Version}\". "
                + "A newer Madaline may read it");
        var task = RecipeCatalog.TaskOf(recipe);
        Shape inputShape = ReadShape(file, path);
        var classes = ReadNames(file, "classes", path);
        if (!IsInteger(Need(file, "majority_class", path), out int majority)
            || (uint)majority >= (uint)Math.Max(classes.Length, task.Outputs(classes.Length)))
            throw new DataFormatException(path, 8L, "the metadata's majority_class is no class");
        var encoder = ReadEncoder(file, path, inputShape, classes.Length);
        try
        {
            int outputs = task.Outputs(classes.Length);
            var pipeline = InputPipeline.Load(recipe.Transforms, NamePrefix.Under(file.Tensors, TransformPrefix),
                inputShape, outputs, encoder?.DType ?? DType.Float32);
            Shape seen = pipeline.Transform.OutputShape(inputShape);
            if (own is null)
                RequireAffordable(recipe, seen, outputs, file);
            Module network = own ?? RecipeCatalog.BuildNetwork(recipe, seen, outputs, new Rng(0));
            network.LoadStateDict(file.Tensors.Where(entry => !IsOutside(task, entry.Key))
                .ToDictionary(entry => entry.Key, entry => entry.Value));
            network.Eval();
            return new TrainedModel(recipe, network, pipeline, inputShape, classes, ReadNames(file, "features", path),
                majority, encoder)
            {
                TargetName = PlainText.Of(file.Metadata.GetValueOrDefault(TargetKey) ?? ""),
                TargetScale = task.HasNumbers ? ReadScale(file, path) : TargetScale.None,
                Threshold = ReadThreshold(file, path),
            };
        }
        catch (Exception e) when (e is TensorException or ArgumentException)
        {
            throw new DataFormatException(path, -1L, own is null
                ? $"does not fit its recipe: {e.Message} Keep recipe.json and model.safetensors of a run together."
                : $"does not fit the network given: {e.Message} It was saved of {recipe.Network ?? "a Sequential"}, "
                    + $"and this is {own.Kind}. Give a network that is made as the saved one was.", e);
        }
    }

    private static bool IsOutside(LearningTask task, string name) =>
        name.StartsWith(TransformPrefix, StringComparison.Ordinal)
            || (task.HasNumbers && name is TargetPrefix + MeanKey or TargetPrefix + DeviationKey);

    private static TargetScale ReadScale(SafeTensorsFile file, string path)
    {
        double mean = ReadNumber(file, TargetPrefix + MeanKey, path);
        double deviation = ReadNumber(file, TargetPrefix + DeviationKey, path);
        return deviation > 0 ? new TargetScale(mean, deviation)
            : throw new DataFormatException(path, 8L, $"{TargetPrefix}{DeviationKey} is {deviation}; expected above 0");
    }

    private static double ReadNumber(SafeTensorsFile file, string name, string path)
    {
        bool isThere = file.Tensors.TryGetValue(name, out Tensor? x) && x.Elements == 1 && x.DType.IsFloating();
        double value = isThere ? x!.To(DType.Float64).ToArray<double>()[0] : double.NaN;
        return double.IsFinite(value) ? value
            : throw new DataFormatException(path, 8L, $"there is no finite number {name}: the scale of what is "
                + "predicted");
    }

    private static double? ReadThreshold(SafeTensorsFile file, string path)
    {
        if (!file.Metadata.TryGetValue(ThresholdKey, out string? text))
            return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && value is >= 0 and <= 1 ? value
            : throw new DataFormatException(path, 8L, "the metadata's threshold is no number from 0 to 1");
    }

    /// <summary>Refuses a recipe that would build more than the file holds, before it is built.</summary>
    private static void RequireAffordable(Recipe recipe, Shape inputShape, int classes, SafeTensorsFile file)
    {
        double held = file.Tensors.Values.Sum(x => (double)x.Elements);
        double wanted = NetworkPlan.Of(recipe, inputShape, classes).Numbers;
        if (wanted > held)
            throw new TensorException("model", $"the recipe's network has {wanted:N0} numbers; "
                + $"expected at most the file's {held:N0}.");
    }

    private static string Need(SafeTensorsFile file, string key, string path) =>
        file.Metadata.TryGetValue(key, out string? text)
            ? text
            : throw new DataFormatException(path, 8L, $"no trained model: the metadata lacks \"{key}\"");

    private static bool IsInteger(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static Shape ReadShape(SafeTensorsFile file, string path)
    {
        string text = Need(file, "input_shape", path);
        string[] parts = text.Length == 0 ? [] : text.Split(',');
        var sizes = new int[parts.Length];
        long elements = 1;
        for (int d = 0; d < parts.Length; d++)
        {
            if (parts.Length > 8 || !IsInteger(parts[d], out sizes[d]) || sizes[d] < 1
                || (elements *= sizes[d]) > 1 << 28)
                throw new DataFormatException(path, 8L, "the metadata's input_shape is "
                    + $"\"{(text.Length > 40 ? text[..40] : text)}\"; expected at most 8 positive sizes");
        }

        return sizes;
    }

    private static TableEncoder? ReadEncoder(SafeTensorsFile file, string path, Shape inputShape, int classes)
    {
        if (!file.Metadata.TryGetValue(EncoderKey, out string? json))
            return null;
        var encoder = TableEncoder.FromJson(json, path);
        if (inputShape.Rank == 1 && encoder.Width == inputShape[0]
            && (encoder.ClassNames.Count == classes || encoder.ClassNames.Count == 0))
            return encoder;
        throw new DataFormatException(path, 8L, $"the metadata's {EncoderKey} has {encoder.Width} features and "
            + $"{encoder.ClassNames.Count} classes; expected {inputShape} and {classes}");
    }

    private static string[] ReadNames(SafeTensorsFile file, string key, string path) =>
        JsonNames.Read(Need(file, key, path), key, path);
}
