using System.Globalization;
using System.Text.Json;
using Madaline.Studio.Tests.Wire;

namespace Madaline.Studio.Tests.Views;

/// <summary>Kernels and pooling: what the lab says is what the engine's convolution and pooling give.</summary>
public sealed class LabViewTests
{
    [Fact]
    public void The_course_s_sum_is_210()
    {
        using var running = Sessions.Start();
        var frame = Look(running, "kernel", """{"row":1,"column":0}""");
        Assert.Equal("(−1)·105+5·103+(−1)·99+(−1)·101=210", string.Concat(frame.Json.GetProperty("sum").EnumerateArray().Select(Text)));
        Assert.Equal("210", Text(frame.Json.GetProperty("result")));
        Assert.Equal("⌊5+2·1−31⌋+1=5", Text(frame.Json.GetProperty("size")));
    }

    [Fact]
    public void Sums_by_hand_are_the_convolution_for_200_random_kernels()
    {
        using var running = Sessions.Start();
        var random = new Random(7);
        for (int i = 0; i < 200; i++)
        {
            string kernel = string.Join(',', Enumerable.Range(0, 9).Select(_ => Math.Round((random.NextDouble() * 10) - 5, 3).ToString(CultureInfo.InvariantCulture)));
            int padding = random.Next(2), stride = random.Next(1, 4);
            string image = random.Next(2) == 0 ? "course" : "sample";
            var frame = Look(running, "kernel", $$"""
                {"kernel":"{{kernel}}","padding":{{padding}},"stride":{{stride}},"image":"{{image}}","sample":{{random.Next(64)}},"row":{{random.Next(8)}},"column":{{random.Next(8)}}}
                """);
            var (input, output) = (Size(frame, "input"), Size(frame, "output"));
            float[] pixels = frame.Numbers[..(input.Height * input.Width)], map = frame.Numbers[pixels.Length..(pixels.Length + (output.Height * output.Width))];
            float[] weights = frame.Numbers[(pixels.Length + map.Length)..(pixels.Length + map.Length + 9)];
            Assert.Equal(((input.Height + (2 * padding) - 3) / stride) + 1, output.Height);
            for (int y = 0; y < output.Height; y++)
            {
                for (int x = 0; x < output.Width; x++)
                {
                    double sum = 0;
                    for (int k = 0; k < 9; k++)
                    {
                        int row = (y * stride) - padding + (k / 3), column = (x * stride) - padding + (k % 3);
                        if (row >= 0 && row < input.Height && column >= 0 && column < input.Width)
                            sum += weights[k] * pixels[(row * input.Width) + column];
                    }

                    Assert.Equal(sum, map[(y * output.Width) + x], 1e-3 * Math.Max(1, Math.Abs(sum)));
                }
            }
        }
    }

    [Fact]
    public void Kirsch_s_edges_are_the_largest_of_the_eight_directions()
    {
        using var running = Sessions.Start();
        var frame = Look(running, "kernel", """{"image":"sample","sample":5}""");
        var size = Size(frame, "edges");
        Assert.Equal((6, 6), size);
        float[] pixels = frame.Numbers[..64], maps = frame.Numbers[^(8 * 36)..], edges = frame.Numbers[^(9 * 36)..^(8 * 36)];
        Tensor expected = Madaline.Images.Filters.KirschEdges(Tensor.From(pixels, [1, 8, 8]));
        string[] names = [.. frame.Json.GetProperty("compass").EnumerateArray().Select(name => name.GetString()!)];
        Assert.Equal(Enum.GetNames<Madaline.Images.Compass>(), names);
        for (int at = 0; at < 36; at++)
        {
            Assert.Equal(Enumerable.Range(0, 8).Max(i => maps[(i * 36) + at]), edges[at]);
            Assert.Equal(expected[0, 1 + (at / 6), 1 + (at % 6)].Item<float>(), edges[at], 1e-2);
        }
    }

    [Theory]
    [InlineData("max", 1)]
    [InlineData("minimum", 1)]
    [InlineData("average", 4)]
    public void A_gradient_goes_to_the_winner_or_to_all(string kind, int cells)
    {
        using var running = Sessions.Start();
        var frame = Look(running, "pooling", $$"""{"image":"sample","sample":3,"kind":"{{kind}}","relu":"off","preset":"as it is","row":1,"column":2}""");
        float[] gradient = frame.Numbers[^64..];
        Assert.Equal(1, gradient.Sum(), 1e-6);
        Assert.Equal(cells, gradient.Count(value => value != 0));
        var (y, x) = (2, 4);
        Assert.All(Enumerable.Range(0, 64).Where(i => gradient[i] != 0), i => Assert.True(i / 8 - y is 0 or 1 && i % 8 - x is 0 or 1));
        float[] before = frame.Numbers[(2 * 64)..(3 * 64)], window = [before[20], before[21], before[28], before[29]];
        float expected = kind switch { "max" => window.Max(), "minimum" => window.Min(), _ => window.Average() };
        Assert.Equal(expected, frame.Numbers[(3 * 64) + 4 + 2], 1e-4);
    }

    private static SeenFrame Look(RunningSession running, string view, string args)
    {
        var seen = new SeenFrames();
        using var page = seen.Look(running.Session, view, args);
        var frame = seen.WaitFor(_ => true);
        Assert.False(frame.Json.TryGetProperty("problem", out _), frame.Text);
        return frame;
    }

    private static (int Height, int Width) Size(SeenFrame frame, string name) =>
        (frame.Json.GetProperty(name).GetProperty("height").GetInt32(), frame.Json.GetProperty(name).GetProperty("width").GetInt32());

    private static string Text(JsonElement node) => string.Concat(node.EnumerateArray().Skip(1)
        .Select(part => part.ValueKind == JsonValueKind.String ? part.GetString() : Text(part)));
}
