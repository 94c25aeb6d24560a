using Madaline.Plots;

namespace Madaline.Cli.Output;

/// <summary>Saves figures, and says where.</summary>
internal sealed class FigureFiles(Report report)
{
    private static readonly string[] Formats = [".png", ".svg"];

    /// <summary>Saves a figure as PNG and SVG under a name in a folder.</summary>
    public void SaveBoth(Figure figure, string folder, string name)
    {
        foreach (string format in Formats)
            Save(figure, Path.Combine(folder, name + format));
    }

    /// <summary>Saves a figure under one name.</summary>
    /// <exception cref="IOException">The place cannot be written to; the message names the flag.</exception>
    public void Save(Figure figure, string path)
    {
        try
        {
            figure.Save(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"figure: {path} cannot be written. {e.Message} Choose another place with --out.", e);
        }

        report.Write(json =>
        {
            json.WriteString("event", "figure");
            json.WriteString("path", path);
            json.WriteString("title", figure.Title);
            json.WriteString("description", figure.Description);
        });
        report.Line(path);
    }

    /// <summary>Refuses a file name that is no picture's.</summary>
    public static void RequireFormat(string path)
    {
        if (!Formats.Contains(Path.GetExtension(path).ToLowerInvariant()))
        {
            throw new UsageException(
                $"--out is {path}; expected a file name that ends in {string.Join(" or ", Formats)}.");
        }
    }
}
