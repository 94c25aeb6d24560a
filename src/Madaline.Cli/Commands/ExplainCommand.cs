using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Madaline.Cli.Inputs;
using Madaline.Cli.Output;
using Madaline.Formats;
using Madaline.Recipes;
using Madaline.Studio.Explain;
using Madaline.Training;
using Madaline.Workbench;
using Spectre.Console;

namespace Madaline.Cli.Commands;

/// <summary>
/// <c>madaline explain RUN -o page.html</c>: one file that shows a network in a browser, without a studio.
/// </summary>
internal static class ExplainCommand
{
    /// <summary>A training that took no longer is done again without being asked for.</summary>
    private const double ShortSeconds = 60;

    private const int Samples = 4, MaxSamples = 50;

    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "The folder that train left." };
        var output = CommonOptions.Text("--out", "FILE", "The page; RUN/page.html if omitted.");
        output.Aliases.Add("-o");
        var steps = CommonOptions.Text("--steps", "LIST", "Moments besides the end, such as 0,100,500: the training is "
            + "done again for them. If omitted, some where training took up to a minute, else 0 only.");
        var samples = CommonOptions.Number(
            "--samples", $"Samples to look at closely; {Samples} if omitted.", 1, MaxSamples);
        var common = new CommonOptions();
        var command = new Command("explain", "Write one HTML file that shows a run in a browser, without a studio.")
        {
            run, output, steps, samples,
        };
        common.AddData(command);
        common.AddMachine(command);
        command.SetAction((flags, cancellation) => Task.FromResult(Run(flags, common, flags.GetRequiredValue(run),
            flags.GetValue(output), flags.GetValue(steps), flags.GetValue(samples) ?? Samples, cancellation)));
        return command;
    }

    private static int Run(ParseResult flags, CommonOptions options, string path, string? output, string? steps,
        int samples, CancellationToken cancellation)
    {
        var report = Machine.Apply(flags, options).Report;
        var run = RunFolder.Open(path);
        var model = run.ReadModel();
        NamedRecipes.RequireTrainable(path, model.Recipe);
        var data = RecipeData.Load(model.Recipe, flags.GetValue(options.Data), model.Encoder);
        report.Note(data.Notes);
        var epochs = run.ReadMetrics();
        int perEpoch = new Experiment(model.Recipe, data.Train).StepsPerEpoch;
        var wanted = steps is not null ? Parsed(steps) : Chosen(epochs, perEpoch);
        string file = output ?? Path.Combine(run.Path, "page.html");
        var page = new ExplainOptions { Steps = wanted, Samples = samples };
        ExplainResult result = Write(
            report, file, model, data, epochs, page, (long)epochs.Count * perEpoch, cancellation);
        foreach (string note in result.Notes)
            report.Note($"note: {note}");
        report.Write(json =>
        {
            json.WriteString("event", "page");
            json.WriteString("file", file);
            json.WriteNumber("bytes", result.Bytes);
            json.WriteNumber("answers", result.Answers);
            json.WriteStartArray("steps");
            foreach (long step in result.Steps)
                json.WriteNumberValue(step);
            json.WriteEndArray();
        });
        report.Line(string.Create(CultureInfo.InvariantCulture,
            $"page               {file}, {result.Bytes / 1e6:F1} MB, steps {string.Join(", ", result.Steps)}"));
        report.Note("Open it in any browser. It needs no network and asks for nothing.");
        return 0;
    }

    /// <summary>Moments that tell something: the start, soon after, an epoch, half of it.</summary>
    private static IReadOnlyList<long> Chosen(IReadOnlyList<EpochResult> epochs, long perEpoch)
    {
        long total = epochs.Count * perEpoch;
        long[] telling = [0, Math.Min(10, perEpoch / 2), perEpoch, total / 2];
        return epochs.Sum(epoch => epoch.Seconds) > ShortSeconds ? [0]
            : [.. telling.Distinct().Where(step => step < total).Order()];
    }

    private static long[] Parsed(string text)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        long[] steps = new long[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!long.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out steps[i]))
                throw new UsageException($"--steps is {text}; expected integers from 0 on with commas between, such as "
                    + "0,100,500.");
        }

        return steps;
    }

    private static ExplainResult Write(Report report, string file, TrainedModel model, PreparedData data,
        IReadOnlyList<EpochResult> epochs, ExplainOptions page, long total, CancellationToken cancellation)
    {
        ExplainResult? result = null;
        bool isQuick = page.Steps.All(step => step == 0);
        if (isQuick || !report.ShowsProgress || !report.Notes.Profile.Capabilities.Interactive)
        {
            Save(null);
            return result!;
        }

        report.Notes.Progress().Start(context => Save(new Bar(context.AddTask("training again", maxValue: total))));
        return result!;

        void Save(IProgress<long>? progress) => AtomicFile.Write(file, stream => result = ExplainPage.Write(
            stream, model, data, epochs, page with { Progress = progress }, cancellation));
    }

    private sealed class Bar(ProgressTask task) : IProgress<long>
    {
        private long _shown;

        public void Report(long value)
        {
            if (value < task.MaxValue && Stopwatch.GetElapsedTime(_shown).TotalMilliseconds < 50)
                return;
            _shown = Stopwatch.GetTimestamp();
            task.Value = value;
        }
    }
}
