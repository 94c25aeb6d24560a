using Madaline.Recipes;
using Madaline.Studio.Formulas;
using Madaline.Studio.Live;
using Madaline.Studio.Tests.Wire;

namespace Madaline.Studio.Tests.Views;

/// <summary>What the microscope writes: the engine's numbers, in words and formulas.</summary>
public sealed class MicroscopeViewTests
{
    [Theory]
    [InlineData(0, "4.683 × 10⁻⁴", 4.683e-4)]
    [InlineData(1, "−0.8623", -0.86231)]
    [InlineData(2, "1", 1)]
    [InlineData(3, "−12", -12)]
    [InlineData(4, "123.5", 123.456)]
    [InlineData(5, "1.000 × 10⁻⁹", 1e-9)]
    [InlineData(6, "2.500 × 10⁷", 25000000)]
    [InlineData(7, "0", 0)]
    [InlineData(8, "NaN", double.NaN)]
    [InlineData(9, "−∞", double.NegativeInfinity)]
    [InlineData(10, "0.001000", 0.001)]
    [InlineData(11, "9999", 9999)]
    public void Numbers_have_four_digits_and_true_exponents(int row, string expected, double value)
    {
        _ = row;
        Assert.Equal(expected, FormulaNumber.Of(value).ToString());
    }

    [Fact]
    public void The_text_is_the_same_for_any_number_of_threads()
    {
        int before = Device.Cpu.Threads;
        try
        {
            string[] texts = [.. new[] { 1, 2, 3 }.Select(threads =>
            {
                Device.Cpu.Threads = threads;
                return Text(Sessions.Convolutional, 9, """{"layer":0,"neuron":17,"sample":4}""");
            })];
            Assert.Single(texts.Distinct());
        }
        finally
        {
            Device.Cpu.Threads = before;
        }
    }

    [Theory]
    [InlineData(0.001, false)]
    [InlineData(-2, true)]
    public void A_nudge_does_what_the_slope_says_while_it_is_small(double change, bool isFar)
    {
        using var running = Sessions.Start();
        running.Do(SessionAction.Step, 3, state => state.Latest == 3 && !state.IsPlaying);
        var seen = new SeenFrames();
        using var page = seen.Look(running.Session, "microscope", $$"""{"layer":1,"neuron":2,"sample":7,"nudge":{{change}}}""");
        var nudge = seen.WaitFor(frame => frame.Step == 3).Json.GetProperty("nudge");
        Assert.Equal(change, nudge.GetProperty("by").GetDouble());
        Assert.Equal(isFar, nudge.GetProperty("isFar").GetBoolean());
    }

    [Fact]
    public void Every_equation_agrees_with_the_engine()
    {
        foreach (var recipe in new[] { Sessions.Quadratic, Sessions.Convolutional })
        {
            using var running = Sessions.Start(recipe);
            var seen = new SeenFrames();
            for (int layer = 0; layer < 2; layer++)
            {
                for (int neuron = 0; neuron < 3; neuron++)
                {
                    using var page = seen.Look(running.Session, "microscope", $$"""{"layer":{{layer}},"neuron":{{neuron}},"sample":{{neuron}}}""");
                    var frame = seen.WaitFor(frame => frame.Json.GetProperty("layer").GetInt32() == layer && frame.Json.GetProperty("neuron").GetInt32() == neuron);
                    var labels = frame.Json.GetProperty("equations").EnumerateArray().Select(equation => equation.GetProperty("label").GetString()).ToList();
                    Assert.Contains(layer == 1 ? "1" : "2", labels);
                    Assert.Contains("3", labels);
                    Assert.Contains("4", labels);
                    Assert.Equal(frame.Numbers.Length, Expected(frame));
                }
            }
        }
    }

    [Fact]
    public void The_quadratic_cost_reads_as_in_the_course()
    {
        string text = Text(Sessions.Quadratic, 0, """{"layer":1,"neuron":0,"sample":0}""");
        Assert.Matches(@"δ_0\^2 = ∂C/∂a_0\^2 · σ′\(z_0\^2\) = \(0\.\d+ − [01]\) · \(?0\.\d+\)? = −?0\.\d+", text);
        Assert.Matches(@"∂C/∂w_0,\d+\^2 = a_\d+\^1δ_0\^2 = ", text);
    }

    /// <summary>How many numbers the JSON speaks of.</summary>
    private static int Expected(SeenFrame frame)
    {
        int input = frame.Json.GetProperty("inputShape").EnumerateArray().Aggregate(1, (product, size) => product * size.GetInt32());
        int layers = frame.Json.GetProperty("layers").EnumerateArray().Sum(layer => (2 * layer.GetProperty("shown").GetInt32()) + layer.GetProperty("shownA").GetInt32());
        return input + layers + (2 * frame.Json.GetProperty("weights").GetInt32());
    }

    private static string Text(Recipe recipe, int steps, string args)
    {
        using var running = Sessions.Start(recipe);
        if (steps > 0)
            running.Do(SessionAction.Step, steps, state => state.Latest == steps && !state.IsPlaying);
        var seen = new SeenFrames();
        using var page = seen.Look(running.Session, "microscope", args);
        return seen.WaitFor(frame => frame.Step == steps).Equations;
    }
}
