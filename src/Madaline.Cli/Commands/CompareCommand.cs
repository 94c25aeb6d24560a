using System.CommandLine;
using Madaline.Cli.Inputs;
using Madaline.Cli.Output;
using Madaline.Datasets.Images;
using Madaline.Training;

namespace Madaline.Cli.Commands;

/// <summary><c>madaline compare RUN RUN</c>: judges two networks by the same samples, and says whether one is
/// better.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var a = new Argument<string>("a") { Description = "The folder of a run." };
        var b = new Argument<string>("b") { Description = "The folder of another." };
        var common = new CommonOptions();
        var command = new Command("compare", "Judge two networks by the same test samples.") { a, b };
        common.AddData(command);
        common.AddMachine(command);
        command.SetAction((flags, cancellation) => Task.FromResult(
            Run(flags, common, flags.GetRequiredValue(a), flags.GetRequiredValue(b), cancellation)));
        return command;
    }

    private static int Run(ParseResult flags, CommonOptions options, string a, string b,
        CancellationToken cancellation)
    {
        var report = Machine.Apply(flags, options).Report;
        var (first, second) = (RunFolder.Open(a).ReadModel(), RunFolder.Open(b).ReadModel());
        var test = TestSamples.Load(first.Recipe, flags, options, cancellation);
        var other = NameOne(flags, options) || HaveOneSource(first.Recipe, second.Recipe) ? test
            : TestSamples.Load(second.Recipe, flags, options, cancellation);
        RequireSame(test, other, first.Recipe, second.Recipe);
        foreach (string note in test.Notes)
            report.Note(note);
        var judged = new ComparedRun("A", a, first.Recipe.Name, test.Judge(first, cancellation));
        var against = new ComparedRun("B", b, second.Recipe.Name, test.Judge(second, cancellation));
        var comparison = new ComparisonReport(test.Name, judged, against);
        report.Write(comparison.Write);
        comparison.Show(report);
        return 0;
    }

    /// <summary>Whether the flags name the set that both are judged by.</summary>
    private static bool NameOne(ParseResult flags, CommonOptions options) =>
        flags.GetValue(options.Dataset) is not null
            || (flags.GetValue(options.Data) is { } data
                && (DataSource.IsTableFile(data) || ImageFolder.IsOne(data)));

    /// <summary>Whether two recipes load the very same test samples, so that once is enough.</summary>
    private static bool HaveOneSource(Recipe a, Recipe b) =>
        a.Dataset == b.Dataset && a.Holdout == b.Holdout && a.Seed == b.Seed;

    private static void RequireSame(TestSamples a, TestSamples b, Recipe first, Recipe second)
    {
        if (a.AreThoseOf(b))
            return;
        string how = a.Name != b.Name || a.Samples.Count != b.Samples.Count
            ? $"A's is {a.Name} with {a.Samples.Count} samples, B's is {b.Name} with {b.Samples.Count}"
            : $"both are of {a.Name} with {a.Samples.Count} samples, but hold other ones"
                + (first.Seed != second.Seed ? $" (the seeds are {first.Seed} and {second.Seed})" : "");
        throw new TensorException("compare", $"the test sets differ. {how}; expected the same samples for both. "
            + "Name one set for both with --dataset, --data or --holdout, or train both on the same split.");
    }
}
