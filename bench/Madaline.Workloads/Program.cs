using Madaline;
using Madaline.Workloads;
using Madaline.Workloads.Comparison;

try
{
    switch (args)
    {
        case ["list"]:
            Console.WriteLine(Names(workload => workload.IsShared));
            return 0;
        case ["peaks"]:
            Console.WriteLine(Names(workload => !workload.IsShared));
            return 0;
        case ["machine", var commit]:
            Console.WriteLine(Machine.OfThisProcess(commit).ToJson());
            return 0;
        case ["report", var lines, var folder]:
            Console.WriteLine(Report.Write(lines, folder));
            return 0;
        default:
            return Time(Options.Parse(args));
    }
}
catch (UsageException problem)
{
    Console.Error.WriteLine($"madaline-workloads: {problem.Message}");
    Console.Error.WriteLine(Options.Usage);
    return 2;
}

static string Names(Func<Workload, bool> which) =>
    string.Join(',', Workload.All.Where(which).Select(workload => workload.Name));

static int Time(Options options)
{
    if (options.Help)
    {
        Console.WriteLine(Options.Usage);
        return 0;
    }

    Device.Cpu.Threads = options.Threads;
    Rng.ManualSeed(1);
    foreach (var workload in Workload.All)
    {
        if (options.Wants(workload.Name))
            Console.WriteLine(Measurement.Of(workload, options).ToJson());
    }

    return 0;
}
