using System.IO.Compression;
using Madaline.Formats;
using Madaline.Tests;
using Madaline.Tests.Fuzzing;

namespace Madaline.Datasets.Tests.Cifar;

public sealed class CifarFuzzTests
{
    [Fact]
    public void Damaged_records_are_read_or_refused_within_twice_the_file_and_a_mebibyte() =>
        Run("data_batch_1.bin", [CifarSamples.Ten(3), CifarSamples.Ten(70)], (input, _) => 2 * input + (1 << 20), 2000);

    [Fact]
    public void Damaged_gzip_records_are_read_or_refused() =>
        Run("data_batch_1.bin.gz", [CifarSamples.Gzip(CifarSamples.Ten(3))], (_, result) => 4 * result + (1 << 20), 2000);

    [Fact]
    public void Damaged_archives_are_read_or_refused() => Run("cifar-10-binary.tar",
        [CifarSamples.Tar(("a/data_batch_1.bin", CifarSamples.Ten(1)), ("a/data_batch_2.bin", CifarSamples.Ten(1)))],
        (input, _) => 4 * input + (1 << 20), 2500);

    [Fact]
    public void Damaged_gzip_archives_are_read_or_refused() => Run("cifar-10-binary.tar.gz",
        [CifarSamples.Archive(("a/data_batch_1.bin", CifarSamples.Ten(2)))], (_, result) => 4 * result + (2 << 20), 2500);

    [Fact]
    public void An_archive_of_one_entry_that_unpacks_without_end_is_cut_off_in_time_and_memory() => OwnProcess.Run(() =>
    {
        using var temporary = new TemporaryFolder();
        Directory.CreateDirectory(temporary["cifar10"]);
        using (var file = File.Create(temporary["cifar10/cifar-10-binary.tar.gz"]))
        using (var gzip = new GZipStream(file, CompressionLevel.Fastest))
        {
            var block = new byte[1 << 20];
            for (int i = 0; i < 600; i++) gzip.Write(block);
        }

        long before = GC.GetTotalAllocatedBytes();
        DataFormatException? error = null;
        double seconds = OwnProcess.CpuSeconds(() => error = Assert.Throws<DataFormatException>(
            () => CifarFiles.Cifar10.Load(new DataRoot(temporary.Path))), runs: 1);
        Assert.Contains("unpacks to more", error!.Message, StringComparison.Ordinal);
        Assert.True(seconds < 60, $"it took {seconds} s");
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 8 << 20);
    });

    [Fact]
    public void What_leads_outside_links_and_doubles_in_an_archive_is_refused()
    {
        foreach (string path in (string[])["../data_batch_1.bin", "/data_batch_1.bin"])
            Assert.Contains("do not unpack", Fails((path, CifarSamples.Ten(1))).Message, StringComparison.Ordinal);
        Assert.Contains("twice", Fails(("a/data_batch_1.bin", CifarSamples.Ten(1)),
            ("b/data_batch_1.bin", CifarSamples.Ten(1))).Message, StringComparison.Ordinal);
        Assert.Contains("inside an image", Fails(("data_batch_1.bin", CifarSamples.Ten(1)[..^3])).Message,
            StringComparison.Ordinal);
    }

    private static DataFormatException Fails(params (string, byte[])[] files)
    {
        using var temporary = new TemporaryFolder();
        temporary.Write("cifar10/cifar-10-binary.tar.gz", CifarSamples.Archive(files));
        return Assert.Throws<DataFormatException>(() => CifarFiles.Cifar10.Load(new DataRoot(temporary.Path)));
    }

    private static void Run(string name, IReadOnlyList<byte[]> seeds, Func<long, long, long> bound, int count)
    {
        using var temporary = new TemporaryFolder();
        string path = temporary[$"cifar10/{name}"];
        var root = new DataRoot(temporary.Path);
        temporary.Write($"cifar10/{name}", []);
        var (read, refused) = Fuzz.Run(seeds, count, bytes =>
        {
            using (var file = new FileStream(path, FileMode.Create)) file.Write(bytes);
            try
            {
                return CifarFiles.Cifar10.Load(root, skipTest: true).Train.Inputs.Elements;
            }
            catch (DatasetNotFoundException)
            {
                // An entry's name was hit: nothing of the set is in the archive then.
                return 0;
            }
        }, bound);
        Assert.True(refused > count / 20 && read > count / 100, $"{read} read, {refused} refused");
    }
}
