using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Madaline.Tests;

/// <summary>
/// Runs a test again in a process of its own: what it measures of memory or time is then its own, whatever other tests
/// and other programs do.
/// </summary>
internal static class OwnProcess
{
    private const string Variable = "MADALINE_TEST_ALONE";

    /// <summary>Whether this process was started for one test.</summary>
    public static bool IsHere => Environment.GetEnvironmentVariable(Variable) == "1";

    /// <summary>Runs the scenario of the test that calls: here if this process is the test's own, else in one.</summary>
    /// <param name="scenario">A method or lambda of the test's class, with all its assertions.</param>
    /// <param name="environment">Variables of that process.</param>
    /// <param name="test">The test's name.</param>
    public static void Run(
        Action scenario, IReadOnlyDictionary<string, string>? environment = null, [CallerMemberName] string test = "")
    {
        if (IsHere)
        {
            scenario();
            return;
        }

        Type type = scenario.Method.DeclaringType!;
        while (type.DeclaringType is { } outer)
            type = outer;
        string library = type.Assembly.Location, program = Environment.ProcessPath!;
        bool isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        string[] filter = ["--filter-method", $"{type.FullName}.{test}"];
        var start = new ProcessStartInfo(program, isHost ? [library, .. filter] : filter)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[Variable] = "1";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"in a process of its own:\n{output}\n{errors.Result}");
        Assert.Contains("total: 1", output, StringComparison.Ordinal);
    }

    /// <summary>
    /// Seconds of the processor that an action takes, the least of some runs: a neighbour makes them pass more slowly
    /// and hardly more numerous.
    /// </summary>
    public static double CpuSeconds(Action action, int runs = 3)
    {
        Assert.True(IsHere, "Time is measured in a process of its own: call OwnProcess.Run.");
        double least = double.MaxValue;
        for (int i = 0; i < runs; i++)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            action();
            least = Math.Min(least, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }

        return least;
    }
}
