using System.Diagnostics;
using Madaline.Workloads;
using Madaline.Workloads.Comparison;

namespace Madaline.Tests.Bench;

/// <summary>The table of ratios says what the two programs' lines say.</summary>
public sealed class RatioTableTests
{
    private const string MachineLine =
        """{"cpu":"Some CPU (R) 7","cores":2,"vector_bits":512,"runtime":".NET 10","commit":"abc1234","date":"2026-11-23"}""";

    [Fact]
    public void A_comparison_becomes_one_table()
    {
        string[] lines =
        [
            MachineLine,
            Ours("fma-peak-256", 0.1, "gflops", 100, 1, threads: 1),
            Ours("fma-peak-256", 0.1, "gflops", 190, 1),
            Ours("fma-peak-512", 0.1, "gflops", 200, 1),
            Theirs("gemm-512x512x512", 2, "gflops", 150, 1, 10240),
            Ours("gemm-512x512x512", 1, "gflops", 180, 1, 2048),
            Theirs("wheat-fcn-10-b1", 60, "samples_per_s", 6777, 1, 409600),
            Ours("wheat-fcn-10-b1", 1, "samples_per_s", 240400, 1, 102400),
            Theirs("wheat-fcn-10-b1", 30, "samples_per_s", 7000, 2, 409601),
            Ours("wheat-fcn-10-b1", 1.5, "samples_per_s", 160000, 2, 92160),
            Theirs("wheat-fcn-10-b1", 61, "samples_per_s", 6777, 3, 409600),
            Ours("wheat-fcn-10-b1", 1, "samples_per_s", 240600, 3, 102400),
        ];
        Assert.Equal(
            """
            # Madaline beside libtorch, 2026-11-23

            Some CPU (R) 7, 2 cores, vectors of 512 bits. .NET 10; Madaline 0.1.0, commit abc1234; TorchSharp 1 with libtorch-2.
            2 threads each; 3 rounds, the programs in turn, a process for each workload.
            Measured fused multiply-add peak: 100 GFLOP/s on 1 thread, 200 GFLOP/s on 2 threads.

            | workload | unit | libtorch best (median) | Madaline best (median) | ratio of bests | median ratio | wanted | reached | of peak | libtorch MiB | Madaline MiB |
            | --- | --- | ---: | ---: | ---: | ---: | ---: | --- | ---: | ---: | ---: |
            | gemm-512x512x512 | GFLOP/s | 150 (150) | 180 (180) | 2.00 | 2.00 | 1.00 | yes | 90 % | 10.0 | 2.00 |
            | wheat-fcn-10-b1 | samples/s | 7,000 (6,780) | 241,000 (240,000) | 30.0 | 60.0 | 50.0 | no |  | 400 | 100 |

            """,
            Table(lines).Split("\nA ratio is")[0]);
    }

    [Theory]
    [InlineData(179, "no")]
    [InlineData(181, "yes")]
    public void A_large_product_must_come_near_the_peak(double gflops, string reached) =>
        Assert.Contains($"| {reached} |", Table(
            MachineLine, Ours("fma-peak-256", 0.1, "gflops", 200, 1), Theirs("gemm-512x512x512", 2, "gflops", 90, 1),
            Ours("gemm-512x512x512", 1, "gflops", gflops, 1)));

    [Theory]
    [InlineData(49.9, "no")]
    [InlineData(50, "yes")]
    public void A_workload_is_reached_at_the_ratio_that_is_wanted(double ratio, string reached) =>
        Assert.Contains($"| 50.0 | {reached} |", Table(
            MachineLine, Theirs("wheat-fcn-10-b1", ratio, "samples_per_s", 1, 1),
            Ours("wheat-fcn-10-b1", 1, "samples_per_s", 1, 1)));

    [Fact]
    public void A_process_that_could_not_be_watched_leaves_its_memory_blank() =>
        Assert.EndsWith("|  |  |  |", Assert.Single(
            Table(MachineLine, Theirs("wheat-fcn-10-b1", 1, "samples_per_s", 1, 1),
                Ours("wheat-fcn-10-b1", 1, "samples_per_s", 1, 1)).Split('\n'), row => row.StartsWith("| wheat")));

