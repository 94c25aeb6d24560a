using System.Text.Json;
using Madaline.NN;
using Madaline.Recipes;
using Madaline.Studio.Tests.Wire;

namespace Madaline.Studio.Tests.Views;

/// <summary>The products that the matrices view shows are those of tensors.</summary>
public sealed class MatricesViewTests
{
    [Fact]
    public void Forward_is_the_product_of_the_matrix_and_what_comes_in()
    {
        using var running = Sessions.Start();
        var frame = Look(running, """{"layer":0,"row":5,"sample":3}""");
        var (input, target) = running.Session.Experiment.Model.Prepare(Sessions.Data().Train[3..4]).GatherAll();
        Probe probe = Probe.Of(running.Session.Experiment.Model.Network, new QuadraticLoss(), input, target);
        var layer = probe.Layers.First(call => call.Layer is Linear);
        var linear = (Linear)layer.Layer;
        float[] expected = [.. linear.Weight.Detach().ToArray<float>(), .. layer.Input.ToArray<float>(),
            .. linear.Bias!.Detach().ToArray<float>(), .. layer.Output.ToArray<float>(), .. layer.Output.Sigmoid().ToArray<float>()];
        Assert.Equal(expected, frame.Numbers);
        Assert.Equal("a^1 = σ(W^1a^0 + b^1)", Plain(frame.Json, "matrix"));
        Assert.Equal("(30 × 64)(64 × 1) + (30 × 1) = (30 × 1)", Plain(frame.Json, "sizes"));
        Assert.Equal(64, frame.Json.GetProperty("terms").GetInt32());
        Assert.Equal(10, frame.Json.GetProperty("top").GetArrayLength());
        Assert.Equal(54, frame.Json.GetProperty("more").GetInt32());
        double z = layer.Output[0, 5].Item<float>();
        Assert.Equal(z, Value(frame.Json, "result"), 1e-3);
        double sum = frame.Json.GetProperty("top").EnumerateArray().Sum(term => Value(term, "product"))
            + Value(frame.Json, "rest") + Value(frame.Json, "bias");
        Assert.Equal(z, sum, 1e-3);
    }

    [Fact]
    public void Backward_is_the_transposed_matrix_times_the_errors_times_the_slopes()
    {
        using var running = Sessions.Start();
        var frame = Look(running, """{"layer":1,"column":7,"way":"backward","sample":2}""");
        Assert.Equal("backward", frame.Json.GetProperty("way").GetString());
        const int Rows = 3, Columns = 30;
        float[] w = frame.Numbers[..(Rows * Columns)], delta = frame.Numbers[90..93], slopes = frame.Numbers[93..123];
        for (int k = 0; k < Columns; k++)
        {
            double sum = 0;
            for (int j = 0; j < Rows; j++)
                sum += w[(j * Columns) + k] * delta[j];
            Assert.Equal(sum * slopes[k], frame.Numbers[123 + k], 1e-7);
        }

        Assert.Equal(frame.Numbers[123 + 7], Value(frame.Json, "result"), 1e-5);
        Assert.Equal("δ^1 = ((W^2)^Tδ^2) ⊙ σ′(z^1)", Plain(frame.Json, "matrix"));
    }

    [Fact]
    public void What_cannot_be_shown_is_said()
    {
        using var running = Sessions.Start();
        Assert.Contains("only the sample", Look(running, """{"layer":0,"way":"backward"}""").Json.GetProperty("noBackward").GetString());
        using var flat = Sessions.Start(Sessions.Convolutional);
        var frame = Look(flat, """{"way":"backward"}""");
        Assert.Equal("forward", frame.Json.GetProperty("way").GetString());
        Assert.Contains("see Microscope", frame.Json.GetProperty("noBackward").GetString());
        using var only = Sessions.Start(Sessions.Convolutional with
        {
            Layers = [new Spec("conv").With("channels", 3.0).With("kernel", 8.0), new Spec("flatten")],
        });
        Assert.Contains("no linear layer", Look(only, "{}").Json.GetProperty("problem").GetString());
    }

    private static SeenFrame Look(RunningSession running, string args)
    {
        var seen = new SeenFrames();
        using var page = seen.Look(running.Session, "matrices", args);
        return seen.WaitFor(_ => true);
    }

    private static string Plain(JsonElement json, string name) => Text(json.GetProperty(name));

    private static double Value(JsonElement json, string name) => double.Parse(
        Text(json.GetProperty(name)).Replace('−', '-').Replace(" × 10^", "e"), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The text of a formula, as a person would write it in a line.</summary>
    private static string Text(JsonElement node)
    {
        string[] parts = [.. node.EnumerateArray().Skip(1).Select(part =>
            part.ValueKind == JsonValueKind.String ? part.GetString()! : Text(part))];
        string name = node[0].GetString()!;
        return name == "msup" ? string.Join('^', parts)
            : name == "mo" && "=+⊙×".Contains(parts[0]) ? $" {parts[0]} " : string.Concat(parts);
    }
}
