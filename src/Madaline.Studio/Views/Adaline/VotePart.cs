using System.Text.Json;
using Madaline.Studio.Formulas;
using Madaline.Studio.Pictures;
using Madaline.Training;
using Neuron = Madaline.Training.Adaline;

namespace Madaline.Studio.Views.Adaline;

/// <summary>Three ADALINEs that vote on points of the plane, and rule I change by change.</summary>
internal static class VotePart
{
    private const int Members = 3, MostChanges = 150, Grid = 49;

    /// <summary>The plot goes from −Edge to Edge.</summary>
    private const double Edge = 1.5;

    /// <summary>Writes it.</summary>
    public static void Write(ViewArguments arguments, Utf8JsonWriter json, List<IReadOnlyList<float>> numbers)
    {
        var task = VoteTask.All.FirstOrDefault(one => one.Name == arguments.Text("task")) ?? VoteTask.All[0];
        double alpha = arguments.Number("alpha", 0.05, 1.95, 1);
        int start = arguments.Integer("start", 100, 1);
        var changes = Changes(task, start, alpha);
        int shown = arguments.Integer("changes", changes.Count);
        Change now = changes[shown];
        AdalineVote vote = VoteOf(now.Members);
        json.WriteString("task", task.Name);
        json.WriteStartArray("tasks");
        foreach (VoteTask one in VoteTask.All)
        {
            json.WriteStartObject();
            json.WriteString("name", one.Name);
            json.WriteString("title", one.Title);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("alpha", alpha);
        json.WriteNumber("start", start);
        json.WriteNumber("changes", shown);
        json.WriteNumber("all", changes.Count - 1);
        json.WriteBoolean("ends", changes.Count <= MostChanges);
        json.WriteNumber("edge", Edge);
        json.WriteNumber("grid", Grid);
        WriteLines(json, vote);
        WritePoints(json, vote, task);
        WriteChange(json, shown > 0 ? changes[shown - 1] : null, now, task, alpha);
        numbers.Add(Regions(vote));
    }

    private static List<Change> Changes(VoteTask task, int start, double alpha)
    {
        var rng = new Rng((ulong)start);
        var vote = new AdalineVote([.. Enumerable.Range(0, Members).Select(_ =>
            new Neuron([rng.NextUniform(-1, 1), rng.NextUniform(-1, 1)], rng.NextUniform(-1, 1)))]);
        List<Change> changes = [new(Copy(vote), -1, [])];
        int count = task.Points.Length;
        // Points are taken in turn, again and again; when all of them in a row are right, nothing will change any more.
        for (int i = 0, right = 0; right < count && changes.Count <= MostChanges; i = (i + 1) % count)
        {
            var changed = vote.Learn(task.Points[i], task.Answers[i], alpha);
            right = changed.Count == 0 ? right + 1 : 0;
            if (changed.Count > 0)
                changes.Add(new(Copy(vote), i, changed));
        }

        return changes;
    }

    private static Weights[] Copy(AdalineVote vote) =>
        [.. vote.Members.Select(member => new Weights(member.Weights[0], member.Weights[1], member.Bias))];

    private static AdalineVote VoteOf(Weights[] members) =>
        new([.. members.Select(member => new Neuron([member.W1, member.W2], member.B))]);

    private static void WriteLines(Utf8JsonWriter json, AdalineVote vote)
    {
        json.WriteStartArray("members");
        foreach (Neuron member in vote.Members)
        {
            json.WriteStartObject();
            json.WriteFormulas("weights", [.. member.Weights.Append(member.Bias).Select(Formula.Number)]);
            json.WriteStartArray("line");
            foreach (double value in PlaneLine.Ends(member.Weights[0], member.Weights[1], member.Bias, -Edge, Edge))
                json.WriteNumberValue(value);
            json.WriteEndArray();
            // Where the arrow to its positive side points.
            double length = Math.Sqrt(member.Weights.Sum(w => w * w));
            json.WriteNumber("towardsX", length > 0 ? member.Weights[0] / length : 0);
            json.WriteNumber("towardsY", length > 0 ? member.Weights[1] / length : 0);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePoints(Utf8JsonWriter json, AdalineVote vote, VoteTask task)
    {
        int wrong = 0;
        json.WriteStartArray("points");
        foreach (var (i, x) in task.Points.Index())
        {
            int said = vote.Answer(x);
            wrong += said == task.Answers[i] ? 0 : 1;
            json.WriteStartObject();
            json.WriteNumber("x1", x[0]);
            json.WriteNumber("x2", x[1]);
            json.WriteNumber("right", task.Answers[i]);
            json.WriteNumber("said", said);
            json.WriteFormulas("sums", [.. vote.Members.Select(member => Formula.Number(member.Sum(x)))]);
            json.WriteStartArray("votes");
            foreach (Neuron member in vote.Members)
                json.WriteNumberValue(member.Answer(x));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("wrong", wrong);
    }

    /// <summary>What the last change saw, whom it chose, and what it did to each weight.</summary>
    private static void WriteChange(Utf8JsonWriter json, Change? before, Change now, VoteTask task, double alpha)
    {
        if (before is null)
            return;
        AdalineVote vote = VoteOf(before.Members);
        double[] x = task.Points[now.Point], inputs = [.. x, 1];
        int y = task.Answers[now.Point];
        double square = inputs.Sum(value => value * value);
        json.WriteStartObject("change");
        json.WriteNumber("point", now.Point);
        json.WriteStartArray("votes");
        foreach (var (i, member) in vote.Members.Index())
        {
            json.WriteStartObject();
            json.WriteFormula("sum", member.Sum(x));
            json.WriteNumber("says", member.Answer(x));
            json.WriteBoolean("chosen", now.Changed.Contains(i));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("rules");
        foreach (int i in now.Changed)
        {
            double sum = vote.Members[i].Sum(x);
            double[] old = [.. vote.Members[i].Weights, vote.Members[i].Bias];
            json.WriteStartObject();
            json.WriteNumber("member", i);
            json.WriteStartArray("lines");
            for (int k = 0; k < inputs.Length; k++)
                WriteRule(json, k, old[k], inputs[k], (alpha, y, sum, square));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter json, int k, double old, double x,
        (double Alpha, int Y, double Sum, double Square) of)
    {
        Formula name = k < 2 ? Formula.Of("w", Formula.Integer(k + 1)) : Formula.Name("b");
        json.WriteStartArray();
        Formula.Row(name, Formula.Sign("←"), Formula.Number(old)).Write(json);
        LongSum.Plus(Formula.Row(Formula.Number(of.Alpha), Formula.Sign("·"), Formula.Brackets(Formula.Row(
            Formula.Number(of.Y), Formula.Sign("−"), Formula.Factor(of.Sum))), Formula.Sign("·"),
            Formula.Fraction(Formula.Number(x), Formula.Number(of.Square)))).Write(json);
        Formula.Behind("=", Formula.Number(old + (of.Alpha * (of.Y - of.Sum) * x / of.Square))).Write(json);
        json.WriteEndArray();
    }

    /// <summary>How many say 1 at each place of the plane, row by row from the top.</summary>
    private static float[] Regions(AdalineVote vote)
    {
        var said = new float[Grid * Grid];
        for (int i = 0; i < said.Length; i++)
        {
            double[] x = [Along(i % Grid), -Along(i / Grid)];
            said[i] = vote.Members.Count(member => member.Answer(x) > 0);
        }

        return said;

        static double Along(int i) => Edge * ((2.0 * i / (Grid - 1)) - 1);
    }

    /// <summary>The weights of one member.</summary>
    private readonly record struct Weights(double W1, double W2, double B);

    /// <summary>The members after a change, the point that caused it (−1 at the start), and who was changed.</summary>
    private sealed record Change(Weights[] Members, int Point, IReadOnlyList<int> Changed);
}
