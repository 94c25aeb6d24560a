using System.Globalization;

namespace Madaline.Workloads;

/// <summary>What to run: threads, repetitions and names.</summary>
internal sealed record Options(int Threads, int Repeat, IReadOnlySet<string> Only, string Data, bool Help)
{
    public const string Usage = """
        Usage: madaline-workloads [--threads N] [--repeat R] [--only NAME,NAME] [--data DIR]
        Times training steps and matrix products; prints one JSON object a line.
          --threads N      threads a large operation may use, 1 to 1024 (2)
          --repeat R       repetitions after the warm-up, of which the best counts, at least 1 (3)
          --only NAME,…    only these workloads
          --data DIR       the folder of the data sets (MADALINE_DATA, else ../shared/data); or random
        What compare.sh needs besides:
          madaline-workloads list                  names of the workloads that the peers time too
          madaline-workloads peaks                 names of those that time only the processor
          madaline-workloads machine COMMIT        this machine, as a JSON object
          madaline-workloads report LINES FOLDER   the table of ratios, from the lines of both programs
        """;

    public static Options Parse(ReadOnlySpan<string> args)
    {
        int threads = 2, repeat = 3;
        HashSet<string> only = [];
        string data = Environment.GetEnvironmentVariable("MADALINE_DATA") is { Length: > 0 } folder
            ? folder : "../shared/data";
        for (int i = 0; i < args.Length; i += 2)
        {
            if (args[i] is "--help" or "-h")
                return new Options(threads, repeat, only, data, Help: true);
            if (args[i] is not ("--threads" or "--repeat" or "--only" or "--data"))
                throw new UsageException($"there is no flag '{args[i]}'; expected --threads, --repeat, --only or --data.");
            if (i + 1 == args.Length)
                throw new UsageException($"{args[i]} needs a value after it.");
            string value = args[i + 1];
            if (args[i] == "--threads")
                threads = Number("--threads", value, 1024);
            else if (args[i] == "--repeat")
                repeat = Number("--repeat", value, int.MaxValue);
            else if (args[i] == "--data")
                data = value;
            else
                only = Names(value);
        }

        return new Options(threads, repeat, only, data, Help: false);
    }

    public bool Wants(string name) => Only.Count == 0 || Only.Contains(name);

    private static int Number(string flag, string value, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number >= 1 && number <= most
            ? number
            : throw new UsageException($"{flag} is '{value}'; expected an integer of at least "
                + $"1{(most < int.MaxValue ? $" and at most {most}" : "")}.");

    private static HashSet<string> Names(string value)
    {
        string[] known = [.. Workload.All.Select(workload => workload.Name)];
        HashSet<string> names =
            [.. value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        if (names.Count == 0)
            throw new UsageException("--only names no workload.");
        foreach (string name in names)
        {
            if (!known.Contains(name))
                throw new UsageException($"there is no workload '{name}'; known are {string.Join(", ", known)}.");
        }

        return names;
    }
}

/// <summary>The command line asks for something that does not exist: exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
