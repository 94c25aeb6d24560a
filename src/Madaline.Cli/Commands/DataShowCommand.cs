using System.CommandLine;
using Madaline.Cli.Output;
using Madaline.Cli.Terminal;
using Madaline.Data;
using Madaline.Datasets;
using Madaline.Plots;

namespace Madaline.Cli.Commands;

/// <summary><c>madaline data show SET</c>: draws images of a set with their classes.</summary>
internal static class DataShowCommand
{
    private const int DefaultCount = 100, Columns = 10, RowCount = 10;

    public static Command Create()
    {
        var name = new Argument<string>("set") { Description = "A data set of images." };
        var output = CommonOptions.Text("--out", "FILE.png", "The picture to write: .png or .svg.");
        var only = CommonOptions.Text("--class", "NAME", "Show only one class.");
        var count = CommonOptions.Number("--count", "Images shown; 100 if omitted, the same of each class.", 1, 10_000);
        var common = new CommonOptions();
        var command = new Command("show", "Draw images of a data set with their classes, or print rows of a table.")
        {
            name, output, only, count, common.AsText, common.Data, common.Json, common.Quiet,
        };
        common.AddTableFormat(command);
        command.SetAction((flags, cancellation) =>
        {
            var report = new Report(flags.GetValue(common.Json), flags.GetValue(common.Quiet));
            if (flags.GetRequiredValue(name) == DatasetCatalog.TableName)
            {
                string file = flags.GetValue(common.Data) ?? throw new UsageException("data show table needs the "
                    + "table: add --data FILE.csv.");
                TableReport.ShowRows(report, file, flags.GetValue(count) ?? RowCount, flags, common);
                return Task.FromResult(0);
            }

            bool asText = Report.IsTerminal || flags.GetValue(common.AsText);
            string? path = flags.GetValue(output);
            if (path is null && !asText)
                throw new UsageException("--out is missing: name the picture to write, such as --out samples.png; or "
                    + "add --text.");
            if (path is not null)
                FigureFiles.RequireFormat(path);
            string set = flags.GetRequiredValue(name);
            string? data = flags.GetValue(common.Data);
            int most = flags.GetValue(count) ?? DefaultCount;
            var gallery = set == DatasetCatalog.ImagesName
                ? FolderReport.Pictures(report, data, flags.GetValue(only), most, cancellation)
                : Of(Load(set, data, cancellation), flags.GetValue(only), most);
            if (asText)
                TextFigures.Gallery(report, gallery);
            if (path is not null)
                new FigureFiles(report).Save(GalleryFigure.Draw(gallery, Columns), path);
            return Task.FromResult(0);
        });
        return command;
    }

    private static TensorDataset Load(string name, string? data, CancellationToken cancellation)
    {
        DataCommand.Find(name);
        var options = new DatasetOptions { Root = DataRoot.Resolve(data), SkipTest = true };
        var set = DatasetCatalog.Load(name, options, cancellation).Train;
        return set.IsImages ? set : throw new TensorException("data show",
            $"{name} holds no images but rows of {set.FeatureNames.Count} numbers; expected images. "
            + "Choose another set: madaline data list.");
    }

    private static Gallery Of(TensorDataset set, string? only, int count)
    {
        var classes = set.ClassNames;
        int[] wanted = only is null ? [.. Enumerable.Range(0, classes.Count)] : [ClassOf(set, only)];
        long[] targets = set.Targets.ToArray<long>();
        var members = targets.Index().GroupBy(t => (int)t.Item, t => t.Index)
            .ToDictionary(group => group.Key, group => group.ToArray());
        var shown = new List<int>();
        for (int k = 0; k < wanted.Length; k++)
        {
            int share = ((k + 1) * count / wanted.Length) - (k * count / wanted.Length);
            shown.AddRange(members.GetValueOrDefault(wanted[k], []).Take(share));
        }

        string what = only is null ? $"{set.Name}: {shown.Count} of {set.Count} training images"
            : $"{set.Name}: {shown.Count} of {members.GetValueOrDefault(wanted[0], []).Length} training images "
                + $"of {classes[wanted[0]]}";
        return new Gallery(what, [.. shown.Select(i =>
            new Tile(Picture.OfImage(set.Inputs[i]), classes[(int)targets[i]]))]);
    }

    private static int ClassOf(TensorDataset set, string name)
    {
        int index = set.ClassNames.ToList().FindIndex(known =>
            string.Equals(known, name, StringComparison.OrdinalIgnoreCase));
        return index >= 0 ? index : throw new UsageException(
            $"--class is {name}; expected one of {string.Join(", ", set.ClassNames)}.");
    }
}
