using System.Globalization;
using Madaline.Cli.Output;
using Madaline.Formats;
using Madaline.Recipes;
using Madaline.Workbench;

namespace Madaline.Cli.Inputs;

/// <summary>Arguments of <c>predict</c> as inputs of a network.</summary>
internal static class PredictionInput
{
    private const int MaxShown = 80;

    private static readonly string[] ImageEndings = [".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".bmp",
            // Not read, but named by what they are.
            ".webp", ".gif", ".tif", ".tiff", ".heic", ".heif", ".avif", ".jxl", ".jp2", ".psd", ".ico", ".svg", ".ppm",
            ".pgm", ".pnm"],
        TableEndings = [".csv", ".tsv", ".txt", ".data"];

    /// <summary>Reads an argument: an image file, an IDX entry, a row, a file of rows, or rows from stdin.</summary>
    public static IEnumerable<ModelInput> Read(
        string text, int? index, TrainedModel model, RowInput rows, Report report)
    {
        if (text == "-")
            return rows.ReadAll(text, Console.OpenStandardInput(), row => TellLeftOut(report, row));
        if (File.Exists(text))
            return FromFile(text, text, index, model, rows, report);
        if (Entry(text) is var (path, entry))
            return FromFile(text, path, entry, model, rows, report);
        if (text.StartsWith("--", StringComparison.Ordinal))
            throw new UsageException($"predict has no flag {text}. Try: madaline predict --help");
        if (rows.IsRow(text))
            return [rows.Read(text)];
        throw new FileNotFoundException(
            $"predict: {PlainText.Cut(text, MaxShown)} is no file, no IDX entry (FILE:INDEX) and no row; "
                + $"expected a file, or {rows.Expected}. Check the path.", text);
    }

    private static IEnumerable<ModelInput> FromFile(string name, string path, int? index, TrainedModel model,
        RowInput reader, Report report)
    {
        string ending = Path.GetExtension(path).ToLowerInvariant();
        if (ImageEndings.Contains(ending))
            return [FromImage(name, path, model, report)];
        if (!TableEndings.Contains(ending) && model.FeatureNames.Count == 0)
            return [FromIdx(name, path, index, model)];
        var rows = reader.ReadAll(path, row => TellLeftOut(report, row));
        if (index is not { } i)
            return rows;
        return [rows.ElementAtOrDefault(i) ?? throw new UsageException($"{path} has no row {i}; the first one is 0.")];
    }

    /// <summary>A row that misses cells, of a table that leaves such out, is told rather than answered.</summary>
    private static void TellLeftOut(Report report, DataFormatException row)
    {
        report.Write(json =>
        {
            json.WriteString("event", "skipped");
            json.WriteString("input", $"{row.File}:{row.Line.ToString(CultureInfo.InvariantCulture)}");
            json.WriteString("reason", row.Reason);
        });
        report.Note($"left out: {row.Problem}");
    }

    private static ModelInput FromImage(string name, string path, TrainedModel model, Report report)
    {
        Tensor image = ImageInput.Read(path, model, out bool isInverted);
        if (isInverted)
            report.Note($"{path}: light background, so the picture is inverted (the network learned light ink on "
                + "dark ground).");
        return new ModelInput(name, image);
    }

    private static ModelInput FromIdx(string name, string path, int? index, TrainedModel model)
    {
        var array = Idx.Read(path);
        int[] wanted = WithoutChannel(model.InputShape);
        if (array.Kind != IdxKind.UInt8 || !array.Shape.Skip(1).SequenceEqual(wanted))
        {
            throw new DataFormatException(path, -1L, $"holds {array.Kind} {Shape.Create([.. array.Shape])}; "
                + $"expected images [n, {string.Join(", ", wanted)}] for this network");
        }

        if (index is not { } i)
            throw new UsageException(
                $"{path} holds {array.Shape[0]} images: which one? Write {path}:7, or add --index 7.");
        if (i >= array.Shape[0])
            throw new UsageException(
                $"{path} holds {array.Shape[0]} images, numbered 0 to {array.Shape[0] - 1}; there is no {i}.");
        int size = model.InputShape.Elements;
        return new ModelInput(name, Tensor.From<byte>(array.Data.AsSpan(i * size, size), model.InputShape));
    }

    /// <summary>IDX files of grey images have no dimension for the one channel.</summary>
    private static int[] WithoutChannel(Shape shape) => shape.ToArray() switch
    {
        [1, var height, var width] => [height, width],
        var sizes => sizes,
    };

    /// <summary>FILE:INDEX, FILE#INDEX or FILE[INDEX].</summary>
    private static (string Path, int Index)? Entry(string text)
    {
        bool bracket = text.EndsWith(']');
        int mark = bracket ? text.LastIndexOf('[') : text.AsSpan().LastIndexOfAny(':', '#');
        string number = text[(mark + 1)..^(bracket ? 1 : 0)];
        return mark > 0 && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            && File.Exists(text[..mark]) ? (text[..mark], index) : null;
    }
}
