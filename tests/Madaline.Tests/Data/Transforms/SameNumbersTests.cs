using Madaline.Data;

namespace Madaline.Tests.Data.Transforms;

/// <summary>What a random transform does depends on the stream and the place in the batch, on nothing else.</summary>
[Collection(ThreadsCollection.Name)]
public sealed class SameNumbersTests
{
    public static TheoryData<string> Names => [.. All.Keys];

    /// <summary>Every random transform of images, with images UInt8 [n, 3, 8, 9] in mind.</summary>
    internal static Dictionary<string, Transform> All { get; } = new()
    {
        ["random-crop"] = new RandomCrop(padding: 2),
        ["flip"] = new RandomHorizontalFlip(),
        ["rotation"] = new RandomRotation(30, Interpolation.Bilinear),
        ["affine"] = new RandomAffine(20, 0.1, 0.8, 1.2, 10),
        ["color-jitter"] = new ColorJitter(0.4, 0.4, 0.4, 0.1),
        ["random-erasing"] = new RandomErasing(),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void The_loader_hands_out_the_same_with_and_without_prefetch_and_after_a_resume(string name)
    {
        Tensor images = Pictures.Noise(DType.UInt8, 1, 30, 3, 8, 9);
        Transform transform = new ToFloat().Then(All[name]);
        float[][] plain = Epochs(prefetch: false), ahead = Epochs(prefetch: true);
        Assert.Equal(plain, ahead);
        Assert.NotEqual(plain[0], plain[5]);
        var resumed = Pictures.Loader(images, transform, prefetch: true);
        (resumed.Epoch, resumed.Position) = (1, 3);
        Assert.Equal(plain[8..], resumed.Select(b => b.Inputs.ToArray<float>()));

        float[][] Epochs(bool prefetch)
        {
            var loader = Pictures.Loader(images, transform, prefetch);
            return [.. loader.Select(b => b.Inputs.ToArray<float>()), .. loader.Select(b => b.Inputs.ToArray<float>())];
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Threads_change_nothing_and_samples_behind_change_nothing_of_those_before(string name)
    {
        Tensor images = Pictures.Noise(DType.Float32, 2, 20, 3, 8, 9);
        Tensor whole = Apply(images, 4);
        foreach (int threads in (int[])[1, 2, 3, 8])
            Assert.Equal(whole.ToArray<float>(), ThreadsCollection.With(threads, () => Apply(images, 4).ToArray<float>()));
        Tensor part = Apply(images.Narrow(0, 0, 9), 4);
        Assert.Equal(whole.Narrow(0, 0, 9).ToArray<float>(), part.ToArray<float>());
        Assert.NotEqual(whole.ToArray<float>(), Apply(images, 5).ToArray<float>());

        Tensor Apply(Tensor x, ulong seed) => All[name].Apply(x, new Rng(seed));
    }

    [Fact]
    public void Streams_of_places_differ_from_each_other_and_from_the_key()
    {
        var seen = new HashSet<uint>();
        for (int place = 0; place < 100; place++)
        {
            var stream = new SampleStream(12345, place);
            for (int i = 0; i < 10; i++)
                seen.Add(stream.NextUInt32());
        }

        Assert.Equal(1000, seen.Count);
        double[] uniform = [.. Enumerable.Range(0, 20000).Select(place => new SampleStream(7, place).NextDouble())];
        Assert.InRange(uniform.Average(), 0.49, 0.51);
        Assert.InRange(uniform.Count(u => u < 0.25), 4800, 5200);
    }
}
