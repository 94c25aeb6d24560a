using System.Globalization;
using System.Text.Json;
using Madaline.Studio.Tests.Wire;
using Madaline.Studio.Views.Adaline;

namespace Madaline.Studio.Tests.Views;

/// <summary>Adaline and Madaline: the echo, the filter, the bound and the vote are what their rules written again give.</summary>
public sealed class AdalineViewTests
{
    [Theory]
    [InlineData("""{"rate":0.0003}""", "crawls")]
    [InlineData("""{"rate":0.02}""", "learns")]
    [InlineData("""{"rate":0.1,"taps":24,"noise":0}""", "learns")]
    [InlineData("""{"rate":0.4,"taps":12,"voice":3}""", "jumps")]
    [InlineData("""{"rate":0.5}""", "diverges")]
    public void A_rate_is_called_what_it_does(string args, string zone) =>
        Assert.Equal(zone, Look(args).Json.GetProperty("zone").GetString());

    [Fact]
    public void Curves_and_taps_are_those_of_LMS_written_again()
    {
        const int Taps = 20, Time = 5200;
        const double Rate = 0.05, Noise = 0.02;
        var frame = Look($$"""{"voice":7,"taps":{{Taps}},"rate":{{Rate}},"noise":{{Noise}},"time":{{Time}}}""");
        var signal = EchoSignal.Of(7);
        double[] w = new double[Taps], after = new double[EchoSignal.Length], atTime = w;
        for (int t = 0; t < EchoSignal.Length; t++)
        {
            if (t == Time)
                atTime = [.. w];
            double e = Desired(t);
            for (int i = 0; i < Taps; i++)
                e -= w[i] * Far(t - i);
            for (int i = 0; i < Taps; i++)
                w[i] += 2 * Rate * e * Far(t - i);
            after[t] = e;
        }

        int bins = frame.Json.GetProperty("bins").GetInt32(), bin = frame.Json.GetProperty("bin").GetInt32();
        int near = frame.Json.GetProperty("near").GetInt32(), from = frame.Json.GetProperty("from").GetInt32();
        Assert.Equal(EchoSignal.Length, bins * bin);
        for (int i = 0; i < bins; i++)
        {
            Assert.Equal(Enumerable.Range(i * bin, bin).Max(t => Math.Abs(Desired(t))), frame.Numbers[i], 1e-6);
            Assert.Equal(Enumerable.Range(i * bin, bin).Max(t => Math.Abs(after[t])), frame.Numbers[bins + i], 1e-6);
            int[] window = [.. Enumerable.Range(Math.Max(0, (i * bin) - 799), Math.Min(800, (i * bin) + 1))];
            double decibels = 10 * Math.Log10(window.Sum(t => Math.Pow(Desired(t), 2)) / window.Sum(t => Math.Pow(after[t], 2)));
            Assert.Equal(decibels, frame.Numbers[(2 * bins) + i], 1e-4);
        }

        Assert.InRange(Time, from, from + near);
        for (int i = 0; i < near; i++)
            Assert.Equal(after[from + i], frame.Numbers[(3 * bins) + near + i], 1e-6);
        for (int i = 0; i < Taps; i++)
            Assert.Equal(atTime[i], frame.Numbers[(3 * bins) + (2 * near) + i], 1e-6);
        Assert.Equal(Number(frame.Json.GetProperty("after")), after[Time], 1e-3 * Math.Abs(after[Time]));
        Assert.EndsWith($"={Text(frame.Json.GetProperty("after"))}", Joined(frame.Json.GetProperty("error")));
        double square = Enumerable.Range(0, Taps).Sum(i => Math.Pow(Far(Time - i), 2));
        double left = double.Parse(Joined(frame.Json.GetProperty("shrinks")).Split('=')[^1].Replace('−', '-').Replace("×10", "e"), CultureInfo.InvariantCulture);
        Assert.Equal(after[Time] * (1 - (2 * Rate * square)), left, 1e-3 * Math.Abs(left));
        double largest = Enumerable.Range(0, EchoSignal.Length).Max(t => Enumerable.Range(0, Taps).Sum(i => Math.Pow(Far(t - i), 2)));
        Assert.Equal(1 / largest, frame.Json.GetProperty("safeRate").GetDouble(), 1e-9);

        double Far(int t) => t < 0 ? 0 : signal.Far[t];

        double Desired(int t) => (Noise * signal.Near[t]) + EchoSignal.Path.Select((h, i) => h * Far(t - i)).Sum();
    }

