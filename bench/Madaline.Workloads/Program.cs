using Madaline;
using Madaline.Workloads;

Options options;
try
{
    options = Options.Parse(args);
}
catch (UsageException problem)
{
    Console.Error.WriteLine($"madaline-workloads: {problem.Message}");
    Console.Error.WriteLine(Options.Usage);
    return 2;
}

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
