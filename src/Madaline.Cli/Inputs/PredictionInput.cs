using System.Globalization;
using System.Text.RegularExpressions;
using Madaline.Cli.Output;
using Madaline.Formats;
using Madaline.Training;

namespace Madaline.Cli.Inputs;

/// <summary>One thing to ask a network about.</summary>
/// <param name="Name">What the user called it.</param>
/// <param name="Values">The raw input, in the network's input shape.</param>
internal sealed record PredictionInput(string Name, Tensor Values)
{
    private static readonly string[] ImageEndings = [".png", ".jpg", ".jpeg", ".bmp"];

    /// <summary>Reads an argument: an image file, an IDX entry, a row of numbers, or rows from stdin.</summary>
    public static IEnumerable<PredictionInput> Read(string text, int? index, TrainedModel model, Report report)
    {
        if (text == "-")
            return ReadRows(Console.In, model);
        if (File.Exists(text))
            return [FromFile(text, text, index, model, report)];
        if (Entry(text) is var (path, entry))
            return [FromFile(text, path, entry, model, report)];
        if (LooksLikeNumbers(text))
            return [FromRow(text, text, model)];
        throw new FileNotFoundException($"predict: {text} is no file, no IDX entry (FILE:INDEX) and no row of numbers. Check the path.", text);
    }

    private static PredictionInput FromFile(string name, string path, int? index, TrainedModel model, Report report)
    {
        if (ImageEndings.Contains(Path.GetExtension(path).ToLowerInvariant()))
            return new PredictionInput(name, ImageInput.Read(path, model, report));
        var array = Idx.Read(path);
        if (array.Kind != IdxKind.UInt8 || !array.Shape.Skip(1).SequenceEqual(model.InputShape))
            throw new DataFormatException(path, -1L, $"holds {array.Kind} {Shape.Create([.. array.Shape])}; expected images [n, {string.Join(", ", model.InputShape)}] for this network");
        if (index is not { } i)
            throw new UsageException($"{path} holds {array.Shape[0]} images: which one? Write {path}:7, or add --index 7.");
        if (i >= array.Shape[0])
            throw new UsageException($"{path} holds {array.Shape[0]} images, numbered 0 to {array.Shape[0] - 1}; there is no {i}.");
        int size = model.InputShape.Elements;
        return new PredictionInput(name, Tensor.From<byte>(array.Data.AsSpan(i * size, size), model.InputShape));
    }

    /// <summary>FILE:INDEX, FILE#INDEX or FILE[INDEX].</summary>
    private static (string Path, int Index)? Entry(string text)
    {
        var match = Regex.Match(text, @"^(?<path>.+?)(?:[:#](?<i>\d{1,9})|\[(?<i>\d{1,9})\])$", RegexOptions.CultureInvariant);
        return match.Success && File.Exists(match.Groups["path"].Value)
            ? (match.Groups["path"].Value, int.Parse(match.Groups["i"].Value, CultureInfo.InvariantCulture))
            : null;
    }

    private static bool LooksLikeNumbers(string text) => text.Length > 0 && Cells(text).All(cell => double.TryParse(cell, CultureInfo.InvariantCulture, out _));

    private static string[] Cells(string text) => text.Split([',', ';', '\t', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static IEnumerable<PredictionInput> ReadRows(TextReader reader, TrainedModel model)
    {
        int number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (line.Trim().Length > 0)
                yield return FromRow($"-:{number}", line, model);
        }
    }

    private static PredictionInput FromRow(string name, string text, TrainedModel model)
    {
        string[] cells = Cells(text);
        int expected = model.InputShape.Elements;
        string columns = model.FeatureNames.Count > 0 ? $" ({string.Join(", ", model.FeatureNames.Take(20))})" : "";
        if (cells.Length != expected)
            throw new UsageException($"{name} has {cells.Length} numbers; this network wants {expected}{columns}.");
        var values = new float[cells.Length];
        for (int i = 0; i < cells.Length; i++)
        {
            if (!double.TryParse(cells[i], CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
                throw new UsageException($"{name}: \"{cells[i]}\" in column {i + 1} is no number; this network wants {expected} numbers{columns}.");
            values[i] = (float)value;
        }

        return new PredictionInput(name, Tensor.Wrap(values, model.InputShape));
    }
}
