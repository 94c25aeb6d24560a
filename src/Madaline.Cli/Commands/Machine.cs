using System.CommandLine;
using Madaline.Cli.Output;
using Madaline.Formats;

namespace Madaline.Cli.Commands;

/// <summary>The device, the threads and the output that a command's flags ask for.</summary>
/// <param name="Device">Where networks live.</param>
/// <param name="Report">Where results go.</param>
internal sealed record Machine(Device Device, Report Report)
{
    public static Machine Apply(ParseResult flags, CommonOptions options)
    {
        if (flags.GetValue(options.Threads) is { } threads)
            Device.Cpu.Threads = threads;
        string name = flags.GetValue(options.Device) ?? "cpu";
        if (!DoctorCommand.Devices.Contains(name.Split(':')[0].ToLowerInvariant()))
            throw new UsageException($"--device is {name}.{NearestName.Hint(name, DoctorCommand.Devices)} "
                + $"Expected one of {string.Join(", ", DoctorCommand.Devices)}.");
        Device device = Device.Parse(name);
        var report = new Report(flags.GetValue(options.Json), flags.GetValue(options.Quiet));
        Hints.Handler = report.Hint;
        return new Machine(device, report);
    }
}
