using Madaline.Studio.Live;
using Madaline.Studio.Tests.Wire;

namespace Madaline.Studio.Tests.Views;

/// <summary>Views of pictures: what they say of samples is what the network says of them.</summary>
public sealed class PictureViewTests
{
    [Fact]
    public void A_gallery_shows_the_samples_of_a_class_with_the_network_s_answers()
    {
        using var running = Sessions.Start();
        var frame = Look(running, "gallery", """{"class":2,"part":"test"}""");
        var test = Sessions.Data().Test;
        int[] members = [.. Enumerable.Range(0, test.Count).Where(i => test.Targets[i].Item<long>() == 1)];
        var pictures = frame.Json.GetProperty("pictures").EnumerateArray().ToList();
        Assert.Equal(members, pictures.Select(picture => picture.GetProperty("index").GetInt32()));
        Assert.Equal(members.Length * 64, frame.Numbers.Length);
        Assert.Equal(test.Inputs[members[0]].To(DType.Float32).ToArray<float>().Select(pixel => pixel / 255f), frame.Numbers[..64]);
        var answers = running.Session.Experiment.Model.Classify(test.Take(members).Inputs);
        Assert.Equal(answers.Select(answer => answer.ClassName), pictures.Select(picture => picture.GetProperty("said").GetString()));
    }

    [Fact]
    public void Shuffled_pixels_are_the_same_pixels_in_one_other_order()
    {
        using var running = Sessions.Start();
        float[] plain = Look(running, "gallery", "{}").Numbers, shuffled = Look(running, "gallery", """{"pixels":"shuffled"}""").Numbers;
        Assert.NotEqual(plain, shuffled);
        int[] order = new Rng(1).Permutation(64);
        for (int picture = 0; picture < 24; picture++)
        {
            for (int at = 0; at < 64; at++)
                Assert.Equal(plain[(picture * 64) + order[at]], shuffled[(picture * 64) + at]);
        }
    }

    [Fact]
    public void Kernels_are_shown_as_they_were_at_earlier_steps()
    {
        using var running = Sessions.Start(Sessions.Convolutional);
        var first = running.Session.Experiment.Model.Network.NamedModules().Select(entry => entry.Module).OfType<NN.Conv2d>().Single();
        float[] before = first.Weight.Detach().ToArray<float>();
        running.Do(SessionAction.Step, 5, state => state.Latest == 5 && !state.IsPlaying);
        var frame = Look(running, "maps", """{"layer":0}""");
        Assert.Equal(0, frame.Json.GetProperty("strip")[0].GetInt64());
        Assert.Equal(4, frame.Json.GetProperty("stripKernels").GetInt32());
        int steps = frame.Json.GetProperty("strip").GetArrayLength();
        Assert.Equal(before, frame.Numbers[^(36 * steps)..][..36]);
        Assert.NotEqual(before, frame.Numbers[^(36 * (steps + 1))..^(36 * steps)]);
    }

    [Fact]
    public void A_matrix_counts_every_test_sample_once_as_the_evaluation_does()
    {
        using var running = Sessions.Start();
        running.Do(SessionAction.Epoch, 0, state => state.Latest == Sessions.StepsPerEpoch && !state.IsPlaying);
        var seen = new SeenFrames();
        using var page = seen.Look(running.Session, "confusion", """{"row":0,"column":1}""");
        var frame = seen.WaitFor(frame => frame.Json.GetProperty("done").GetInt32() == frame.Json.GetProperty("samples").GetInt32());
        var evaluation = running.Session.Experiment.Evaluate(Sessions.Data().Test);
        Assert.Equal(evaluation.Confusion.Cast<long>().Select(count => (float)count), frame.Numbers[^9..]);
        Assert.Equal(Math.Min(12, evaluation.Confusion[0, 1]), frame.Json.GetProperty("pictures").GetArrayLength());
        Assert.Equal(evaluation.Accuracy, (double)frame.Json.GetProperty("right").GetInt32() / Sessions.Data().Test.Count, 1e-12);
    }

    [Fact]
    public void What_is_drawn_is_what_the_network_is_asked_about()
    {
        using var running = Sessions.Start();
        var random = new Random(3);
        byte[] pixels = new byte[64];
        for (int y = 1; y < 4; y++)
        {
            for (int x = 1; x < 4; x++)
                pixels[(y * 8) + x] = (byte)random.Next(100, 256);
        }

        var frame = Look(running, "digit", $$"""{"center":"off","pixels":"{{Convert.ToHexString(pixels)}}"}""");
        Assert.Equal(pixels.Select(pixel => pixel / 255f), frame.Numbers);
        var answer = running.Session.Experiment.Model.Classify(Tensor.From(pixels, [1, 1, 8, 8]))[0];
        Assert.Equal(answer.ClassName, frame.Json.GetProperty("said").GetString());
        float[] centred = Look(running, "digit", $$"""{"pixels":"{{Convert.ToHexString(pixels)}}"}""").Numbers;
        double mass = centred.Sum(), x0 = centred.Select((value, i) => value * (i % 8)).Sum() / mass, y0 = centred.Select((value, i) => value * (i / 8)).Sum() / mass;
        Assert.InRange(x0, 3, 4);
        Assert.InRange(y0, 3, 4);
        Assert.True(Look(running, "digit", """{"pixels":"zz"}""").Json.GetProperty("isEmpty").GetBoolean());
    }

    [Fact]
    public void Maps_are_those_of_the_network()
    {
        using var running = Sessions.Start(Sessions.Convolutional);
        var frame = Look(running, "maps", """{"sample":2,"layer":0}""");
        Assert.Equal(["Conv2d", "Relu", "MaxPool2d"], frame.Json.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("kind").GetString()));
        var network = running.Session.Experiment.Model.Network;
        var convolution = network.NamedModules().Select(entry => entry.Module).OfType<NN.Conv2d>().Single();
        Assert.Equal(convolution.Weight.Detach().ToArray<float>(), frame.Numbers[^36..]);
        Tensor picture = Sessions.Data().Train.Inputs[2..3].To(DType.Float32) / 255.0;
        Assert.Equal(convolution.Call(picture).Detach().ToArray<float>(), frame.Numbers[64..(64 + (4 * 36))]);
        using var other = Sessions.Start();
        Assert.Contains("no convolution", Look(other, "maps", "{}").Json.GetProperty("problem").GetString());
    }

    private static SeenFrame Look(RunningSession running, string view, string args)
    {
        var seen = new SeenFrames();
        using var page = seen.Look(running.Session, view, args);
        return seen.WaitFor(_ => true);
    }
}
