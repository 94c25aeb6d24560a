using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Madaline.Data;
using Madaline.Recipes;
using Madaline.Studio.Live;
using Madaline.Studio.Pictures;
using Madaline.Training;
using Madaline.Workbench;

namespace Madaline.Studio.Views.Compare;

/// <summary>The network that is shown against a trained run, on the same test samples.</summary>
internal sealed class CompareView() : View("compare", framesPerSecond: 10)
{
    private const int MaxSamples = 2000, MaxShown = 12;

    private static readonly string[] Cells = ["onlyA", "onlyB", "both", "neither"];

    private readonly ConditionalWeakTable<Session, Desk> _desks = [];

    /// <inheritdoc/>
    public override void Look(
        Moment moment, ViewArguments arguments, Utf8JsonWriter json, List<IReadOnlyList<float>> numbers)
    {
        var stage = moment.Stage;
        var test = stage.Data.Test;
        if (test.ClassNames.Count == 0)
            throw new ViewException("This network predicts numbers, and answers that are right or wrong are compared "
                + "here. The tool's compare has the errors of two such networks.");
        if (test.Count == 0)
            throw new ViewException("There are no test samples to compare on.");
        var desk = _desks.GetValue(moment.Session, session => new Desk(session, stage));
        var (runs, name, rival, problem, all) = desk.Loader.Want(arguments.Text("run"));
        desk.Answers.Go(stage, moment.LookSeconds);
        arguments.WantsMore = !desk.Answers.AreOf(stage) || (rival is null && problem.Length == 0);
        json.WriteNumber("step", desk.Answers.Step);
        json.WriteNumber("samples", desk.Samples);
        json.WriteNumber("done", desk.Answers.Done);
        json.WriteString("own", stage.Experiment.Model.Recipe.Name);
        json.WriteString("folder", moment.Session.Runs is { } shelf ? Path.GetFileName(
            Path.TrimEndingDirectorySeparator(shelf.Folder)) : "");
        json.WriteString("run", name);
        json.WriteString("trouble", problem);
        json.WriteBoolean("isLoading", rival is null && problem.Length == 0);
        WriteRuns(json, runs);
        string cell = Cells.Contains(arguments.Text("cell")) ? arguments.Text("cell") : Cells[0];
        json.WriteString("cell", cell);
        json.WriteBoolean("isImage", test.IsImages);
        bool isThere = rival is not null && desk.Answers.Step >= 0;
        json.WriteBoolean("isThere", isThere);
        if (!isThere)
            return;
        WriteComparison(json, test, desk, rival!);
        WriteCost(json, desk, rival!, all, stage.Experiment.Model.Recipe.Name);
        WriteSamples(json, stage, desk, rival!, cell, numbers);
    }

