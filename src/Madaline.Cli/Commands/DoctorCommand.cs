using System.CommandLine;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Madaline.Cli.Inputs;
using Madaline.Cli.Output;
using Madaline.Datasets;

namespace Madaline.Cli.Commands;

/// <summary><c>madaline doctor</c>: what the tool sees of this machine.</summary>
internal static class DoctorCommand
{
    internal static readonly string[] Devices = ["cpu", "cuda", "mps", "opencl"];

    public static Command Create()
    {
        var common = new CommonOptions();
        var command = new Command("doctor", "Show machine, SIMD width, threads, devices and data root.")
        {
            common.Data, common.Threads, common.Json, common.Quiet,
        };
        command.SetAction(flags => Run(flags, common));
        return command;
    }

    private static int Run(ParseResult flags, CommonOptions options)
    {
        if (flags.GetValue(options.Threads) is { } threads)
            Device.Cpu.Threads = threads;
        var report = new Report(flags.GetValue(options.Json), quiet: false);
        var root = DataRoot.Resolve(flags.GetValue(options.Data));
        string version = typeof(Tensor).Assembly.GetName().Version?.ToString(3) ?? "";
        report.Line($"madaline     {version} on {RuntimeInformation.FrameworkDescription}");
        report.Line($"machine      {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, "
            + $"{Environment.ProcessorCount} processors");
        string fused = HasFusedMultiplyAdd()
            ? "fused multiply-add in hardware" : "no fused multiply-add in hardware: results are the same, but slow";
        report.Line($"SIMD         {SimdBits()} bits, {fused}");
        string? wanted = Environment.GetEnvironmentVariable(ThreadCount.Variable);
        string origin = string.IsNullOrWhiteSpace(wanted) ? ""
            : ThreadCount.IsCount(wanted) ? $" ({ThreadCount.Variable}={wanted})"
            : $" ({ThreadCount.Variable} is {wanted} and counts for nothing: expected 1 to {ThreadCount.Most})";
        report.Line($"threads      {Device.Cpu.Threads}{origin}");
        foreach (string name in Devices)
        {
            string state = Device.IsAvailable(name, out string why) ? "usable" : $"not usable: {why}";
            report.Line($"device       {name}: {state}");
        }

        string named = flags.GetValue(options.Data) is null ? root.Origin : "--data";
        report.Line($"data root    {root.Folder} (from {named})");
        var here = DatasetCatalog.All.Where(info => info.IsThere(root)).Select(info => info.Name);
        report.Line($"data sets    {string.Join(", ", here)}");
        report.Write(json =>
        {
            json.WriteString("event", "doctor");
            json.WriteString("version", version);
            json.WriteString("runtime", RuntimeInformation.FrameworkDescription);
            json.WriteString("os", RuntimeInformation.OSDescription);
            json.WriteString("architecture", RuntimeInformation.ProcessArchitecture.ToString());
            json.WriteNumber("processors", Environment.ProcessorCount);
            json.WriteNumber("simd_bits", SimdBits());
            json.WriteBoolean("fused_multiply_add", HasFusedMultiplyAdd());
            json.WriteNumber("threads", Device.Cpu.Threads);
            json.WriteStartObject("devices");
            foreach (string name in Devices)
                json.WriteString(name, Device.IsAvailable(name, out string why) ? "usable" : why);
            json.WriteEndObject();
            json.WriteString("data_root", root.Folder);
        });
        return 0;
    }

    private static int SimdBits() =>
        Vector512.IsHardwareAccelerated ? 512
        : Vector256.IsHardwareAccelerated ? 256
        : Vector128.IsHardwareAccelerated ? 128 : 64;

    private static bool HasFusedMultiplyAdd() => Fma.IsSupported || System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported;
}
