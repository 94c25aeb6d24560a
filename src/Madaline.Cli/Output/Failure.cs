using System.Reflection;
using System.Runtime.CompilerServices;
using Madaline.Cli.Commands;
using Madaline.Datasets;
using Madaline.Formats;
using Madaline.Training;
using Madaline.Workbench;

namespace Madaline.Cli.Output;

/// <summary>How a command failed: what is said on stderr, and with <c>--json</c> as the last line of stdout.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Kind"><c>usage</c>, <c>failed</c>, <c>stopped</c> or <c>defect</c>.</param>
/// <param name="Message">What is wrong and what helps, without the program's name.</param>
internal sealed record Failure(int Code, string Kind, string Message)
{
    public const int Failed = 1, WrongUsage = 2;

    /// <summary>Above this, what is quoted in a message hides what the message says.</summary>
    private const int MaxLetters = 4000;

    /// <summary>Set to print the stack trace of a defect.</summary>
    private const string TraceVariable = "MADALINE_TRACE";

    /// <summary>What an exception means to the caller of the tool. Nothing is left without a sentence.</summary>
    public static Failure Of(Exception e) => e switch
    {
        TargetInvocationException or TypeInitializationException or AggregateException
            when e.InnerException is { } inner => Of(inner),
        UsageException => new(WrongUsage, "usage", e.Message),
        RequestException request => new(WrongUsage, "usage", request.Remedy is { } remedy
            ? $"{request.Problem} {RemedyText.Of(remedy)}" : request.Problem),
        OperationCanceledException => new(Failed, "stopped", "stopped."),
        _ when Explain(e) is { } problem => new(Failed, "failed", problem),
        _ => new(Failed, "defect", $"a defect of madaline: {e.GetType().Name}: {e.Message} Please report it with the "
            + $"command line; {TraceVariable}=1 prints where it happened."
            + (Environment.GetEnvironmentVariable(TraceVariable) == "1" ? $"\n{e}" : "")),
    };

    /// <summary>Says it, and returns the exit code.</summary>
    public int Tell(bool asJson)
    {
        string text = PlainText.Of(Message, keepLines: true);
        if (text.Length > MaxLetters)
            text = $"{text[..(MaxLetters / 2)]} … {text[^(MaxLetters / 4)..]}";
        foreach (string line in text.Split('\n'))
            Console.Error.WriteLine(line.StartsWith("Try: ", StringComparison.Ordinal) ? line : $"madaline: {line}");
        if (asJson)
            TellAsJson(text);
        return Code;
    }

    // Apart, so that a failure for people needs nothing that is loaded for JSON.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void TellAsJson(string text) => new Report(json: true, quiet: true).Write(json =>
    {
        json.WriteString("event", "error");
        json.WriteString("kind", Kind);
        json.WriteNumber("code", Code);
        json.WriteString("message", text);
    });

    private static string? Explain(Exception e) => e switch
    {
        DatasetNotFoundException { Remedy: { } remedy } missing =>
            $"{missing.Problem} {RemedyText.Of(remedy)}{Fetch(missing)}",
        IHasRemedy { Remedy: { } remedy } known => $"{known.Problem} {RemedyText.Of(remedy)}",
        SplitException split => $"{split.Problem} {string.Join(' ', split.Notes.Select(RemedyText.Of))}",
        ChangedDataException => $"{e.Message} To go on all the same: --allow-changed.",
        DeviceNotAvailableException device =>
            $"device: {device.Device} is not available: {device.Reason}. Leave --device out to use the processor.",
        IOException or UnauthorizedAccessException when FileProblem.Of(e) is { } problem => problem,
        TensorException or TrainingException or DataFormatException or IOException or UnauthorizedAccessException
            or NotSupportedException => e.Message,
        ArgumentException => PlainText.MessageOf(e),
        OutOfMemoryException => "there is not enough memory. What needs most is the data set, the network or the "
            + "batch: fewer samples (a recipe's count), --hidden, --batch.",
        _ => null,
    };

    /// <summary>How the files are fetched, where fetching is possible and allowed.</summary>
    private static string Fetch(DatasetNotFoundException missing)
    {
        if (!DataCommand.CanFetch(missing.Dataset) || missing.WasFetched
            || missing.Remedy is DatasetRemedy { Kind: DatasetRemedyKind.HoldOutOrPutFiles })
            return "";
        return new Datasets.Downloads.Downloader().IsOffline
            ? $" Fetching is switched off by MADALINE_OFFLINE; unset it, then: madaline data get {missing.Dataset}."
            : $" To fetch them: madaline data get {missing.Dataset}.";
    }
}