    private static void WriteRuns(Utf8JsonWriter json, IReadOnlyList<ListedRun> runs)
    {
        json.WriteStartArray("runs");
        foreach (var run in runs.Prepend(new ListedRun(RivalLoader.Start, "this training before its first step", "")))
        {
            json.WriteStartObject();
            json.WriteString("name", run.Name);
            json.WriteString("title", run.Name == RivalLoader.Start ? "step 0" : run.Name);
            json.WriteString("about", run.About);
            json.WriteString("problem", run.Problem);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteComparison(Utf8JsonWriter json, TensorDataset test, Desk desk, Rival rival)
    {
        var paired = desk.Pair(rival, null);
        PairedComparison[] classes = [.. Enumerable.Range(0, test.ClassNames.Count).Select(c => desk.Pair(rival, c))];
        double[] corrected = Significance.Holm([.. classes.Select(c => c.Test.PValue)]);
        json.WriteStartObject("counts");
        json.WriteNumber("both", paired.BothRight);
        json.WriteNumber("onlyA", paired.OnlyA);
        json.WriteNumber("onlyB", paired.OnlyB);
        json.WriteNumber("neither", paired.BothWrong);
        json.WriteEndObject();
        json.WriteNumber("p", paired.Test.PValue);
        json.WriteNumber("difference", paired.Difference);
        json.WriteNumber("low", paired.Interval.Low);
        json.WriteNumber("high", paired.Interval.High);
        json.WriteBoolean("isBeyond", paired.IsBeyondChance);
        json.WriteString("verdict", ComparisonText.Verdict(paired));
        json.WriteString("ofClasses", ComparisonText.OfClasses(test.ClassNames, classes));
        json.WriteStartArray("classes");
        for (int c = 0; c < classes.Length; c++)
        {
            var one = classes[c];
            json.WriteStartObject();
            json.WriteString("name", test.ClassNames[c]);
            json.WriteNumber("count", one.Count);
            json.WriteNumber("a", one.Count == 0 ? 0 : one.AccuracyA);
            json.WriteNumber("b", one.Count == 0 ? 0 : one.AccuracyB);
            json.WriteString("aText", Percent(one.AccuracyA));
            json.WriteString("bText", Percent(one.AccuracyB));
            json.WriteString("points", one.Count == 0 ? "–"
                : ComparisonText.Points(one.Difference).Replace('-', '−'));
            json.WriteString("p", ComparisonText.P(corrected[c])[2..].Replace("= ", "", StringComparison.Ordinal));
            json.WriteBoolean("isBeyond", corrected[c] < Significance.Level);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Accuracy and cost of both, and of all that were compared before.</summary>
    private static void WriteCost(
        Utf8JsonWriter json, Desk desk, Rival rival, IReadOnlyList<Rival> all, string own)
    {
        long right = desk.Answers.Said.Where((answer, i) => answer == desk.Targets[i]).Count();
        List<(string Letter, string Name, string Recipe, long Right, NetworkOutline Cost)> rows =
        [
            ("A", $"step {desk.Answers.Step}", own, right, desk.Answers.Cost!),
            ("B", Title(rival), rival.Recipe, rival.Right, rival.Cost),
            .. all.Where(other => other.Name != rival.Name)
                .Select(other => ("", Title(other), other.Recipe, (long)other.Right, other.Cost)),
        ];
        double low = rows.Min(row => Math.Log10(Math.Max(1, row.Cost.MultiplyAdds)));
        double high = rows.Max(row => Math.Log10(Math.Max(1, row.Cost.MultiplyAdds)));
        json.WriteStartArray("costs");
        foreach (var row in rows)
        {
            var (from, to) = Evaluation.WilsonInterval(row.Right, desk.Samples);
            json.WriteStartObject();
            json.WriteString("letter", row.Letter);
            json.WriteString("name", row.Name);
            json.WriteString("recipe", row.Recipe);
            json.WriteNumber("parameters", row.Cost.Parameters);
            json.WriteNumber("multiplyAdds", row.Cost.MultiplyAdds);
            json.WriteNumber("across", high - low < 1e-9 ? 0.5
                : (Math.Log10(Math.Max(1, row.Cost.MultiplyAdds)) - low) / (high - low));
            json.WriteNumber("accuracy", (double)row.Right / desk.Samples);
            json.WriteNumber("low", from);
            json.WriteNumber("high", to);
            json.WriteString("text", $"{Percent((double)row.Right / desk.Samples)} ({Percent(from)} to {Percent(to)})");
            json.WriteEndObject();
        }

        json.WriteEndArray();

        static string Title(Rival one) => one.Name == RivalLoader.Start ? "step 0" : one.Name;
    }

    /// <summary>Samples of a cell of the table, such as those that only A gets right.</summary>
    private static void WriteSamples(Utf8JsonWriter json, Stage stage, Desk desk, Rival rival, string cell,
        List<IReadOnlyList<float>> numbers)
    {
        var test = stage.Data.Test;
        int[] found = [.. Enumerable.Range(0, desk.Samples).Where(i => desk.CellOf(rival, i) == cell).Take(MaxShown)];
        json.WriteStartArray("found");
        foreach (int i in found)
        {
            json.WriteStartObject();
            json.WriteNumber("index", i);
            json.WriteString("is", test.ClassNames[(int)desk.Targets[i]]);
            json.WriteString("a", test.ClassNames[desk.Answers.Said[i]]);
            json.WriteString("b", test.ClassNames[rival.Said[i]]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (test.IsImages)
            SamplePictures.Write(json, test, stage.Experiment.Model, found, numbers);
    }

    private static string Percent(double share) => double.IsNaN(share) ? "–"
        : $"{(100 * share).ToString("F1", CultureInfo.InvariantCulture)}%";

    /// <summary>What is kept of a session from one look to the next, whatever a page asks for.</summary>
    private sealed class Desk
    {
        public Desk(Session session, Stage stage)
        {
            Samples = Math.Min(MaxSamples, stage.Data.Test.Count);
            Loader = new RivalLoader(session.Runs, stage.Experiment.Model.Recipe, stage.Data, Samples);
            Answers = new OwnAnswers(Samples);
            Targets = stage.Data.Test.Targets[..Samples].ToArray<long>();
        }

        public int Samples { get; }

        public RivalLoader Loader { get; }

        public OwnAnswers Answers { get; }

        public long[] Targets { get; }

        /// <summary>The comparison of all samples, or of a class.</summary>
        public PairedComparison Pair(Rival rival, int? onlyClass)
        {
            long[] counts = new long[Cells.Length];
            for (int i = 0; i < Samples; i++)
            {
                if (onlyClass is null || Targets[i] == onlyClass)
                    counts[Array.IndexOf(Cells, CellOf(rival, i))]++;
            }

            return new PairedComparison(counts[2], counts[0], counts[1], counts[3]);
        }

        public string CellOf(Rival rival, int i) => (Answers.Said[i] == Targets[i], rival.Said[i] == Targets[i]) switch
        {
            (true, true) => "both",
            (true, false) => "onlyA",
            (false, true) => "onlyB",
            (false, false) => "neither",
        };
    }
}
