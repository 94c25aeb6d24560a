using System.CommandLine;
using System.Globalization;
using System.Text;
using Madaline.Cli.Output;
using Madaline.Datasets;
using Madaline.Formats;

namespace Madaline.Cli.Commands;

/// <summary><c>madaline data export SET</c>: writes a set of rows as a CSV file.</summary>
internal static class DataExportCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("set") { Description = "A data set of rows, such as customers." };
        var output = CommonOptions.Text("--out", "FILE.csv", "The file to write; stdout if omitted.");
        var count = CommonOptions.Number("--count", "Rows to draw, of a built-in set.", 1, 1 << 20);
        var seed = CommonOptions.Number("--seed", "What a built-in set is drawn from; 1 if omitted.", 0, int.MaxValue);
        var common = new CommonOptions();
        var command = new Command("export", "Write the training samples of a set of rows as CSV.")
        {
            name, output, count, seed, common.Data, common.Json, common.Quiet,
        };
        command.SetAction(flags =>
        {
            var report = new Report(flags.GetValue(common.Json), flags.GetValue(common.Quiet));
            string csv = Text(DataCommand.Find(flags.GetRequiredValue(name)), new DatasetOptions
            {
                Root = DataRoot.Resolve(flags.GetValue(common.Data)),
                Count = flags.GetValue(count),
                Seed = (ulong?)flags.GetValue(seed),
            });
            if (flags.GetValue(output) is not { } path)
            {
                if (report.IsJson)
                    throw new UsageException("--json needs --out FILE.csv: stdout holds one of the two.");
                Console.Out.Write(csv);
                return 0;
            }

            byte[] bytes = Encoding.UTF8.GetBytes(csv);
            AtomicFile.Write(path, stream => stream.Write(bytes));
            report.Write(json =>
            {
                json.WriteString("event", "file");
                json.WriteString("file", path);
                json.WriteNumber("bytes", bytes.Length);
            });
            report.Line(string.Create(CultureInfo.InvariantCulture, $"{path}: {bytes.Length} bytes"));
            report.Note($"Look at it: madaline data info {ShellWord.Of(path)}");
            return 0;
        });
        return command;
    }

    private static string Text(DatasetEntry entry, DatasetOptions options)
    {
        try
        {
            return entry.ToCsv(options);
        }
        catch (ArgumentException e)
        {
            throw new UsageException(PlainText.MessageOf(e));
        }
    }
}
