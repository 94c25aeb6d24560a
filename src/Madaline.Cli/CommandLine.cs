using System.CommandLine;
using System.Runtime.InteropServices;
using Madaline.Cli.Commands;
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
        RootCommand root = Build();
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                Console.Error.WriteLine($"madaline: {error.Message}");
            Console.Error.WriteLine($"Try: madaline {string.Join(' ', Names(parsed.CommandResult.Command))}--help");
            return WrongUsage;
        }

        using var cancellation = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, cancellation));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, cancellation));
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        try
        {
            return await parsed.InvokeAsync(configuration, cancellation.Token);
        }
        catch (Exception e) when (Explain(e) is { } problem)
        {
            Console.Error.WriteLine($"madaline: {problem}");
            return e is UsageException ? WrongUsage : Failed;
        }
    }

    private static RootCommand Build() => new("Deep learning in C#: train, judge and use neural networks.")
    {
        TrainCommand.Create(),
        EvaluateCommand.Create(),
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

    /// <summary>The message of an error that a user can act on, or null for a defect, which keeps its stack trace.</summary>
    private static string? Explain(Exception e) => e switch
    {
        UsageException or TensorException or TrainingException or DataFormatException or DatasetNotFoundException
            or DeviceNotAvailableException or IOException or UnauthorizedAccessException or ArgumentException => e.Message,
        OperationCanceledException => "stopped.",
        _ => null,
    };

    private static IEnumerable<string> Names(Command command)
    {
        if (command is RootCommand)
            return [];
        return [.. command.Parents.OfType<Command>().SelectMany(Names), $"{command.Name} "];
    }
}

/// <summary>The command line asks for something that does not exist or does not fit together: exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
