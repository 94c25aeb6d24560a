using System.Security.Cryptography;
using Madaline.Datasets.Downloads;
using Madaline.Formats;

namespace Madaline.Datasets.Tests;

public sealed class IdxImageFilesTests
{
    [Theory]
    [InlineData("mnist", "", true)]
    [InlineData("mnist", "", false)]
    [InlineData("MNIST/raw", "", false)]
    [InlineData("mnist", "mnist", true)]
    [InlineData("MNIST/raw", "MNIST/raw", false)]
    [InlineData("anything", "anything", false)]
    public void The_folders_of_the_set_and_of_torchvision_and_the_root_itself_are_found(
        string folder, string root, bool gzip)
    {
        using var temporary = new TemporaryFolder();
        WritePair(temporary[folder], "train", 3, gzip);
        var images = IdxImageFiles.Mnist.Load(new DataRoot(temporary[root]), DatasetPart.Train);
        Assert.Equal((3, 28, 28), (images.Count, images.Height, images.Width));
        Assert.Equal([0, 1, 2], images.Labels);
        Assert.Equal(2, images.Image(2)[0]);
        Assert.Null(IdxImageFiles.Mnist.Locate(new DataRoot(temporary[root]), DatasetPart.Test));
    }

    [Fact]
    public void The_folder_of_one_set_is_not_taken_for_the_other()
    {
        using var temporary = new TemporaryFolder();
        WritePair(temporary["fashion-mnist"], "t10k", 1, gzip: true);
        WritePair(temporary["MNIST/raw"], "t10k", 1, gzip: true);
        Assert.Null(IdxImageFiles.Mnist.Locate(new DataRoot(temporary["fashion-mnist"]), DatasetPart.Test));
        Assert.Null(IdxImageFiles.FashionMnist.Locate(new DataRoot(temporary["MNIST/raw"]), DatasetPart.Test));
        Assert.NotNull(IdxImageFiles.FashionMnist.Locate(new DataRoot(temporary["fashion-mnist"]), DatasetPart.Test));
        var fashion = IdxImageFiles.FashionMnist.Load(new DataRoot(temporary.Path), DatasetPart.Test);
        Assert.Equal("Ankle boot", fashion.ClassNames[9]);
        Assert.Equal(10, fashion.ClassNames.Count);
    }

