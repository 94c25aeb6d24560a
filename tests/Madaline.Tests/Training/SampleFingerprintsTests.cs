using System.Buffers.Binary;
using System.Security.Cryptography;
using Madaline.Formats;
using Madaline.Recipes;
using Madaline.Tests.Fuzzing;
using Madaline.Training;

namespace Madaline.Tests.Training;

public sealed class SampleFingerprintsTests : IDisposable
{
    private readonly string _folder = Toy.Folder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_fingerprint_is_the_first_eight_bytes_of_the_samples_sha256_and_the_file_is_sorted()
    {
        byte[] bytes = [.. Enumerable.Range(0, 5 * 12).Select(i => (byte)(7 * i))];
        var learned = SampleFingerprints.Of(Tensor.Wrap(bytes, [5, 3, 2, 2]));
        learned.Save(File("a"));
        long[] expected = [.. bytes.Chunk(12).Select(one =>
            BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(one)))];
        Assert.Equal(expected.Order(), SafeTensors.Read(File("a")).Tensors["fingerprints"].ToArray<long>());
        Assert.Equal((5, 5), (learned.Count, SampleFingerprints.Load(File("a")).Count));
    }

    [Fact]
    public void Samples_are_known_again_in_any_order_shape_and_company()
    {
        Tensor all = Tensor.Randn([40, 6], rng: new Rng(3));
        var learned = SampleFingerprints.Of(all.Narrow(0, 10, 20));
        Assert.Equal(20, learned.CountIn(all));
        Assert.Equal(5, learned.CountIn(all.Narrow(0, 25, 15)));
        Assert.Equal(20, learned.CountIn(all.Flip(0).Reshape(40, 2, 3)));
        Assert.Equal(20, learned.CountIn(all.T.Contiguous().T));
        Assert.Equal(0, learned.CountIn(all + 1f));
        Assert.Equal(0, learned.CountIn(all.Narrow(0, 0, 0)));
    }

    [Fact]
    public void Samples_larger_and_smaller_than_a_piece_are_each_hashed_whole()
    {
        foreach (int size in (int[])[1, 65_535, 65_537])
        {
            byte[] bytes = [.. Enumerable.Range(0, 3 * size).Select(i => (byte)(i / size))];
            Tensor inputs = Tensor.Wrap(bytes, [3, size]);
            Assert.Equal(1, SampleFingerprints.Of(inputs.Narrow(0, 1, 1)).CountIn(inputs));
        }
    }

    [Fact]
    public void The_share_of_the_sets_own_duplicates_is_kept()
    {
        Tensor x = Tensor.Randn([30, 4], rng: new Rng(5));
        var learned = SampleFingerprints.Of(x.Narrow(0, 0, 21), x.Narrow(0, 20, 10));
        learned.Save(File("share"));
        Assert.Equal(0.1, SampleFingerprints.Load(File("share")).TestShare);
        Assert.Equal(0, SampleFingerprints.Of(x).TestShare);
    }

    [Fact]
    public void A_run_that_goes_on_keeps_what_it_learned_from_and_adds_what_is_new()
    {
        Tensor x = Tensor.Randn([30, 4], rng: new Rng(5));
        var run = new RunFolder(File("run"));
        Assert.Null(run.ReadTrainingSamples());
        run.WriteTrainingSamples(SampleFingerprints.Of(x.Narrow(0, 0, 10)), goesOn: false);
        run.WriteTrainingSamples(SampleFingerprints.Of(x.Narrow(0, 5, 10)), goesOn: true);
        Assert.Equal((15, 15), (run.ReadTrainingSamples()!.Count, run.ReadTrainingSamples()!.CountIn(x)));

        System.IO.File.Delete(run.TrainingSamplesPath);
        System.IO.File.WriteAllText(run.ModelPath, "");
        run.WriteTrainingSamples(SampleFingerprints.Of(x), goesOn: true);
        Assert.Null(run.ReadTrainingSamples());
    }

    [Fact]
    public void Forty_thousand_images_take_no_long_time() => OwnProcess.Run(() =>
    {
        Tensor images = Tensor.Zeros([40_000, 3, 32, 32], DType.UInt8);
        double seconds = OwnProcess.CpuSeconds(() => Assert.Equal(40_000, SampleFingerprints.Of(images).Count));
        Assert.True(seconds < 20, $"{seconds:F2} s");
    });

    [Fact]
    public void Damaged_files_are_refused()
    {
        string path = File("damaged");
        SampleFingerprints.Of(Tensor.Randn([20, 4], rng: new Rng(1))).Save(path);
        byte[] whole = System.IO.File.ReadAllBytes(path);
        var (read, refused) = Fuzz.Run([whole], 1_000, bytes =>
        {
            System.IO.File.WriteAllBytes(path, bytes);
            return SampleFingerprints.Load(path).Count;
        }, (length, _) => (2 * length) + (3 << 19));
        Assert.True(read > 5 && refused > 300, $"{read} read, {refused} refused");
    }

    private string File(string name) => Path.Combine(_folder, name);
}
