using Madaline.Datasets.Images;
using Madaline.Formats;
using Madaline.Plots;

namespace Madaline.Cli.Output;

/// <summary>What a folder of images holds: as text, and as pictures.</summary>
internal static class FolderReport
{
    private const int MaxSizes = 5;

    /// <summary>Classes, counts and sizes, and which files cannot be read.</summary>
    public static void Describe(Report report, string folder)
    {
        var contents = ImageFolder.Inspect(folder);
        int train = contents.Classes.Sum(c => c.TrainCount), test = contents.Classes.Sum(c => c.TestCount);
        report.Write(json => Write(json, contents, train, test));
        report.Line($"images: a folder with a folder for each class, {contents.Root}");
        report.Line($"samples   {train} to train, {(contents.HasTest ? test : "–")} to test");
        report.Line($"shape     {Shape(contents)}");
        foreach (var c in contents.Classes)
            report.Line($"class     {c.Name}: {c.TrainCount}{(contents.HasTest ? $" and {c.TestCount}" : "")}");
        foreach (string remark in contents.Remarks)
            report.Line($"left out  {remark}");
    }

    /// <summary>The first images of each class as they are, whatever their sizes.</summary>
    /// <exception cref="UsageException">No folder, or no such class.</exception>
    public static Gallery Pictures(Report report, string? folder, string? only, int count,
        CancellationToken cancellation)
    {
        if (folder is null)
            throw new UsageException("data show images needs the folder: add --data FOLDER, with a folder in it for "
                + "each class.");
        var classes = ImageFolder.ClassFolders(folder);
        string[] wanted = [.. classes.Where(path => only is null
            || string.Equals(Path.GetFileName(path), only, StringComparison.OrdinalIgnoreCase))];
        if (wanted.Length == 0 && classes.Count > 0)
        {
            throw new UsageException(
                $"--class is {only}; expected one of {string.Join(", ", classes.Select(Path.GetFileName))}.");
        }

        var tiles = new List<Tile>();
        var broken = new List<SkippedFile>();
        for (int k = 0; k < wanted.Length; k++)
        {
            int share = ((k + 1) * count / wanted.Length) - (k * count / wanted.Length), end = tiles.Count + share;
            foreach (string file in ImageFolder.Find(wanted[k]).Files)
            {
                cancellation.ThrowIfCancellationRequested();
                if (tiles.Count == end)
                    break;
                if (Read(file, broken) is { } image)
                    tiles.Add(new Tile(Picture.OfImage(image), PlainText.Of(Path.GetFileName(wanted[k]))));
            }
        }

        foreach (string remark in new ImageFiles([], broken).Remarks(folder))
            report.Note(remark);
        if (tiles.Count == 0)
            throw new DataFormatException(folder, -1L, "there is no picture that can be read; expected a folder for "
                + "each class with PNG, JPEG or BMP files. Name such a folder.");
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return new Gallery($"images:{PlainText.Of(name)}: {tiles.Count} training images"
            + (only is null ? "" : $" of {PlainText.Of(only)}"), tiles);
    }

    private static Tensor? Read(string file, List<SkippedFile> broken)
    {
        try
        {
            return ImageFile.Read(file);
        }
        catch (Exception e) when (e is DataFormatException or IOException or UnauthorizedAccessException)
        {
            string reason = e is DataFormatException damage ? damage.Reason : e.Message;
            broken.Add(new SkippedFile(file, reason, IsBroken: true));
            return null;
        }
    }

    private static string Shape(ImageFolderContents contents)
    {
        string colour = contents.Channels == 1 ? "grey" : "colour";
        var sizes = contents.Sizes.Take(MaxSizes).Select(s => $"{s.Size.Width} × {s.Size.Height} ({s.Count})");
        return contents.Sizes.Count == 1
            ? $"[{contents.Channels}, {contents.Sizes[0].Size.Height}, {contents.Sizes[0].Size.Width}]"
            : $"{contents.Sizes.Count} sizes, {colour}: width × height {string.Join(", ", sizes)}"
                + $"{(contents.Sizes.Count > MaxSizes ? " …" : "")}; train with --size N";
    }

    private static void Write(System.Text.Json.Utf8JsonWriter json, ImageFolderContents contents, int train, int test)
    {
        json.WriteString("event", "dataset");
        json.WriteString("name", "images");
        json.WriteBoolean("here", true);
        json.WriteString("location", contents.Root);
        json.WriteNumber("train_samples", train);
        json.WriteNumber("test_samples", test);
        json.WriteNumber("channels", contents.Channels);
        json.WriteStartArray("classes");
        foreach (var c in contents.Classes)
            json.WriteStringValue(c.Name);
        json.WriteEndArray();
        json.WriteStartArray("class_samples");
        foreach (var c in contents.Classes)
        {
            json.WriteStartObject();
            json.WriteString("class", c.Name);
            json.WriteNumber("train", c.TrainCount);
            json.WriteNumber("test", c.TestCount);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("sizes");
        foreach (var (size, count) in contents.Sizes)
        {
            json.WriteStartObject();
            json.WriteNumber("height", size.Height);
            json.WriteNumber("width", size.Width);
            json.WriteNumber("count", count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Write(json, "broken", contents.Skipped.Where(file => file.IsBroken));
        Write(json, "left_out", contents.Skipped.Where(file => !file.IsBroken));
    }

    private static void Write(System.Text.Json.Utf8JsonWriter json, string name, IEnumerable<SkippedFile> files)
    {
        json.WriteStartArray(name);
        foreach (var file in files)
        {
            json.WriteStartObject();
            json.WriteString("file", PlainText.Of(file.Path));
            json.WriteString("reason", file.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
