using Madaline.Data;
using Madaline.Datasets.Downloads;
using Madaline.Formats;
using Madaline.Tests;

namespace Madaline.Datasets.Tests.Cifar;

public sealed class CifarFilesTests
{
    [Theory]
    [InlineData("cifar10", "", "")]
    [InlineData("cifar10", "", ".gz")]
    [InlineData("cifar10/cifar-10-batches-bin", "", "")]
    [InlineData("cifar-10-batches-bin", "", "")]
    [InlineData("cifar-10-batches-bin", "cifar-10-batches-bin", ".gz")]
    public void The_folders_of_the_set_and_of_torchvision_and_the_root_itself_are_found(
        string folder, string root, string ending)
    {
        using var temporary = new TemporaryFolder();
        for (int i = 1; i <= 5; i++)
            temporary.Write($"{folder}/data_batch_{i}.bin{ending}", Packed(CifarSamples.Ten(i, 10 * i), ending));
        temporary.Write($"{folder}/test_batch.bin{ending}", Packed(CifarSamples.Ten(3, 7), ending));
        var pair = CifarFiles.Cifar10.Load(new DataRoot(temporary[root]));
        RequireBatches(pair.Train, (1, 10), (2, 20), (3, 30), (4, 40), (5, 50));
        RequireBatches(pair.Test!, (3, 7));
        Assert.Equal("cat", pair.Train.ClassNames[3]);
        Assert.Equal(temporary[folder], CifarFiles.Cifar10.Locate(new DataRoot(temporary[root])));
    }

    [Theory]
    [InlineData("cifar10/cifar-10-binary.tar.gz", true)]
    [InlineData("cifar10/cifar-10-binary.tar", false)]
    [InlineData("cifar-10-binary.tar.gz", true)]
    public void An_archive_is_read_as_it_is_with_its_files_in_any_order_and_a_remark(string path, bool gzip)
    {
        using var temporary = new TemporaryFolder();
        (string, byte[])[] files =
        [
            Batch(4, 300), Batch(2, 2), ("batches.meta.txt", "airplane\n"u8.ToArray()), Batch(5, 1), Batch(1, 200),
            ("cifar-10-batches-bin/test_batch.bin", CifarSamples.Ten(3, 7)), Batch(3, 70),
        ];
        temporary.Write(path, gzip ? CifarSamples.Archive(files) : CifarSamples.Tar(files));
        var before = temporary.Files();
        var pair = CifarFiles.Cifar10.Load(new DataRoot(temporary.Path));
        RequireBatches(pair.Train, (200, 1), (2, 2), (70, 3), (300, 4), (1, 5));
        RequireBatches(pair.Test!, (3, 7));
        Assert.Contains(pair.Remarks, remark => remark.Contains("checksum", StringComparison.Ordinal)
            && remark.Contains("170052171", StringComparison.Ordinal));
        Assert.Contains(pair.Remarks, remark => remark.Contains("573 training images", StringComparison.Ordinal));
        Assert.Equal(before, temporary.Files());
        Assert.Equal(573, CifarFiles.Cifar10.Load(new DataRoot(temporary[path])).Train.Count);
    }

    [Fact]
    public void One_file_alone_is_a_training_part()
    {
        using var temporary = new TemporaryFolder();
        temporary.Write("mine.bin", CifarSamples.Ten(5));
        temporary.Write("mine.bin.gz", CifarSamples.Gzip(CifarSamples.Ten(6)));
        Assert.Equal(5, CifarFiles.Cifar10.Load(new DataRoot(temporary["mine.bin"]), skipTest: true).Train.Count);
        Assert.Equal(6, CifarFiles.Cifar10.Load(new DataRoot(temporary["mine.bin.gz"]), skipTest: true).Train.Count);
    }

    [Fact]
    public void A_missing_test_part_names_what_is_there_and_holdout_and_is_not_asked_for_then()
    {
        using var temporary = new TemporaryFolder();
        var root = new DataRoot(temporary.Path);
        temporary.Write("cifar10/cifar-10-binary.tar.gz", CifarSamples.Archive(Batch(1, 10), Batch(2, 15)));
        var error = Assert.Throws<DatasetNotFoundException>(() => CifarFiles.Cifar10.Load(root));
        Assert.Equal(["test_batch.bin"], error.Files);
        foreach (string part in (string[])["data_batch_2.bin", "25 images", "hold the last samples out, 5 of them",
            temporary["cifar10/cifar-10-binary.tar.gz"]])
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Equal(new DatasetRemedy(DatasetRemedyKind.HoldOutOrPutFiles, temporary["cifar10"], 5), error.Remedy);
        var pair = DatasetCatalog.Load("cifar10", new DatasetOptions { Root = root, SkipTest = true });
        Assert.Null(pair.Test);
        RequireBatches(pair.Train, (10, 1), (15, 2));
    }

