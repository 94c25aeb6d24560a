using System.CommandLine;
using System.CommandLine.Help;
using System.Runtime.InteropServices;
using Madaline.Cli.Commands;
using Madaline.Cli.Inputs;
using Madaline.Cli.Output;
using Madaline.Datasets;
using Madaline.Formats;
using Madaline.Training;

namespace Madaline.Cli;

/// <summary>The <c>madaline</c> tool: its commands, exit codes and what Ctrl-C does.</summary>
internal static class CommandLine
{
    private const int Failed = 1, WrongUsage = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        Command root = Build();
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (string problem in Problems(parsed))
                Console.Error.WriteLine($"madaline: {problem}");
            Console.Error.WriteLine($"Try: madaline {string.Join(' ', Names(parsed.CommandResult.Command))}--help");
            return WrongUsage;
        }

        using var cancellation = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT,
            context => Stop(context, cancellation));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM,
            context => Stop(context, cancellation));
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await parsed.InvokeAsync(configuration, cancellation.Token);
        }
        catch (Exception e) when (Explain(e) is { } problem)
        {
            Console.Error.WriteLine($"madaline: {PlainText.Of(problem, keepLines: true)}");
            return e is UsageException ? WrongUsage : Failed;
        }
    }

    /// <summary>A plain command, so that help shows the tool's own name and not that of the program file.</summary>
    private static Command Build() => new("madaline", "Deep learning in C#: train, judge and use neural networks.")
    {
        new HelpOption(),
        new VersionOption(),
        TrainCommand.Create(),
        EvaluateCommand.Create(),
        CompareCommand.Create(),
        ShowCommand.Create(),
        PredictCommand.Create(),
        CrossValCommand.Create(),
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

    /// <summary>The message of an error that a user can act on, or null for a defect, which keeps its stack
    /// trace.</summary>
    private static string? Explain(Exception e) => e switch
    {
        DatasetNotFoundException missing when DataCommand.CanFetch(missing.Dataset)
            && !missing.Reason.Contains("--holdout", StringComparison.Ordinal) =>
            $"{missing.Message} To fetch them: madaline data get {missing.Dataset}.",
        DataFormatException { Remedy: { } remedy } table => $"{table.Problem} {TableFlags.Word(remedy)}",
        UsageException or TensorException or TrainingException or DataFormatException
            or DeviceNotAvailableException or IOException or UnauthorizedAccessException => e.Message,
        ArgumentException { ParamName: { } parameter } => e.Message.Replace($" (Parameter '{parameter}')", ""),
        ArgumentException => e.Message,
        OutOfMemoryException =>
            "there is not enough memory for this network and batch. Choose smaller ones: --hidden, --batch.",
        OperationCanceledException => "stopped.",
        _ => null,
    };

    /// <summary>What is wrong with the command line; a command group without a command lists its commands.</summary>
    private static IEnumerable<string> Problems(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        if (command.Subcommands.Count == 0)
            return parsed.Errors.Select(error => error.Message);
        string known = string.Join(", ", command.Subcommands.Select(sub => sub.Name));
        return parsed.UnmatchedTokens.Count > 0
            ? [$"there is no {Subject(command)} {parsed.UnmatchedTokens[0]}; expected one of {known}."]
            : [$"a {Subject(command)} is missing; expected one of {known}."];
    }

    private static string Subject(Command command) => command.Parents.Any() ? $"{command.Name} command" : "command";

    private static IEnumerable<string> Names(Command command)
    {
        if (!command.Parents.Any())
            return [];
        return [.. command.Parents.OfType<Command>().SelectMany(Names), $"{command.Name} "];
    }
}

/// <summary>The command line asks for something that does not exist or does not fit together: exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
