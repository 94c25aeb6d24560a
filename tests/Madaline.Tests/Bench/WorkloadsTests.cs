using System.Diagnostics;
using System.Text.Json;

namespace Madaline.Tests.Bench;

/// <summary>The workload program runs, prints what the peers print, and explains wrong flags.</summary>
public sealed class WorkloadsTests
{
    [Fact]
    public void One_workload_prints_one_line_of_json()
    {
        var (code, output, errors) = Run("--only", "gemm-64x15x784", "--repeat", "1");
        Assert.Equal((0, ""), (code, errors));
        using var line = JsonDocument.Parse(Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        JsonElement figures = line.RootElement;
        Assert.Equal("madaline", figures.GetProperty("peer").GetString());
        Assert.Equal("gemm-64x15x784", figures.GetProperty("workload").GetString());
        Assert.Equal(2, figures.GetProperty("threads").GetInt32());
        Assert.Matches(@"^\d+\.\d+\.\d+$", figures.GetProperty("version").GetString()!);
        double seconds = figures.GetProperty("seconds").GetDouble();
        Assert.InRange(seconds, 1e-7, 10);
        Assert.Equal(2e-9 * 64 * 15 * 784, seconds * figures.GetProperty("gflops").GetDouble(), 1e-9);
    }

    [Theory]
    [InlineData("--thread 2", "--thread")]
    [InlineData("--threads 0", "--threads")]
    [InlineData("--repeat", "--repeat")]
    [InlineData("--repeat x", "--repeat")]
    [InlineData("--only wheat", "wheat-fcn-10-b1")]
    public void Wrong_flags_are_explained_with_exit_code_2(string line, string named)
    {
        var (code, output, errors) = Run(line.Split(' '));
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(named, errors);
        Assert.Contains("Usage:", errors);
    }

    private static (int Code, string Output, string Errors) Run(params string[] args)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "madaline-workloads.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(600_000), "the workload program did not end");
        return (process.ExitCode, output, errors.Result);
    }
}
