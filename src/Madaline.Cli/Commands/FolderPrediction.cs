using System.Globalization;
using Madaline.Cli.Output;
using Madaline.Datasets.Images;
using Madaline.Formats;
using Madaline.Recipes;
using Madaline.Training;
using Madaline.Workbench;

namespace Madaline.Cli.Commands;

/// <summary>
/// <c>madaline predict RUN FOLDER</c>: a line of CSV, or an object, for each picture below the folder.
/// </summary>
/// <param name="report">Where rows and notes go.</param>
/// <param name="model">The network.</param>
/// <param name="isStrict">Whether a picture that cannot be read ends the command.</param>
/// <param name="threshold">Of two classes, from which probability on the rarer one is answered; or null.</param>
internal sealed class FolderPrediction(Report report, TrainedModel model, bool isStrict, double? threshold = null)
{
    private int _answered, _inverted, _broken;

    /// <summary>Answers for all pictures; those that cannot be read are named and left out.</summary>
    /// <exception cref="DataFormatException">No picture could be read, or not all with <c>--strict</c>.</exception>
    public int Run(string[] inputs, CancellationToken cancellation)
    {
        report.Line("file,class,probability");
        var others = new List<SkippedFile>();
        foreach (string input in inputs)
        {
            var files = new ImageFiles([input], []);
            if (Directory.Exists(input))
                files = ImageFolder.Find(input);
            others.AddRange(files.Skipped);
            foreach (string file in files.Files)
            {
                cancellation.ThrowIfCancellationRequested();
                Answer(file, Directory.Exists(input) ? Path.GetRelativePath(input, file) : file);
            }
        }

        foreach (string remark in new ImageFiles([], others).Remarks(Environment.CurrentDirectory))
            report.Note(remark);
        if (_inverted > 0)
            report.Note($"{_inverted} of {_answered} pictures have a light background and were inverted (the network "
                + "learned light ink on dark ground).");
        if (_broken > 0)
            report.Note($"{_broken} of {_answered + _broken} pictures could not be read.");
        if (_answered > 0)
            return 0;
        throw new DataFormatException(string.Join(", ", inputs), -1L, "there is no picture that can be read; expected "
            + "PNG, JPEG or BMP files. Name a folder that holds some.");
    }

    private void Answer(string file, string name)
    {
        Tensor image;
        try
        {
            image = ImageInput.Read(file, model, out bool isInverted);
            _inverted += isInverted ? 1 : 0;
        }
        catch (Exception e) when (!isStrict && e is (DataFormatException or IOException or UnauthorizedAccessException))
        {
            Refuse(name, e is DataFormatException damage ? damage.Reason : e.Message);
            return;
        }

        _answered++;
        var prediction = model.Classify(image.Unsqueeze(0), threshold)[0];
        report.Line(string.Create(CultureInfo.InvariantCulture,
            $"{Cell(name)},{Cell(prediction.ClassName)},{prediction.Probability:0.######}"));
        ClassificationReport.WriteEvent(report, name, prediction);
    }

    private void Refuse(string name, string reason)
    {
        _broken++;
        report.Note($"{name}: {reason}");
        report.Write(json =>
        {
            json.WriteString("event", "skipped");
            json.WriteString("input", name);
            json.WriteString("reason", reason);
        });
    }

    /// <summary>A cell of CSV: in quotes where it holds a sign that means something there.</summary>
    private static string Cell(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"")}\"";
}