    [Fact]
    public void Images_and_labels_that_do_not_belong_together_are_refused()
    {
        using var temporary = new TemporaryFolder();
        var (images, labels) = (temporary["images"], temporary["labels"]);
        Idx.Write(images, new IdxArray(IdxKind.UInt8, [2, 28, 28], new byte[2 * 784]));
        Idx.Write(labels, new IdxArray(IdxKind.UInt8, [3], [0, 1, 2]));
        Assert.Contains("3 labels", Fails(images, labels).Message, StringComparison.Ordinal);
        Idx.Write(labels, new IdxArray(IdxKind.UInt8, [2], [9, 10]));
        Assert.Equal(9, Fails(images, labels).Offset);
        Assert.Contains("expected labels", Fails(images, images).Message, StringComparison.Ordinal);
        Idx.Write(labels, new IdxArray(IdxKind.UInt8, [2], [9, 0]));
        Assert.Contains("expected images", Fails(labels, labels).Message, StringComparison.Ordinal);
        Idx.Write(images, new IdxArray(IdxKind.UInt8, [2, 32, 32], new byte[2 * 1024]));
        Assert.Contains("[2, 32, 32]", Fails(images, labels).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_set_names_the_files_the_folders_and_the_flag()
    {
        using var temporary = new TemporaryFolder();
        var error = Assert.Throws<DatasetNotFoundException>(
            () => IdxImageFiles.Mnist.Load(new DataRoot(temporary.Path), DatasetPart.Test));
        Assert.Equal(["t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"], error.Files);
        Assert.Equal(temporary["mnist"], error.Folders[0]);
        Assert.Contains("MADALINE_DATA", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_set_that_is_there_asks_no_network()
    {
        using var temporary = new TemporaryFolder();
        WritePair(temporary["MNIST/raw"], "train", 1, gzip: false);
        WritePair(temporary["MNIST/raw"], "t10k", 1, gzip: false);
        var before = temporary.Files();
        var offline = new Downloader(new DownloadOptions { Offline = true });
        await DatasetCatalog.Find("mnist").DownloadAsync(new DataRoot(temporary.Path), offline);
        Assert.Equal(before, temporary.Files());
        await Assert.ThrowsAsync<DatasetNotFoundException>(
            () => DatasetCatalog.Find("fashion-mnist").DownloadAsync(new DataRoot(temporary.Path), offline));
        Assert.Equal(before, temporary.Files());
    }

    [Theory]
    [InlineData(DatasetPart.Train, "5923 6742 5958 6131 5842 5421 5918 6265 5851 5949")]
    [InlineData(DatasetPart.Test, "980 1135 1032 1010 982 892 958 1028 974 1009")]
    public void The_real_digits_have_the_published_counts(DatasetPart part, string counts)
    {
        var root = RealData.Root();
        Assert.SkipWhen(IdxImageFiles.Mnist.Locate(root, part) is null, "no real data: mnist is not there");
        var images = IdxImageFiles.Mnist.Load(root, part);
        var found = images.Labels.CountBy(label => label).OrderBy(c => c.Key).Select(c => c.Value);
        Assert.Equal(counts, string.Join(' ', found));
        Assert.Equal(images.Count * 784, images.Images.Length);
    }

    [Fact]
    public void The_real_files_are_those_pinned()
    {
        foreach (var file in IdxImageFiles.Mnist.Files)
        {
            var bytes = File.ReadAllBytes(RealData.File($"mnist/{file.Name}"));
            Assert.Equal(file.Bytes, bytes.Length);
            Assert.Equal(file.Hash.Hex, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
    }

    [Fact]
    public void Every_address_is_https()
    {
        foreach (var file in (DownloadFile[])
            [.. IdxImageFiles.Mnist.Files, .. IdxImageFiles.FashionMnist.Files, .. WheatFiles.Files])
        {
            Assert.NotEmpty(file.Mirrors);
            Assert.All(file.Mirrors, mirror => Assert.Equal("https", mirror.Scheme));
            Assert.All(file.Mirrors, mirror => Assert.Equal(file.Name, Path.GetFileName(mirror.AbsolutePath)));
        }
    }

    [Fact]
    public void Images_that_their_labels_contradict_are_refused_before_they_are_unpacked()
    {
        using var temporary = new TemporaryFolder();
        var (images, labels) = (temporary["images"], temporary["labels"]);
        Idx.Write(labels, new IdxArray(IdxKind.UInt8, [10], new byte[10]), gzip: true);
        using (var file = File.Create(images))
        using (var gzip = new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionLevel.Fastest))
            gzip.Write([0, 0, 8, 3, 0, 0x20, 0, 0, 0, 0, 0, 28, 0, 0, 0, 28, 1, 2, 3]);
        DataFormatException error = Fails(images, labels);
        Assert.Contains("2097152 images", error.Message, StringComparison.Ordinal);
        Assert.Contains("10 labels", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/urandom")]
    public void Devices_are_no_data(string device)
    {
        Assert.SkipUnless(File.Exists(device), "no such device");
        Assert.Contains("nothing to read", Fails(device, device).Message, StringComparison.Ordinal);
        Assert.Contains("nothing to read", Assert.Throws<DataFormatException>(() => WheatFiles.Read(device)).Message,
            StringComparison.Ordinal);
    }

    private static DataFormatException Fails(string images, string labels) =>
        Assert.Throws<DataFormatException>(() => IdxImageFiles.Mnist.Read(images, labels));

    private static void WritePair(string folder, string part, int count, bool gzip)
    {
        var pixels = new byte[count * 784];
        for (var i = 0; i < count; i++) pixels[i * 784] = (byte)i;
        byte[] labels = [.. Enumerable.Range(0, count).Select(i => (byte)i)];
        var end = gzip ? ".gz" : "";
        Idx.Write(Path.Combine(folder, $"{part}-images-idx3-ubyte{end}"),
            new IdxArray(IdxKind.UInt8, [count, 28, 28], pixels), gzip);
        Idx.Write(Path.Combine(folder, $"{part}-labels-idx1-ubyte{end}"),
            new IdxArray(IdxKind.UInt8, [count], labels), gzip);
    }
}
