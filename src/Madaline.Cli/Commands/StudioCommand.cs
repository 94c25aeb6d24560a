using System.CommandLine;
using System.Diagnostics;
using Madaline.Cli.Inputs;
using Madaline.Cli.Output;
using Madaline.Recipes;
using Madaline.Studio;
using Madaline.Studio.Live;
using Madaline.Workbench;

namespace Madaline.Cli.Commands;

/// <summary><c>madaline studio [RECIPE]</c>: a page in the browser that trains a network and shows how.</summary>
internal static class StudioCommand
{
    private const string Default = "digits", RunsFolder = "runs";

    public static Command Create()
    {
        var recipe = new Argument<string?>("recipe")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = $"What to train: a recipe's name or a .json file; {Default} if omitted.",
        };
        var run = CommonOptions.Text("--run", "RUN", "Show the trained network of a run.");
        var port = Port();
        var at = CommonOptions.Text("--at", "MOMENT", "Show a moment, as the page's button Moment writes it: "
            + "\"view=microscope&step=137&layer=1\".");
        var runs = CommonOptions.Text("--runs", "FOLDER", "The runs to compare with are those in this folder; the "
            + $"run's own, or {RunsFolder}, where train leaves them, if omitted.");
        var browser = new Option<bool>("--open") { Description = "Open the page in the browser." };
        var common = new CommonOptions();
        var command = new Command("studio", "Watch a network train, step by step, in the browser.")
        {
            recipe, run, port, at, runs, browser,
        };
        common.AddTraining(command);
        common.AddData(command);
        common.AddMachine(command);
        command.SetAction((flags, cancellation) => RunAsync(flags, common, flags.GetValue(recipe), flags.GetValue(run),
            Options(flags.GetValue(port)) with { Moment = flags.GetValue(at) ?? "" },
            Shelf(flags.GetValue(runs), flags.GetValue(run)), flags.GetValue(browser), cancellation));
        return command;
    }

    /// <summary>The runs beside a run, or those of the folder where train leaves them.</summary>
    public static RunShelf ShelfOf(RunFolder run) =>
        new(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(run.Path))) ?? RunsFolder);

    private static RunShelf Shelf(string? folder, string? run)
    {
        if (folder is null)
            return run is null ? new RunShelf(RunsFolder) : ShelfOf(new RunFolder(run));
        return Directory.Exists(folder) ? new RunShelf(folder) : throw new UsageException(
            $"--runs {folder}: there is no such folder. Give the one that holds runs, such as {RunsFolder}.");
    }

    /// <summary><c>--port</c>.</summary>
    public static Option<int?> Port() =>
        CommonOptions.Number("--port", "The port of the page's address; a free one if omitted.", 1, 65535);

    /// <summary>How the page is served: with <c>--port</c>, at an address that is the same at each start.</summary>
    public static StudioOptions Options(int? port) => new()
    {
        Port = port ?? 0,
        SecretFile = Path.Combine(Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "madaline", "studio.key"),
    };

    /// <summary>Serves a session and says where.</summary>
    public static async Task<StudioServer> ServeAsync(
        Session session, StudioOptions options, Report report, CancellationToken cancellation)
    {
        var server = await StudioServer.StartAsync(session, options, cancellation);
        report.Write(json =>
        {
            json.WriteString("event", "studio");
            json.WriteString("address", server.Address.ToString());
        });
        report.Line($"studio             {server.Address}");
        return server;
    }

    private static async Task<int> RunAsync(ParseResult flags, CommonOptions options, string? name, string? run,
        StudioOptions where, RunShelf runs, bool opens, CancellationToken cancellation)
    {
        var machine = Machine.Apply(flags, options);
        if (run is not null && name is not null)
            throw new UsageException("a recipe and --run do not go together: a run has its own recipe.");
        using var session = run is null ? New(flags, options, name ?? Default, machine)
            : Of(flags, options, run, machine);
        session.Runs = runs;
        await using var server = await ServeAsync(session, where, machine.Report, cancellation);
        machine.Report.Note("Open this address in a browser on this machine. Ctrl-C ends the studio.");
        if (opens)
            OpenBrowser(server.Address);
        session.Run(cancellation);
        return 0;
    }

    private static Session New(ParseResult flags, CommonOptions options, string name, Machine machine)
    {
        Recipe recipe = RequestFlags.Changes(flags, options).Apply(NamedRecipes.Load(name));
        NamedRecipes.RequireTrainable(name, recipe);
        var data = RecipeData.Load(recipe, flags.GetValue(options.Data));
        machine.Report.Note(data.Notes);
        return new Session(recipe, data, machine.Device);
    }

    private static Session Of(ParseResult flags, CommonOptions options, string run, Machine machine)
    {
        var folder = RunFolder.Open(run);
        var model = folder.ReadModel();
        NamedRecipes.RequireTrainable(run, model.Recipe);
        var data = RecipeData.Load(model.Recipe, flags.GetValue(options.Data), model.Encoder);
        machine.Report.Note(data.Notes);
        return Session.OfRun(model, data, folder.ReadMetrics());
    }

    private static void OpenBrowser(Uri address)
    {
        string program = OperatingSystem.IsWindows() ? "explorer" : OperatingSystem.IsMacOS() ? "open" : "xdg-open";
        try
        {
            Process.Start(new ProcessStartInfo(program, [address.ToString()]))?.Dispose();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new UsageException($"there is no {program} to open a browser with. Leave --open out, and open the "
                + "address yourself.");
        }
    }
}
