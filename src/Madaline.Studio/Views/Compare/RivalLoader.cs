using System.Diagnostics;
using Madaline.Formats;
using Madaline.Recipes;
using Madaline.Studio.Live;
using Madaline.Workbench;

namespace Madaline.Studio.Views.Compare;

/// <summary>Reads runs and asks their networks, on a thread of its own.</summary>
/// <param name="shelf">The runs; null for none.</param>
/// <param name="recipe">The recipe of the network that is shown.</param>
/// <param name="data">Its data.</param>
/// <param name="samples">How many test samples are asked about.</param>
internal sealed class RivalLoader(RunShelf? shelf, Recipe recipe, PreparedData data, int samples)
{
    /// <summary>The name of this training before its first step; no folder's, since it is looked for first.</summary>
    public const string Start = "@start";

    private const int AtOnce = 250;

    private static readonly long ListTime = 5 * Stopwatch.Frequency;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Rival> _rivals = [];
    private readonly Dictionary<string, string> _problems = [];
    private IReadOnlyList<ListedRun> _list = [];
    private string _wanted = "";
    private long? _listedAt;
    private bool _works;

    /// <summary>Says which run is to be compared; it is there after a while.</summary>
    /// <param name="name">A name of the list, or <see cref="Start"/>; empty for the first that can be.</param>
    public (IReadOnlyList<ListedRun> Runs, string Name, Rival? Rival, string Problem, IReadOnlyList<Rival> All) Want(
        string name)
    {
        lock (_gate)
        {
            if (name.Length == 0 && _listedAt is not null)
                name = Known().FirstOrDefault(run => run.Problem.Length == 0)?.Name ?? Start;
            _wanted = name;
            bool isOld = _listedAt is not { } at || Stopwatch.GetTimestamp() - at > ListTime;
            bool isKnown = name.Length == 0 || _rivals.ContainsKey(name) || _problems.ContainsKey(name);
            if (!_works && (isOld || !isKnown))
            {
                _works = true;
                new Thread(Work) { IsBackground = true, Name = "Madaline runs", Priority = ThreadPriority.BelowNormal }
                    .Start();
            }

            return (Known(), name, _rivals.GetValueOrDefault(name), _problems.GetValueOrDefault(name, ""),
                [.. _rivals.Values]);
        }
    }

    /// <summary>The list, with what was found out since.</summary>
    private ListedRun[] Known() => [.. _list.Select(run =>
        run.Problem.Length == 0 && _problems.TryGetValue(run.Name, out string? found) ? run with { Problem = found }
        : run)];

    private void Work()
    {
        using var silence = Hints.Collect(_ => { });
        var list = Listed();
        string wanted;
        lock (_gate)
        {
            // A run that has changed is read again.
            foreach (var run in _list.Except(list))
            {
                _rivals.Remove(run.Name);
                _problems.Remove(run.Name);
            }

            (_list, _listedAt) = (list, Stopwatch.GetTimestamp());
            wanted = _wanted;
            if (wanted.Length == 0 || _rivals.ContainsKey(wanted) || _problems.ContainsKey(wanted))
            {
                _works = false;
                return;
            }
        }

        try
        {
            var rival = wanted == Start ? OfStart() : OfRun(wanted);
            lock (_gate)
                (_rivals[wanted], _works) = (rival, false);
        }
        catch (Exception e) when (IsOfFile(e))
        {
            lock (_gate)
                (_problems[wanted], _works) = (e.Message, false);
        }
    }

    private IReadOnlyList<ListedRun> Listed()
    {
        try
        {
            return shelf is null ? [] : [.. shelf.Names().Select(Listed)];
        }
        catch (Exception e) when (IsOfFile(e))
        {
            return [];
        }
    }

    private ListedRun Listed(string name)
    {
        try
        {
            var run = new RunFolder(Path.Combine(shelf!.Folder, name));
            Recipe own = run.ReadRecipe();
            return new ListedRun(name, $"{own.Name}, seed {own.Seed}, {Trained(run)}", Refusal(run, own));
        }
        catch (Exception e) when (IsOfFile(e))
        {
            return new ListedRun(name, "", $"It cannot be read: {e.Message}");
        }
    }

    private static string Trained(RunFolder run)
    {
        try
        {
            int epochs = run.ReadMetrics().Count;
            return epochs == 1 ? "1 epoch" : $"{epochs} epochs";
        }
        catch (DataFormatException)
        {
            return "epochs not known: its metrics are damaged";
        }
    }

    /// <summary>Why a run cannot be compared, as far as its recipe tells; empty where it may.</summary>
    private string Refusal(RunFolder run, Recipe own) =>
        own.NeedsProgram ? "Its network is a class of the program that trained it."
        : own.Dataset.Type != recipe.Dataset.Type
            ? $"Another data set: {own.Dataset.Type} in place of {recipe.Dataset.Type}."
        : RecipeCatalog.TaskOf(own).HasNumbers ? "It predicts numbers."
        : !File.Exists(run.ModelPath) ? "There is no trained network yet." : "";

    private Rival OfStart() => Asked(Start, new Experiment(recipe, data.Train).Model);

    private Rival OfRun(string name)
    {
        var run = shelf?.Find(name) ?? throw new ViewException("There is no such run on the list.");
        Recipe own = run.ReadRecipe();
        if (Refusal(run, own) is { Length: > 0 } refusal)
            throw new ViewException(refusal);
        var model = run.ReadModel();
        var seen = new SeenSamples(run, new TestData(data.Test, []));
        if (seen.AreTooMany)
            throw new ViewException($"It knows the test samples: {seen.Count} of {data.Test.Count} are among those it "
                + "was trained on. Train both with the same seed and the same part held out.");
        return Asked(name, model);
    }

    /// <summary>Asks a network about the test samples, its classes brought to the session's numbers.</summary>
    private Rival Asked(string name, TrainedModel model)
    {
        var test = data.Test[..samples];
        var own = new TestData(test, []).For(model);
        List<string> names = [.. test.ClassNames];
        int[] numbers = [.. model.ClassNames.Select(one => names.IndexOf(one))];
        var said = new List<int>();
        while (said.Count < samples)
        {
            int next = Math.Min(AtOnce, samples - said.Count);
            said.AddRange(model.Classify(own.Inputs[said.Count..(said.Count + next)])
                .Select(answer => numbers[answer.ClassIndex]));
        }

        long[] targets = test.Targets.ToArray<long>();
        Shape input = InputPipeline.OutputShape(model.Recipe.Transforms, model.InputShape, model.ClassNames.Count);
        return new Rival(name, model.Recipe.Name, [.. said], said.Where((answer, i) => answer == targets[i]).Count(),
            NetworkOutline.Of(model.Recipe, input, model.ClassNames.Count));
    }

    /// <summary>Whether a run's files, or what is in them, are the reason.</summary>
    private static bool IsOfFile(Exception e) => e is IOException or UnauthorizedAccessException or FormatException
        or InvalidOperationException or ArgumentException or ViewException or RequestException or KeyNotFoundException
        or System.Text.Json.JsonException;
}
