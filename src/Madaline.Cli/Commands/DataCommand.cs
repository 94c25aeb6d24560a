using System.CommandLine;
using Madaline.Cli.Output;
using Madaline.Datasets;
using Madaline.Datasets.Downloads;
using Spectre.Console;

namespace Madaline.Cli.Commands;

/// <summary><c>madaline data list|get|info|show</c>.</summary>
internal static class DataCommand
{
    private static IEnumerable<string> Fetchable =>
        DatasetCatalog.All.Where(info => info.Origin == DatasetOrigin.Files).Select(info => info.Name);

    /// <summary>Whether <c>data get</c> knows where a set comes from.</summary>
    public static bool CanFetch(string dataset) => Fetchable.Contains(dataset);

    public static Command Create() =>
        new("data", "The data sets: which there are, which are here, and fetching them.")
        {
            CreateList(),
            CreateInfo(),
            CreateGet(),
            DataShowCommand.Create(),
        };

    private static Command CreateList()
    {
        var common = new CommonOptions();
        var command = new Command("list", "List the data sets and whether they are here.")
        {
            common.Data, common.Json, common.Quiet,
        };
        command.SetAction(flags =>
        {
            var report = new Report(flags.GetValue(common.Json), flags.GetValue(common.Quiet));
            var root = DataRoot.Resolve(flags.GetValue(common.Data));
            var table = new Table().Border(TableBorder.Simple).AddColumns("data set", "here", "train", "test",
                "what it holds");
            foreach (var info in DatasetCatalog.All)
            {
                string? place = info.Location(root);
                string here = place ?? (info.Origin != DatasetOrigin.UserFile ? "no"
                    : info.Name == DatasetCatalog.ImagesName ? "your folder" : "your file");
                table.AddRow(info.Name, Markup.Escape(here), Count(info.TrainCount), Count(info.TestCount),
                    Markup.Escape(info.Summary));
                report.Write(json => Describe(json, info, place));
            }

            report.Show(table);
            report.Note($"data root: {root.Folder}");
            return 0;
        });
        return command;
    }

    private static Command CreateInfo()
    {
        var name = new Argument<string>("name") { Description = "A data set's name." };
        var common = new CommonOptions();
        var command = new Command("info", "Describe a data set.") { name, common.Data, common.Json, common.Quiet };
        common.AddTable(command);
        command.SetAction(flags =>
        {
            var report = new Report(flags.GetValue(common.Json), flags.GetValue(common.Quiet));
            var info = Find(flags.GetRequiredValue(name));
            if (info.Name == DatasetCatalog.ImagesName && flags.GetValue(common.Data) is { } folder)
            {
                FolderReport.Describe(report, folder);
                return 0;
            }

            if (info.Name == DatasetCatalog.TableName && flags.GetValue(common.Data) is { } path)
            {
                TableReport.Describe(report, path, flags, common);
                return 0;
            }

            string? place = info.Location(DataRoot.Resolve(flags.GetValue(common.Data)));
            report.Write(json => Describe(json, info, place));
            report.Line($"{info.Name}: {info.Summary}");
            report.Line($"samples   {Count(info.TrainCount)} to train, {Count(info.TestCount)} to test");
            report.Line($"shape     {info.SampleShape?.ToString() ?? "depends on what you give"}");
            string classes = info.ClassNames.Count == 0
                ? "depend on what you give"
                : string.Join(", ", info.ClassNames);
            string wanted = info.Name == DatasetCatalog.ImagesName ? "give --data FOLDER, with a folder for each class"
                : info.Origin == DatasetOrigin.UserFile ? "give --data FILE.csv --target COLUMN"
                : $"no; fetch it with madaline data get {info.Name}";
            report.Line($"classes   {classes}");
            report.Line($"here      {place ?? wanted}");
            foreach (var file in info.Files)
                report.Line($"file      {file.Name}");
            return 0;
        });
        return command;
    }

    private static Command CreateGet()
    {
        var name = new Argument<string>("name") { Description = "A data set's name." };
        var common = new CommonOptions();
        var command = new Command("get", "Fetch a data set into the data root.")
        {
            name, common.Data, common.Json, common.Quiet,
        };
        command.SetAction(async (flags, cancellation) =>
        {
            var report = new Report(flags.GetValue(common.Json), flags.GetValue(common.Quiet));
            var info = Find(flags.GetRequiredValue(name));
            var root = DataRoot.Resolve(flags.GetValue(common.Data));
            if (info.Origin != DatasetOrigin.Files)
                report.Note($"{info.Name} is {Own(info)}.");
            else if (!info.IsThere(root))
                await Fetch(info, root, report, cancellation);
            report.Write(json => Describe(json, info, info.Location(root)));
            report.Line($"{info.Name}: {info.Location(root) ?? "nothing to fetch"}");
            return 0;
        });
        return command;
    }

    private static string Own(DatasetInfo info) => info.Origin == DatasetOrigin.BuiltIn
        ? "built in: there is nothing to fetch"
        : info.Name == DatasetCatalog.ImagesName ? "a folder of your own: give it with --data FOLDER"
        : "a file of your own: give it with --data FILE.csv";

    private static async Task Fetch(DatasetInfo info, DataRoot root, Report report, CancellationToken cancellation)
    {
        var downloader = new Downloader();
        var progress = new FileLines(report);
        if (info.Name == WheatFiles.Name)
            await WheatFiles.DownloadAsync(root, downloader, progress, cancellation);
        else if (Cifar(info.Name) is { } cifar)
            await cifar.DownloadAsync(root, downloader, progress, cancellation);
        else
            await Images(info.Name).DownloadAsync(root, downloader, progress, cancellation);
    }

    private static IdxImageFiles Images(string name) =>
        name == IdxImageFiles.Mnist.Name ? IdxImageFiles.Mnist : IdxImageFiles.FashionMnist;

    private static CifarFiles? Cifar(string name) => name == CifarFiles.Cifar10.Name ? CifarFiles.Cifar10
        : name == CifarFiles.Cifar100.Name ? CifarFiles.Cifar100 : null;

    public static DatasetInfo Find(string name) =>
        DatasetCatalog.All.FirstOrDefault(info => info.Name == name)
        ?? throw new UsageException($"there is no data set {name}. Known are "
            + $"{string.Join(", ", DatasetCatalog.All.Select(info => info.Name))}; "
            + $"to fetch: {string.Join(", ", Fetchable)}.");

    private static void Describe(System.Text.Json.Utf8JsonWriter json, DatasetInfo info, string? place)
    {
        json.WriteString("event", "dataset");
        json.WriteString("name", info.Name);
        json.WriteString("summary", info.Summary);
        json.WriteBoolean("here", place is not null);
        json.WriteString("location", place);
        json.WriteNumber("train_samples", info.TrainCount);
        json.WriteNumber("test_samples", info.TestCount);
        json.WriteStartArray("classes");
        foreach (string name in info.ClassNames)
            json.WriteStringValue(name);
        json.WriteEndArray();
    }

    private static string Count(int count) =>
        count == 0 ? "–" : count.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private sealed class FileLines(Report report) : IProgress<DownloadProgress>
    {
        private string _file = "";

        public void Report(DownloadProgress value)
        {
            if (_file == value.File)
                return;
            _file = value.File;
            report.Note($"fetching {value.File}");
        }
    }
}
