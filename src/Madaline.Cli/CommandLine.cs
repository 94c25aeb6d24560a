using System.CommandLine;
using System.CommandLine.Help;
using System.Runtime.InteropServices;
using Madaline.Cli.Commands;
using Madaline.Cli.Inputs;
using Madaline.Cli.Output;

namespace Madaline.Cli;

/// <summary>The <c>madaline</c> tool: its commands, exit codes and what signals do.</summary>
internal static class CommandLine
{
    /// <summary>Runs the tool. Every failure ends with a sentence and an exit code; none with a stack trace.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var streams = StandardStreams.Guard();
        bool asJson = AsksForJson(args);
        // What fails on a thread of its own is told by nothing else.
        AppDomain.CurrentDomain.UnhandledException += (_, e) =>
            Environment.Exit(Failure.Of((Exception)e.ExceptionObject).Tell(asJson));
        int code;
        try
        {
            OpenFileLimit.Require();
            Environment.SetEnvironmentVariable(ThreadCount.Variable, ThreadCount.Checked(args));
            code = await InvokeAsync(args, asJson);
        }
        catch (Exception e)
        {
            code = Failure.Of(e).Tell(asJson);
        }

        if (code == 0 && streams.Failure is { } lost)
        {
            code = new Failure(Failure.Failed, "failed", $"stdout cannot be written: {lost.Message.TrimEnd('.')}. What "
                + "the command did is done, but its results are not all written. Write them elsewhere.").Tell(asJson);
        }

        return code;
    }

    private static async Task<int> InvokeAsync(string[] args, bool asJson)
    {
        Command root = Build();
        ParseResult parsed = root.Parse(args is ["help", .. var rest]
            ? [.. rest.Where(word => !word.StartsWith('-')), "--help"] : args);
        if (UsageProblems.Of(parsed) is { Count: > 0 } problems)
        {
            string help = $"{UsageProblems.Path(parsed.CommandResult.Command)} --help".TrimStart();
            return new Failure(Failure.WrongUsage, "usage", $"{string.Join('\n', problems)}\nTry: madaline {help}")
                .Tell(asJson);
        }

        using var cancellation = new CancellationTokenSource();
        PosixSignal[] signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];
        var registered = Array.ConvertAll(signals, signal =>
            PosixSignalRegistration.Create(signal, context => Stop(context, cancellation)));
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await parsed.InvokeAsync(configuration, cancellation.Token);
        }
        finally
        {
            foreach (var registration in registered)
                registration.Dispose();
        }
    }

    /// <summary>Whether stdout is to hold JSON, also where the command line is too wrong to be parsed.</summary>
    private static bool AsksForJson(string[] args) => args.TakeWhile(arg => arg != "--")
        .Any(arg => arg is "--json" or "--json=true" or "--json:true");

    /// <summary>A plain command, so that help shows the tool's own name and not that of the program file.</summary>
    private static Command Build() => new("madaline", "Deep learning in C#: train, evaluate and use neural networks.")
    {
        new HelpOption(),
        new VersionOption(),
        TrainCommand.Create(),
        EvaluateCommand.Create(),
        CompareCommand.Create(),
        ShowCommand.Create(),
        PredictCommand.Create(),
        CrossValCommand.Create(),
        StudioCommand.Create(),
        ExplainCommand.Create(),
        RecipeCommand.Create(),
        DataCommand.Create(),
        SummaryCommand.Create(),
        DoctorCommand.Create(),
    };

    /// <summary>The first signal asks for a stop after the step under way; a second one ends at once.</summary>
    private static void Stop(PosixSignalContext context, CancellationTokenSource cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return;
        context.Cancel = true;
        cancellation.Cancel();
    }
}

/// <summary>The command line asks for something that does not exist or does not fit together: exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