    [Fact]
    public void The_echo_goes_as_the_taps_come_and_never_when_they_are_too_few()
    {
        float Last(string args) => Look(args).Numbers[899];
        Assert.True(Last("""{"rate":0.1,"noise":0,"taps":24}""") > 40);
        Assert.InRange(Last("""{"rate":0.1,"noise":0,"taps":12}"""), 0, 15);
        Assert.InRange(Last("""{"rate":0,"noise":0}"""), -1e-6, 1e-6);
    }

    [Fact]
    public void What_has_run_away_says_when_and_has_no_rule()
    {
        var frame = Look("""{"rate":2,"time":11999}""");
        Assert.InRange(frame.Json.GetProperty("done").GetInt32(), 100, 11000);
        Assert.False(frame.Json.TryGetProperty("sum", out _));
        Assert.Equal("–", frame.Json.GetProperty("reduction").GetString());
    }

    [Theory]
    [InlineData("""{"rate":"fast","taps":1e9,"noise":-1,"voice":-5,"time":1e30}""")]
    [InlineData("""{"taps":0,"rate":1e300}""")]
    [InlineData("""{"part":"vote","alpha":-1,"start":1e12,"changes":1e12,"task":"none"}""")]
    [InlineData("""{"part":7}""")]
    public void Whatever_is_asked_is_brought_into_range(string args) =>
        Assert.False(Look(args).Json.TryGetProperty("problem", out _));

    [Theory]
    [InlineData("xor")]
    [InlineData("stripe")]
    [InlineData("half")]
    public void Some_starts_end_with_every_answer_right(string task)
    {
        int ended = 0;
        for (int start = 0; start < 10; start++)
        {
            var json = Look($$"""{"part":"vote","task":"{{task}}","start":{{start}},"changes":1000}""").Json;
            bool ends = json.GetProperty("ends").GetBoolean();
            ended += ends ? 1 : 0;
            Assert.True(!ends || json.GetProperty("wrong").GetInt32() == 0);
        }

        Assert.InRange(ended, 3, 10);
    }

    [Fact]
    public void One_change_is_rule_I_written_again()
    {
        var before = Look("""{"part":"vote","start":1,"changes":0}""");
        var after = Look("""{"part":"vote","start":1,"changes":1}""");
        double[][] w = Weights(before.Json), now = Weights(after.Json);
        var change = after.Json.GetProperty("change");
        var point = after.Json.GetProperty("points")[change.GetProperty("point").GetInt32()];
        double[] x = [point.GetProperty("x1").GetDouble(), point.GetProperty("x2").GetDouble(), 1];
        int y = point.GetProperty("right").GetInt32();
        double[] sums = [.. w.Select(one => one.Zip(x).Sum(pair => pair.First * pair.Second))];
        int[] wrong = [.. Enumerable.Range(0, 3).Where(i => (sums[i] >= 0 ? 1 : -1) != y).OrderBy(i => Math.Abs(sums[i]))];
        Assert.True(wrong.Length >= 2);
        int[] chosen = wrong[..(wrong.Length - 1)];
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(chosen.Contains(i), change.GetProperty("votes")[i].GetProperty("chosen").GetBoolean());
            for (int k = 0; k < 3; k++)
            {
                double expected = w[i][k] + (chosen.Contains(i) ? (y - sums[i]) * x[k] / x.Sum(value => value * value) : 0);
                Assert.Equal(expected, now[i][k], 2e-3);
            }
        }

        // The region where two or three say +, in the cell of a point far from every line.
        int grid = after.Json.GetProperty("grid").GetInt32();
        int said = now.Count(one => (-1.5 * one[0]) + (1.5 * one[1]) + one[2] >= 0);
        Assert.Equal(said, after.Numbers[0]);
        Assert.Equal(grid * grid, after.Numbers.Length);
    }

    private static double[][] Weights(JsonElement json) => [.. json.GetProperty("members").EnumerateArray().Select(
        member => member.GetProperty("weights").EnumerateArray().Select(Number).ToArray())];

    private static SeenFrame Look(string args)
    {
        using var running = Sessions.Start();
        var seen = new SeenFrames();
        using var page = seen.Look(running.Session, "adaline", args);
        return seen.WaitFor(_ => true);
    }

    private static string Joined(JsonElement parts) => string.Concat(parts.EnumerateArray().Select(Text));

    private static double Number(JsonElement node) =>
        double.Parse(Text(node).Replace('−', '-').Replace("×10", "e"), CultureInfo.InvariantCulture);

    private static string Text(JsonElement node) => string.Concat(node.EnumerateArray().Skip(1)
        .Select(part => part.ValueKind == JsonValueKind.String ? part.GetString() : Text(part)));
}
