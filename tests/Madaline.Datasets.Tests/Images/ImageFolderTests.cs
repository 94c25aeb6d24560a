using Madaline.Datasets.Images;
using Madaline.Devices;
using Madaline.Formats;
using Madaline.Tests.Fuzzing;

namespace Madaline.Datasets.Tests.Images;

public sealed class ImageFolderTests
{
    [Fact]
    public void Classes_and_files_are_sorted_by_name_and_all_endings_read()
    {
        using var temporary = new TemporaryFolder();
        Write(temporary, "dog/b.png", 3);
        Write(temporary, "dog/a/z.BMP", 4);
        Write(temporary, "Zebra/only.png", 1);
        Write(temporary, "cat/x.png", 2);
        File.WriteAllText(temporary["cat/notes.txt"], "no image");
        File.WriteAllText(temporary["readme.png"], "beside the classes");
        Directory.CreateDirectory(temporary[".hidden"]);
        Assert.True(ImageFolder.IsOne(temporary.Path));
        var pair = DatasetCatalog.Load("images", new DatasetOptions { Path = temporary.Path });
        Assert.Null(pair.Test);
        Assert.Equal(["Zebra", "cat", "dog"], pair.Train.ClassNames);
        Assert.Equal([4, 3, 2, 2], pair.Train.Inputs.Shape);
        Assert.Equal([0L, 1, 2, 2], pair.Train.Targets.ToArray<long>());
        Assert.Equal([1, 2, 4, 3], pair.Train.Inputs.ToArray<byte>().Chunk(12).Select(image => image[0]));
    }

