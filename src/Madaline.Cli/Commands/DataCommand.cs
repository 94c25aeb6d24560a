using System.CommandLine;
using Madaline.Cli.Output;
using Madaline.Datasets;
using Madaline.Datasets.Downloads;
using Madaline.Formats;
using Madaline.Recipes;
using Madaline.Workbench;
using Spectre.Console;

namespace Madaline.Cli.Commands;

/// <summary><c>madaline data list|get|info|show|export</c>.</summary>
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
            DataExportCommand.Create(),
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
                string? place = info.Locate(root);
                var counted = info.Count(root);
                string here = place is null ? Absent(info.Origin) : counted is null ? $"damaged: {place}" : place;
                table.AddRow(info.Name, Markup.Escape(here), Count(info.TrainCount, counted?.Train),
                    Count(info.TestCount, counted?.Test), Markup.Escape(info.Summary));
                report.Write(json => Describe(json, info, place, counted));
            }

            report.Show(table);
            report.Note("Counted is what is here; in parentheses is what is published.");
            report.Note($"data root: {root.Folder}");
            return 0;
        });
        return command;
    }

    private static Command CreateInfo()
    {
        var name = new Argument<string>("name")
        {
            Description = "A data set's name, a CSV file, or a folder of images.",
        };
        var common = new CommonOptions();
        var command = new Command("info", "Describe a data set, or a table of your own with all that is wrong with it.")
        {
            name, common.Data, common.Json, common.Quiet,
        };
        common.AddTable(command);
        command.SetAction(flags =>
        {
            var report = new Report(flags.GetValue(common.Json), flags.GetValue(common.Quiet));
            string asked = flags.GetRequiredValue(name);
            if (DatasetCatalog.All.Find(asked) is null && RecipeData.IsTableFile(asked, DatasetCatalog.TableName))
            {
                TableReport.Describe(report, asked, flags, common);
                return 0;
            }

            if (DatasetCatalog.All.Find(asked) is null && Directory.Exists(asked))
            {
                FolderReport.Describe(report, asked);
                return 0;
            }

            var info = Find(asked);
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

            var root = DataRoot.Resolve(flags.GetValue(common.Data));
            string? place = info.Locate(root);
            var counted = info.Count(root);
            report.Write(json => Describe(json, info, place, counted));
            report.Line($"{info.Name}: {info.Summary}");
            report.Line($"samples   {Count(info.TrainCount, counted?.Train)} to train, "
                + $"{Count(info.TestCount, counted?.Test)} to test{OtherCounts(info)}");
            report.Line($"shape     {info.SampleShape?.ToString() ?? "depends on what you give"}");
            string classes = info.ClassNames.Count == 0
                ? "depend on what you give"
                : string.Join(", ", info.ClassNames);
            string wanted = info.Origin switch
            {
                DatasetOrigin.UserFolder => "give --data FOLDER, with a folder for each class",
                DatasetOrigin.UserFile => "give --data FILE.csv --target COLUMN",
                _ => $"no; fetch it with madaline data get {info.Name}",
            };
            report.Line(info.TargetName.Length > 0 ? $"predicts  {info.TargetName}, a number"
                : $"classes   {classes}");
            report.Line($"here      {place ?? wanted}");
            foreach (var file in info.Files)
                report.Line($"file      {file.Name}");
            return 0;
        });
        return command;
    }

    /// <summary>A set that is drawn has as many samples as a recipe asks for.</summary>
    private static string OtherCounts(DatasetEntry info)
    {
        if (info.Origin != DatasetOrigin.BuiltIn)
            return "";
        var asking = RecipeFile.Names.Select(name => RecipeFile.Load(name))
            .Where(recipe => recipe.Dataset.Type == info.Name && recipe.Dataset.Has("count"))
            .Select(recipe => $"; recipe {recipe.Name} draws {recipe.Dataset.Integer("count", 0)} to train");
        return $", unless a recipe asks for another number (count){string.Concat(asking)}";
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
                await info.DownloadAsync(root, new Downloader(), new FileLines(report), cancellation);
            report.Write(json => Describe(json, info, info.Locate(root), info.Count(root)));
            report.Line($"{info.Name}: {info.Locate(root) ?? "nothing to fetch"}");
            return 0;
        });
        return command;
    }

    private static string Own(DatasetEntry info) => info.Origin switch
    {
        DatasetOrigin.UserFolder => "a folder of your own: give it with --data FOLDER",
        DatasetOrigin.UserFile => "a file of your own: give it with --data FILE.csv",
        _ => "built in: there is nothing to fetch",
    };

    /// <summary>What is said in place of where a set is.</summary>
    private static string Absent(DatasetOrigin origin) => origin switch
    {
        DatasetOrigin.UserFolder => "your folder",
        DatasetOrigin.UserFile => "your file",
        _ => "no",
    };

    public static DatasetEntry Find(string name) => DatasetCatalog.All.Find(name)
        ?? throw new UsageException($"there is no data set {name}.{NearestName.Hint(name, DatasetCatalog.All.Names)} "
            + $"Known are {string.Join(", ", DatasetCatalog.All)}; to fetch: {string.Join(", ", Fetchable)}.");

    private static void Describe(System.Text.Json.Utf8JsonWriter json, DatasetEntry info, string? place,
        SampleCounts? counted)
    {
        json.WriteString("event", "dataset");
        json.WriteString("name", info.Name);
        json.WriteString("summary", info.Summary);
        json.WriteBoolean("here", place is not null);
        json.WriteString("location", place);
        json.WriteNumber("train_samples", counted?.Train ?? info.TrainCount);
        json.WriteNumber("test_samples", counted?.Test ?? info.TestCount);
        json.WriteBoolean("counted", counted is not null);
        json.WriteStartArray("classes");
        foreach (string name in info.ClassNames)
            json.WriteStringValue(name);
        json.WriteEndArray();
    }

    /// <summary>What was counted; where nothing was, what is published, in parentheses.</summary>
    private static string Count(int published, int? counted) =>
        (counted ?? published) == 0 ? "–" : counted is { } here ? $"{here}" : $"({published})";

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