    [Fact]
    public void Every_workload_that_the_peers_time_has_a_goal() =>
        Assert.DoesNotContain(Workload.All, workload => workload.IsShared && Goals.RatioOf(workload.Name) is null);

    [Theory]
    [InlineData("cifar10-cnn-b4", 3)]
    [InlineData("cifar10-vgg-b128", 3)]
    [InlineData("cifar10-resnet20-b128", 3)]
    [InlineData("cifar10-vgg-infer-b128", 1)]
    [InlineData("cifar10-cnn-infer-b1", 1)]
    public void The_arithmetic_of_a_network_is_that_of_its_layers(string workload, int passes)
    {
        var network = workload.Contains("vgg") ? Networks.Vgg()
            : workload.Contains("cnn") ? Networks.Cnn() : Networks.ResNet20();
        var weights = network.NamedParameters().ToDictionary(p => p.Name, p => p.Tensor.Elements);
        double[] multiplications =
        [
            .. from row in network.Summary([1, 3, 32, 32]).Rows
               where row.Kind is "Conv2d" or "Linear"
               let shape = row.OutputShape!
               select (shape.Rank == 4 ? (double)shape[2] * shape[3] : 1) * weights[$"{row.Name}.weight"],
        ];
        double first = passes == 1 ? 0 : multiplications[0];
        Assert.Equal(2e-9 * ((passes * multiplications.Sum()) - first), Arithmetic.GflopOf(workload)!.Value, 1e-12);
    }

    [Fact]
    public void The_files_are_named_after_day_and_processor() =>
        Assert.Equal("2026-11-23-some-cpu-r-7-512", Results.Parse([MachineLine]).Machine.FileName());

    [Fact]
    public void Lines_without_a_machine_are_refused() =>
        Assert.Throws<UsageException>(() => Results.Parse([Ours("wheat-fcn-10-b1", 1, "samples_per_s", 1, 1)]));

    [Fact]
    public void This_machine_is_told_as_it_is_read()
    {
        var machine = Workloads.Comparison.Machine.OfThisProcess("abc");
        Assert.Equal(machine, Results.Parse([machine.ToJson()]).Machine);
    }

    [Theory]
    [InlineData("nowhere", 1, "MADALINE_PEERS")]
    [InlineData("nowhere", 2, "--rounds", "--rounds", "0")]
    [InlineData("nowhere", 2, "--fast", "--fast")]
    public void The_script_says_what_is_missing(string peers, int expected, string named, params string[] flags)
    {
        string? script = Script();
        Assert.SkipWhen(script is null || OperatingSystem.IsWindows(), "needs bash and a checkout around the tests");
        var start = new ProcessStartInfo("bash", [script!, .. flags]) { RedirectStandardError = true };
        start.Environment["MADALINE_PEERS"] = peers;
        using var process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(expected, process.ExitCode);
        Assert.Contains(named, errors);
    }

    private static string Table(params string[] lines) => new RatioTable(Results.Parse(lines)).ToMarkdown();

    private static string Ours(
        string workload, double seconds, string unit, double figure, int round, long peakKib = 0, int threads = 2) =>
        Line("madaline", "0.1.0", workload, seconds, unit, figure, round, peakKib, threads);

    private static string Theirs(
        string workload, double seconds, string unit, double figure, int round, long peakKib = 0) =>
        Line("torchsharp", "1/libtorch-2", workload, seconds, unit, figure, round, peakKib, threads: 2);

    private static string Line(string peer, string version, string workload, double seconds, string unit,
        double figure, int round, long peakKib, int threads) => FormattableString.Invariant(
        $$"""
        {"peer":"{{peer}}","version":"{{version}}","threads":{{threads}},"workload":"{{workload}}",
        """) + FormattableString.Invariant($"\"seconds\":{seconds},\"{unit}\":{figure},")
        + (peakKib > 0 ? $"\"peak_kib\":{peakKib}," : "") + $"\"round\":{round}}}";

    private static string? Script()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string script = Path.Combine(folder.FullName, "bench", "compare.sh");
            if (File.Exists(script))
                return script;
        }

        return null;
    }
}
