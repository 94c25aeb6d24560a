using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Madaline.Autograd;
using Madaline.Data;
using Madaline.Formats;
using Madaline.NN;
using Madaline.Training;

namespace Madaline.Recipes;

/// <summary>
/// A network with all that answering needs: its recipe, what its scalers learned, class and feature names.
/// </summary>
/// <remarks>
/// Safe from many threads as long as none of them trains it: one model serves a whole program. Training it, or giving
/// it other weights, is the work of one thread while no other uses it.
/// </remarks>
public sealed class TrainedModel
{
    private const string TransformPrefix = "transforms.", Version = "model 1", EncoderKey = "table_encoder";

    private const int RowsAtOnce = 1024;

    internal TrainedModel(
        Recipe recipe, Sequential network, InputPipeline pipeline, Shape inputShape, IReadOnlyList<string> classNames,
        IReadOnlyList<string> featureNames, int majorityClass, TableEncoder? encoder = null)
    {
        Encoder = encoder ?? (inputShape.Rank == 1 && inputShape.Elements == featureNames.Count
            ? ColumnsOfOldModels.Find(recipe, featureNames, classNames) : null);
        Recipe = recipe;
        Network = network;
        Pipeline = pipeline;
        InputShape = inputShape;
        ClassNames = classNames;
        FeatureNames = featureNames;
        MajorityClass = majorityClass;
    }

    /// <summary>How it was trained.</summary>
    public Recipe Recipe { get; }

    /// <summary>The network.</summary>
    public Sequential Network { get; }

    /// <summary>What is done to inputs before the network sees them.</summary>
    public InputPipeline Pipeline { get; }

    /// <summary>The shape of one input, before the transforms.</summary>
    public Shape InputShape { get; }

    /// <summary>Class names, by index.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Names of the columns of a table, or none.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>
    /// What makes numbers of a table's rows; null for a network that was not trained on a table, and for one that was
    /// saved before models kept it and whose names of features could mean several tables.
    /// </summary>
    public TableEncoder? Encoder { get; }

    /// <summary>The most frequent class of the training part.</summary>
    public int MajorityClass { get; }

    /// <summary>SHA-256 over the bytes of all parameters and buffers in order: equal weights, equal sum.</summary>
    public string WeightsSha256() => WeightsSha256(Network);