    [Theory]
    [InlineData("test")]
    [InlineData("val")]
    public void Train_and_test_folders_are_the_parts(string test)
    {
        using var temporary = new TemporaryFolder();
        Write(temporary, "train/a/1.png", 1);
        Write(temporary, "train/b/2.png", 2);
        Write(temporary, $"{test}/b/3.png", 3);
        var pair = ImageFolder.Read(temporary.Path);
        Assert.Equal((2, 1), (pair.Train.Count, pair.Test!.Count));
        Assert.Equal([1L], pair.Test.Targets.ToArray<long>());
        Assert.Equal(["a", "b"], pair.Test.ClassNames);
        Assert.Null(ImageFolder.Read(temporary.Path, new ImageFolderOptions { SkipTest = true }).Test);
        Write(temporary, $"{test}/c/4.png", 3);
        Assert.Contains("has not", Fails(temporary).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Control_characters_in_names_of_classes_are_replaced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such names.");
        using var temporary = new TemporaryFolder();
        Write(temporary, "a\u001b[31m/1.png", 1);
        Write(temporary, "b/1.png", 1);
        var pair = ImageFolder.Read(temporary.Path);
        Assert.Equal(["a\ufffd[31m", "b"], pair.Train.ClassNames);
        File.WriteAllText(temporary["a\u001b[31m/2.png"], "no image");
        Assert.DoesNotContain("\u001b", Fails(temporary, isStrict: true).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", Assert.Single(ImageFolder.Read(temporary.Path).Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_that_is_called_train_is_a_class()
    {
        using var temporary = new TemporaryFolder();
        Write(temporary, "train/1.png", 1);
        Write(temporary, "plane/1.png", 1);
        Assert.Equal(["plane", "train"], ImageFolder.Read(temporary.Path).Train.ClassNames);
    }

    [Fact]
    public void Images_of_different_sizes_are_refused_by_name_and_read_when_a_size_is_given()
    {
        using var temporary = new TemporaryFolder();
        Write(temporary, "a/1.png", 1);
        ImageFile.Write(temporary["b/2.png"], Tensor.Full([1, 3, 5], 9, DType.UInt8));
        var error = Fails(temporary);
        Assert.Equal(temporary["b/2.png"], error.File);
        foreach (string part in (string[])["5 × 3", "2 × 2", temporary["a/1.png"], "Give a size"])
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        var set = ImageFolder.Read(temporary.Path, new ImageFolderOptions { Size = (4, 6) }).Train;
        Assert.Equal([2, 3, 4, 6], set.Inputs.Shape);
        Assert.Equal([1, 9], set.Inputs.ToArray<byte>().Chunk(72).Select(image => image[0]));
    }

    [Fact]
    public void Images_are_grey_if_all_are_and_as_asked_otherwise()
    {
        using var temporary = new TemporaryFolder();
        ImageFile.Write(temporary["a/1.png"], Tensor.Full([1, 2, 2], 9, DType.UInt8));
        Assert.Equal([1, 1, 2, 2], ImageFolder.Read(temporary.Path).Train.Inputs.Shape);
        Assert.Equal([1, 3, 2, 2],
            ImageFolder.Read(temporary.Path, new ImageFolderOptions { Channels = 3 }).Train.Inputs.Shape);
        Write(temporary, "a/2.png", 7);
        Assert.Equal([2, 3, 2, 2], ImageFolder.Read(temporary.Path).Train.Inputs.Shape);
        Assert.Equal([2, 1, 2, 2],
            ImageFolder.Read(temporary.Path, new ImageFolderOptions { Channels = 1 }).Train.Inputs.Shape);
    }

    [Fact]
    public void A_folder_without_images_and_a_class_without_are_explained()
    {
        using var temporary = new TemporaryFolder();
        Assert.False(ImageFolder.IsOne(temporary.Path));
        Assert.False(ImageFolder.IsOne(temporary["nowhere"]));
        Assert.Throws<DatasetNotFoundException>(() => ImageFolder.Read(temporary["nowhere"]));
        Assert.Throws<DatasetNotFoundException>(() => ImageFolder.Read(temporary.Path));
        Directory.CreateDirectory(temporary["empty"]);
        Assert.Throws<DatasetNotFoundException>(() => ImageFolder.Read(temporary.Path));
        Write(temporary, "full/1.png", 1);
        Assert.Equal(temporary["empty"], Fails(temporary).File);
        Assert.Contains("Set Path", Assert.Throws<ArgumentException>(
            () => DatasetCatalog.Load("images")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_links_to_itself_ends()
    {
        using var temporary = new TemporaryFolder();
        Write(temporary, "a/1.png", 1);
        Directory.CreateSymbolicLink(temporary["a/again"], temporary["a"]);
        Assert.Equal(1, ImageFolder.Read(temporary.Path).Train.Count);
    }

    [Fact]
    public void A_broken_file_is_left_out_and_named_and_stops_only_on_demand()
    {
        using var temporary = new TemporaryFolder();
        Write(temporary, "a/1.png", 1);
        Write(temporary, "b/3.png", 3);
        File.WriteAllText(temporary["a/2.jpg"], "text");
        File.WriteAllBytes(temporary["a/0.png"], File.ReadAllBytes(temporary["a/1.png"])[..^30]);
        Assert.Equal(temporary["a/2.jpg"], Fails(temporary, isStrict: true).File);
        var pair = ImageFolder.Read(temporary.Path);
        Assert.Equal([0L, 1], pair.Train.Targets.ToArray<long>());
        Assert.Equal([2, 3, 2, 2], pair.Train.Inputs.Shape);
        Assert.Equal([1, 3], pair.Train.Inputs.ToArray<byte>().Chunk(12).Select(image => image[0]));
        string remark = Assert.Single(pair.Remarks);
        foreach (string part in (string[])["2 files that cannot be read", "a/2.jpg", "a/0.png", "replace", "74657874"])
            Assert.Contains(part, remark, StringComparison.Ordinal);
        File.Delete(temporary["a/0.png"]);
        File.Copy(temporary["a/1.png"], temporary["a/2.jpg"], overwrite: true);
        Assert.Equal(3, ImageFolder.Read(temporary.Path).Train.Count);
    }

    [Fact]
    public void A_class_of_which_nothing_can_be_read_is_an_error_that_says_why()
    {
        using var temporary = new TemporaryFolder();
        Write(temporary, "a/1.png", 1);
        Directory.CreateDirectory(temporary["b"]);
        File.WriteAllText(temporary["b/2.png"], "RIFF\u0001\u0001\u0001\u0001WEBPVP8 ");
        var error = Fails(temporary);
        Assert.Equal(temporary["b"], error.File);
        foreach (string part in (string[])["class b", "of 1 files", "2.png", "WebP", "Save it as PNG or JPEG"])
            Assert.Contains(part, error.Reason, StringComparison.Ordinal);
        byte[] cut = ImageFile.Encode(ImageSamples.Picture(3, 2, 2), ImageFormat.Jpeg);
        File.WriteAllBytes(temporary["b/2.png"], cut[..^4]);
        Assert.Contains("no image that can be read", Fails(temporary).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_picture_is_counted_and_named_by_its_kind()
    {
        using var temporary = new TemporaryFolder();
        Write(temporary, "a/1.png", 1);
        foreach (string name in (string[])["a/x.webp", "a/y.webp", "a/notes.txt", "a/Thumbs.db", "a/.DS_Store", "a/.hidden.png"])
            File.WriteAllText(temporary[name], "x");
        File.WriteAllText(temporary["readme.md"], "x");
        Directory.CreateDirectory(temporary["__MACOSX"]);
        var pair = ImageFolder.Read(temporary.Path);
        Assert.Equal(["a"], pair.Train.ClassNames);
        string remark = Assert.Single(pair.Remarks);
        foreach (string part in (string[])["8 files that are no pictures", "2 × .webp (a/x.webp)", "1 × .txt", "1 × .db", "1 × .md", "1 × hidden"])
            Assert.Contains(part, remark, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_may_be_a_link_but_not_to_a_folder_around_the_set()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        using var temporary = new TemporaryFolder();
        Write(temporary, "set/a/1.png", 1);
        Write(temporary, "elsewhere/2.png", 2);
        Directory.CreateSymbolicLink(temporary["set/b"], temporary["elsewhere"]);
        Directory.CreateSymbolicLink(temporary["set/c"], "/");
        Directory.CreateSymbolicLink(temporary["set/d"], "..");
        Directory.CreateSymbolicLink(temporary["set/e"], temporary["set/e"]);
        File.CreateSymbolicLink(temporary["set/a/gone.png"], temporary["nowhere.png"]);
        File.CreateSymbolicLink(temporary["set/a/endless.png"], "/dev/zero");
        Assert.True(ImageFolder.IsOne(temporary["set"]));
        var pair = ImageFolder.Read(temporary["set"]);
        Assert.Equal(["a", "b"], pair.Train.ClassNames);
        Assert.Equal([1, 2], pair.Train.Inputs.ToArray<byte>().Chunk(12).Select(image => image[0]));
        Assert.Contains("gone.png: It is not there any more, or a link to nothing.", pair.Remarks[0], StringComparison.Ordinal);
        Assert.Contains("endless.png", pair.Remarks[0], StringComparison.Ordinal);
        Assert.Contains("2 × folder (c)", pair.Remarks[1], StringComparison.Ordinal);
        Directory.CreateDirectory(temporary["parts"]);
        Directory.CreateSymbolicLink(temporary["parts/train"], "/");
        Assert.False(ImageFolder.IsOne(temporary["parts"]));
        Assert.Contains("link to /", Assert.Throws<DataFormatException>(() => ImageFolder.Read(temporary["parts"])).Reason,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_walk_over_too_many_entries_ends()
    {
        using var temporary = new TemporaryFolder();
        Write(temporary, "a/1.png", 1);
        Write(temporary, "a/2.png", 1);
        Assert.Single(new FolderWalk(temporary.Path, 3).Classes(temporary.Path));
        Assert.Contains("more than 2 files", Assert.Throws<DataFormatException>(
            () => new FolderWalk(temporary.Path, 2).Classes(temporary.Path)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_looked_through_without_being_kept()
    {
        using var temporary = new TemporaryFolder();
        Write(temporary, "train/a/1.png", 1);
        Write(temporary, "train/a/2.png", 1);
        Write(temporary, "train/b/1.png", 1);
        ImageFile.Write(temporary["test/b/2.png"], Tensor.Full([1, 3, 5], 9, DType.UInt8));
        File.WriteAllText(temporary["test/b/3.png"], "text");
        var contents = ImageFolder.Inspect(temporary.Path);
        Assert.Equal([new ImageClass("a", 2, 0), new ImageClass("b", 1, 1)], contents.Classes);
        Assert.Equal([new ImageSizeCount((2, 2), 3), new ImageSizeCount((3, 5), 1)], contents.Sizes);
        Assert.Equal((3, true), (contents.Channels, contents.HasTest));
        Assert.Equal(temporary["test/b/3.png"], Assert.Single(contents.Skipped).Path);
    }

    [Fact]
    public void Images_beyond_one_tensor_are_refused_by_their_number_and_size()
    {
        using var temporary = new TemporaryFolder();
        for (byte i = 0; i < 11; i++)
            Write(temporary, $"{(i % 2 == 0 ? "a" : "b")}/{i}.png", i);
        var error = Assert.Throws<DataFormatException>(
            () => ImageFolder.Read(temporary.Path, new ImageFolderOptions { Size = 8192, Channels = 3 }));
        Assert.Contains("11 images of 3 × 8192 × 8192 are 2214592512 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_with_a_damaged_image_are_read_or_refused()
    {
        using var temporary = new TemporaryFolder();
        Write(temporary, "a/1.png", 1);
        var options = new ImageFolderOptions { Size = 4, Image = new ImageOptions { MaxPixels = 1 << 14 } };
        string path = temporary["b/2.png"];
        Directory.CreateDirectory(temporary["b"]);
        byte[][] seeds =
        [
            ImageFile.Encode(ImageSamples.Picture(3, 6, 7), ImageFormat.Png),
            ImageFile.Encode(ImageSamples.Picture(3, 6, 7), ImageFormat.Jpeg),
            ImageFile.Encode(ImageSamples.Picture(3, 6, 7), ImageFormat.Bmp),
        ];
        var (read, refused) = Fuzz.Run(seeds, 2000, bytes =>
        {
            using (var file = new FileStream(path, FileMode.Create)) file.Write(bytes);
            return ImageFolder.Read(temporary.Path, options).Train.Inputs.Elements;
        }, (input, _) => 4 * input + 16 * (1 << 14) + (1 << 20));
        Assert.True(read > 50 && refused > 50, $"{read} read, {refused} refused");
    }

    private static void Write(TemporaryFolder folder, string path, byte value) =>
        ImageFile.Write(folder[path], Tensor.Full([3, 2, 2], value, DType.UInt8));

    private static DataFormatException Fails(TemporaryFolder folder, bool isStrict = false) =>
        Assert.Throws<DataFormatException>(() => ImageFolder.Read(folder.Path, new ImageFolderOptions { Strict = isStrict }));
}
