using System.CommandLine;
using Madaline.Cli.Inputs;
using Madaline.Cli.Output;
using Madaline.Datasets.Images;
using Madaline.Recipes;
using Madaline.Workbench;

namespace Madaline.Cli.Commands;

/// <summary><c>madaline compare RUN RUN</c>: evaluates two networks on the same samples, and says whether one is
/// better.</summary>
internal static class CompareCommand
{
    private const string SamePart =
        "Train both on the same part: the same --holdout, or the same --seed where the set is split. Or name a set "
        + "that neither was trained on with --dataset or --data.";

    public static Command Create()
    {
        var a = new Argument<string>("a") { Description = "The folder of a run." };
        var b = new Argument<string>("b") { Description = "The folder of another." };
        var common = new CommonOptions();
        var command = new Command("compare", "Evaluate two networks on the same test samples.") { a, b };
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
        var (runA, runB) = (RunFolder.Open(a), RunFolder.Open(b));
        if (runA.ReadRecipe().NeedsProgram || runB.ReadRecipe().NeedsProgram)
        {
            new MetricsComparison(runA, runB).Write(report);
            return 0;
        }

        var (first, second) = (runA.ReadModel(), runB.ReadModel());
        if (first.Task != second.Task)
            throw new TensorException("compare", $"the networks are for different tasks. A is for {first.Task}, B for "
                + $"{second.Task}; expected the same. Compare runs of one task.");
        var test = TestData.Load(first, RequestFlags.Data(flags, options), RequestFlags.Holdout(flags, options),
            cancellationToken: cancellation);
        var other = NameOne(flags, options, first.Recipe) || HaveOneSource(first.Recipe, second.Recipe) ? test
            : TestData.Load(second, RequestFlags.Data(flags, options), RequestFlags.Holdout(flags, options),
                cancellationToken: cancellation);
        RequireSame(test, other, first.Recipe, second.Recipe);
        report.Note(test.Notes);
        var (seenA, seenB) = (CountSeen("A", runA, test, report), CountSeen("B", runB, test, report));
        var evaluated = new ComparedRun("A", a, first.Recipe.Name, test.Evaluate(first, cancellation), seenA);
        var against = new ComparedRun("B", b, second.Recipe.Name, test.Evaluate(second, cancellation), seenB);
        TaskReport.Of(first.Task).Compare(report, test.Samples.Name, evaluated, against, first.TargetName);
        return 0;
    }

    /// <summary>Refuses samples that one side was trained on: it would win by memory.</summary>
    private static int? CountSeen(string letter, RunFolder run, TestData test, Report report)
    {
        var seen = new SeenSamples(run, test);
        if (seen.AreTooMany)
            throw new TensorException("compare", $"{letter} ({run.Path}) knows the test set. {seen.Problem} "
                + SamePart);
        report.Note(seen.NoteOn(letter));
        return seen.Count;
    }

    /// <summary>Whether the flags name the set that both are evaluated on.</summary>
    private static bool NameOne(ParseResult flags, CommonOptions options, Recipe recipe) =>
        flags.GetValue(options.Dataset) is not null
            || (flags.GetValue(options.Data) is { } data
                && (RecipeData.IsTableFile(data, recipe.Dataset.Type) || ImageFolder.IsOne(data)));

    /// <summary>Whether two recipes load the very same test samples, so that once is enough.</summary>
    private static bool HaveOneSource(Recipe a, Recipe b) =>
        a.Dataset == b.Dataset && a.Holdout == b.Holdout && a.Seed == b.Seed;

    private static void RequireSame(TestData a, TestData b, Recipe first, Recipe second)
    {
        if (a.AreThoseOf(b))
            return;
        string how = a.Samples.Name != b.Samples.Name || a.Samples.Count != b.Samples.Count
            ? $"A's is {a.Samples.Name} with {a.Samples.Count} samples, B's is {b.Samples.Name} with {b.Samples.Count}"
            : $"both are of {a.Samples.Name} with {a.Samples.Count} samples, but hold other ones"
                + (first.Seed != second.Seed ? $" (the seeds are {first.Seed} and {second.Seed})" : "");
        throw new TensorException("compare", $"the test sets differ. {how}; expected the same samples for both. "
            + SamePart);
    }
}