    [Fact]
    public void Both_parts_in_a_folder_come_before_an_archive_and_an_archive_before_half_a_folder()
    {
        using var temporary = new TemporaryFolder();
        var root = new DataRoot(temporary.Path);
        temporary.Write("cifar10/data_batch_1.bin", CifarSamples.Ten(1));
        Assert.Equal(temporary["cifar10"], CifarFiles.Cifar10.Locate(root));
        temporary.Write("cifar10/cifar-10-binary.tar.gz", []);
        Assert.Equal(temporary["cifar10/cifar-10-binary.tar.gz"], CifarFiles.Cifar10.Locate(root));
        temporary.Write("cifar10/test_batch.bin", CifarSamples.Ten(1));
        Assert.Equal(temporary["cifar10"], CifarFiles.Cifar10.Locate(root));
    }

    [Fact]
    public void A_missing_set_names_files_folders_and_variable_and_the_python_version_if_that_is_there()
    {
        using var temporary = new TemporaryFolder();
        var root = new DataRoot(temporary.Path);
        Assert.Null(CifarFiles.Cifar10.Locate(root));
        var error = Assert.Throws<DatasetNotFoundException>(() => CifarFiles.Cifar10.Load(root));
        Assert.Contains("cifar-10-binary.tar.gz", error.Files);
        Assert.Equal(temporary["cifar10"], error.Folders[0]);
        Directory.CreateDirectory(temporary["cifar-10-batches-py"]);
        Assert.Contains("pickles", Assert.Throws<DatasetNotFoundException>(
            () => CifarFiles.Cifar10.Load(root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hundred_classes_are_fine_by_default_and_twenty_groups_on_demand()
    {
        using var temporary = new TemporaryFolder();
        temporary.Write("cifar100/cifar-100-binary.tar.gz", CifarSamples.Archive(
            ("cifar-100-binary/test.bin", CifarSamples.Hundred(2, 98)),
            ("cifar-100-binary/train.bin", CifarSamples.Hundred(30, 5))));
        var options = new DatasetOptions { Root = new DataRoot(temporary.Path) };
        var fine = DatasetCatalog.Load("cifar100", options);
        Assert.Equal([30, 3, 32, 32], fine.Train.Inputs.Shape);
        Assert.Equal(Enumerable.Range(5, 30).Select(i => (long)i), fine.Train.Targets.ToArray<long>());
        Assert.Equal([98L, 99], fine.Test!.Targets.ToArray<long>());
        Assert.Equal(CifarSamples.Pixel(5, 29, 3071), fine.Train.Inputs.AsSpan<byte>()[^1]);
        Assert.Equal(("apple", "worm", 100),
            (fine.Train.ClassNames[0], fine.Train.ClassNames[99], fine.Train.ClassNames.Distinct().Count()));
        var coarse = DatasetCatalog.Load("cifar100", options with { Coarse = true });
        Assert.Equal([18L, 19], coarse.Test!.Targets.ToArray<long>());
        Assert.Equal(20, coarse.Train.ClassNames.Distinct().Count());
        Assert.Equal("fish", coarse.Train.ClassNames[1]);
        Assert.Contains("Coarse", Assert.Throws<ArgumentException>(
            () => DatasetCatalog.Load("cifar10", options with { Coarse = true })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_files_are_refused_with_file_place_and_reason()
    {
        RequireRefused(CifarSamples.Ten(3)[..^1], 3 * 3073 - 1, "inside an image");
        RequireRefused([], 0, "empty");
        byte[] wrong = CifarSamples.Ten(70);
        wrong[66 * 3073] = 10;
        RequireRefused(wrong, 66 * 3073, "class 10 of image 66");
    }

    [Fact]
    public void More_than_twice_the_published_images_are_refused()
    {
        using var temporary = new TemporaryFolder();
        temporary.Write("cifar10/data_batch_1.bin", CifarSamples.Ten(1));
        temporary.Write("cifar10/test_batch.bin.gz", CifarSamples.Gzip(new byte[20_001 * 3073]));
        var error = Assert.Throws<DataFormatException>(() => CifarFiles.Cifar10.Load(new DataRoot(temporary.Path)));
        Assert.Contains("more than 20000 images", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_load_stops()
    {
        using var temporary = new TemporaryFolder();
        temporary.Write("cifar10/data_batch_1.bin", CifarSamples.Ten(1));
        Assert.Throws<OperationCanceledException>(() => CifarFiles.Cifar10.Load(
            new DataRoot(temporary.Path), skipTest: true, cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task What_is_there_asks_no_network_and_what_is_not_is_pinned()
    {
        using var temporary = new TemporaryFolder();
        var offline = new Downloader(new DownloadOptions { Offline = true });
        foreach (var files in (CifarFiles[])[CifarFiles.Cifar10, CifarFiles.Cifar100])
        {
            var root = new DataRoot(temporary.Path);
            var error = await Assert.ThrowsAsync<DatasetNotFoundException>(() => DatasetCatalog.Find(files.Name).DownloadAsync(root, offline));
            Assert.Equal([files.Files[0].Name], error.Files);
            Assert.Equal("SHA256", files.Files[0].Hash.Algorithm.Name);
            Assert.All(files.Files[0].Mirrors, mirror => Assert.Equal("https", mirror.Scheme));
        }

        temporary.Write("cifar10/cifar-10-binary.tar.gz", []);
        await DatasetCatalog.Find("cifar10").DownloadAsync(new DataRoot(temporary.Path), offline);
    }

    [Fact]
    public void The_real_training_part_loads_quickly_from_the_archive_with_even_classes()
    {
        var root = RealData.Root();
        Assert.SkipWhen(CifarFiles.Cifar10.Locate(root) is null, "no real data: cifar10 is not there");
        OwnProcess.Run(() =>
        {
            DatasetPair? loaded = null;
            long before = GC.GetAllocatedBytesForCurrentThread();
            double seconds = OwnProcess.CpuSeconds(() => loaded = CifarFiles.Cifar10.Load(root, skipTest: true), runs: 1);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            DatasetPair pair = loaded!;
            Assert.Equal([50_000, 3, 32, 32], pair.Train.Inputs.Shape);
            Assert.Equal([6L, 9, 9, 4, 1], pair.Train.Targets.ToArray<long>()[..5]);
            Assert.Equal([59, 43, 50], pair.Train.Inputs.AsSpan<byte>()[..3].ToArray());
            Assert.All(pair.Train.Targets.ToArray<long>().CountBy(c => c), c => Assert.Equal(5000, c.Value));
            Assert.True(allocated < 230_000_000, $"loading 153.6 MB allocated {allocated} bytes");
            Assert.True(seconds < 30, $"CIFAR-10 took {seconds} s");
        });
    }

    private static (string, byte[]) Batch(int number, int count) =>
        ($"cifar-10-batches-bin/data_batch_{number}.bin", CifarSamples.Ten(count, number));

    private static byte[] Packed(byte[] bytes, string ending) => ending == ".gz" ? CifarSamples.Gzip(bytes) : bytes;

    private static void RequireBatches(TensorDataset set, params (int Count, int Seed)[] batches)
    {
        Assert.Equal([batches.Sum(batch => batch.Count), 3, 32, 32], set.Inputs.Shape);
        Assert.Equal(batches.SelectMany(batch => Enumerable.Range(0, batch.Count).Select(
            i => (long)((batch.Seed + i) % 10))), set.Targets.ToArray<long>());
        byte[] pixels = set.Inputs.ToArray<byte>();
        int at = 0;
        foreach (var (count, seed) in batches)
        {
            for (int i = 0; i < count; i++, at += CifarSamples.ImageBytes)
            {
                Assert.Equal(CifarSamples.Pixel(seed, i, 0), pixels[at]);
                Assert.Equal(CifarSamples.Pixel(seed, i, 3071), pixels[at + 3071]);
            }
        }
    }

    private static void RequireRefused(byte[] bytes, long offset, string reason)
    {
        using var temporary = new TemporaryFolder();
        temporary.Write("cifar10/data_batch_1.bin", bytes);
        var error = Assert.Throws<DataFormatException>(
            () => CifarFiles.Cifar10.Load(new DataRoot(temporary.Path), skipTest: true));
        Assert.Equal((temporary["cifar10/data_batch_1.bin"], offset), (error.File, error.Offset));
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
    }
}