    /// <summary>SHA-256 over the bytes of a network's parameters and buffers in order.</summary>
    /// <remarks>Every NaN counts as one: their signs and payloads are the processor's own.</remarks>
    public static string WeightsSha256(Module network)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, tensor) in network.StateDict())
            TensorBytes.Read(WithOneNaN(tensor), hash.AppendData);

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static Tensor WithOneNaN(Tensor x) => NoGrad.Run(() =>
        x.DType.IsFloating() && x.IsNaN().Any().Item<bool>() ? x.MaskedFill(x.IsNaN(), double.NaN) : x);

    /// <summary>The probability of each class for a batch of raw inputs.</summary>
    /// <param name="inputs">Shape: [n, …] with <see cref="InputShape"/> behind n.</param>
    /// <returns>Shape: [n, classes]; rows add up to 1.</returns>
    /// <remarks>
    /// Any number of threads may predict with one model at once; each gets the bits it would get alone. The network is
    /// taken in evaluation mode whatever mode it is in, and nothing of it changes.
    /// </remarks>
    /// <exception cref="TensorException">The inputs have another shape.</exception>
    public Tensor Predict(Tensor inputs)
    {
        Shape expected = (int[])[inputs.Rank == 0 ? 0 : inputs.Shape[0], .. InputShape.AsSpan()];
        if (!inputs.Shape.Equals(expected))
            throw new TensorException("predict", $"the inputs have another shape. inputs is {inputs.Shape}; "
                + $"expected [*, {string.Join(", ", InputShape)}].");
        using var scope = new Unrecorded();
        Tensor scores = Network.Evaluate(Pipeline.Transform.Apply(inputs).To(Network.Device));
        return RecipeCatalog.LossOf(Recipe).Probabilities(scores);
    }

    /// <summary>The class of each of a batch of raw inputs, with the probability of every class.</summary>
    /// <param name="inputs">Shape: [n, …] with <see cref="InputShape"/> behind n.</param>
    /// <exception cref="TensorException">The inputs have another shape, or an answer is NaN.</exception>
    public IReadOnlyList<Prediction> Classify(Tensor inputs) => Prediction.Of(ClassNames, Predict(inputs));

    /// <summary>The class of one row, by the names of its columns; columns of no use are passed over.</summary>
    /// <param name="row">Numbers, or texts as the table has them, by column.</param>
    /// <exception cref="DataFormatException">A column is missing, no number or an unknown value.</exception>
    /// <exception cref="TensorException">The network was not trained on a table, or the answer is NaN.</exception>
    public Prediction Predict<TValue>(IReadOnlyDictionary<string, TValue> row) =>
        Classify(RequireEncoder().EncodeRow(row).Unsqueeze(0))[0];

    /// <summary>The class of one row that is written as text.</summary>
    /// <param name="row">
    /// Cells between delimiters: those of the features in the table's order, or all of the table's.
    /// </param>
    /// <exception cref="DataFormatException">Not one row, or a cell that is no number or an unknown value.</exception>
    /// <exception cref="TensorException">The network was not trained on a table, or the answer is NaN.</exception>
    public Prediction Predict(string row) => Classify(RequireEncoder().EncodeRow(row).Unsqueeze(0))[0];

    /// <summary>The class of each row of a table, whether its classes are there or not.</summary>
    /// <param name="table">
    /// A table with the columns by name in any order, or without a header in the order of the one trained on.
    /// </param>
    /// <exception cref="DataFormatException">A row can't be used: with line, column and remedy.</exception>
    /// <exception cref="TensorException">The network was not trained on a table, or an answer is NaN.</exception>
    public IReadOnlyList<Prediction> Predict(Table table)
    {
        var predictions = new List<Prediction>();
        foreach (var rows in RequireEncoder().EncodeRows(table).Chunk(RowsAtOnce))
            predictions.AddRange(Classify(Tensor.Stack(Array.ConvertAll(rows, row => row.Values))));
        return predictions;
    }

    private TableEncoder RequireEncoder() => Encoder ?? throw new TensorException("predict", FeatureNames.Count == 0
        ? $"the network was not trained on a table. Its inputs are {InputShape}; expected the columns of a table. "
            + "Give it a tensor."
        : "the model was saved before models kept their table's columns, and its names of features could mean several "
            + "tables. Train it anew, or give it a tensor.");

    /// <summary>Raw samples as this network sees them, with its names of classes.</summary>
    /// <param name="samples">Raw inputs, and classes as the network numbers them.</param>
    public Dataset Prepare(TensorDataset samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return samples.With(classNames: ClassNames).With(Pipeline.Transform);
    }

    /// <summary>Writes weights, scalers and names into one safetensors file.</summary>
    public void Save(string path)
    {
        var tensors = new List<KeyValuePair<string, Tensor>>(Network.StateDict());
        foreach (var (name, tensor) in Pipeline.StateDict())
            tensors.Add(new(TransformPrefix + name, tensor));
        var metadata = new Dictionary<string, string>
        {
            ["madaline"] = Version,
            ["classes"] = JsonText(ClassNames),
            ["features"] = JsonText(FeatureNames),
            ["input_shape"] = string.Join(",", InputShape),
            ["majority_class"] = MajorityClass.ToString(CultureInfo.InvariantCulture),
        };
        if (Encoder is not null)
            metadata[EncoderKey] = Encoder.ToJson();
        SafeTensors.Write(path, tensors, metadata);
    }

    /// <summary>Reads what <see cref="Save"/> wrote, for the recipe it was trained by.</summary>
    /// <remarks>The network is in evaluation mode.</remarks>
    /// <exception cref="DataFormatException">The file is damaged, or belongs to another recipe.</exception>
    public static TrainedModel Load(Recipe recipe, string path)
    {
        var file = SafeTensors.Read(path);
        if (Need(file, "madaline", path) is not Version and var version)
            throw new DataFormatException(path, 8L, $"the metadata says \"{version}\"; expected \"{Version}\". "
                + "A newer Madaline may read it");
        Shape inputShape = ReadShape(file, path);
        var classes = ReadNames(file, "classes", path);
        if (!IsInteger(Need(file, "majority_class", path), out int majority) || (uint)majority >= (uint)classes.Length)
            throw new DataFormatException(path, 8L, "the metadata's majority_class is no class");
        var encoder = ReadEncoder(file, path, inputShape, classes.Length);
        try
        {
            var pipeline = InputPipeline.Load(recipe.Transforms, NamePrefix.Under(file.Tensors, TransformPrefix),
                inputShape, classes.Length, encoder?.DType ?? DType.Float32);
            Shape seen = pipeline.Transform.OutputShape(inputShape);
            RequireAffordable(recipe, seen, classes.Length, file);
            var network = RecipeCatalog.BuildNetwork(recipe, seen, classes.Length, new Rng(0));
            network.LoadStateDict(file.Tensors
                .Where(entry => !entry.Key.StartsWith(TransformPrefix, StringComparison.Ordinal))
                .ToDictionary(entry => entry.Key, entry => entry.Value));
            network.Eval();
            return new TrainedModel(recipe, network, pipeline, inputShape, classes, ReadNames(file, "features", path),
                majority, encoder);
        }
        catch (Exception e) when (e is TensorException or ArgumentException)
        {
            throw new DataFormatException(path, -1L, "does not fit its recipe: "
                + $"{e.Message} Keep recipe.json and model.safetensors of a run together.", e);
        }
    }

    /// <summary>Refuses a recipe that would build more than the file holds, before it is built.</summary>
    private static void RequireAffordable(Recipe recipe, Shape inputShape, int classes, SafeTensorsFile file)
    {
        double held = file.Tensors.Values.Sum(x => (double)x.Elements), wanted = NetworkPlan.Of(recipe, inputShape,
            classes).Numbers;
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

    private static string[] ReadNames(SafeTensorsFile file, string key, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(Need(file, key, path));
            return [.. document.RootElement.EnumerateArray().Select(name => PlainText.Of(name.GetString() ?? ""))];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new DataFormatException(path, 8L, $"the metadata's {key} are no list of names: {e.Message}", e);
        }
    }

    private static string JsonText(IReadOnlyList<string> names)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (string name in names)
                json.WriteStringValue(name);
            json.WriteEndArray();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
