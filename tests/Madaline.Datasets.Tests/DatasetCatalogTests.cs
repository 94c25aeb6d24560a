using Madaline.Data;
using Madaline.Datasets.Downloads;
using Madaline.Formats;
using Madaline.Tests;

namespace Madaline.Datasets.Tests;

public sealed class DatasetCatalogTests
{
    [Fact]
    public void Built_in_sets_load_as_their_entry_says_and_from_their_own_seed()
    {
        foreach (DatasetEntry info in DatasetCatalog.All.Where(info => info.Origin == DatasetOrigin.BuiltIn))
        {
            var options = new DatasetOptions { Count = 60, TestCount = info.TestCount > 0 ? 20 : null };
            DatasetPair pair = DatasetCatalog.Load(info.Name, options);
            RequireFits(info, pair.Train, 60);
            Assert.Equal(info.TestCount > 0, pair.Test is not null);
            if (pair.Test is not null) RequireFits(info, pair.Test, 20);
            Assert.Contains("seed 1", pair.Note, StringComparison.Ordinal);
            DatasetPair same = DatasetCatalog.Load(info.Name, options with { Seed = 1 });
            DatasetPair other = DatasetCatalog.Load(info.Name, options with { Seed = 2 });
            Assert.True(pair.Train.Inputs.EqualTo(same.Train.Inputs).All().Item<bool>());
            Assert.False(pair.Train.Inputs.EqualTo(other.Train.Inputs).All().Item<bool>());
            Assert.True(info.IsThere(new DataRoot("nowhere")));
        }
    }

    [Fact]
    public void Training_and_test_digits_share_no_picture()
    {
        DatasetPair pair = DatasetCatalog.Load("digits", new DatasetOptions { Count = 100, TestCount = 100 });
        byte[] train = pair.Train.Inputs.ToArray<byte>(), test = pair.Test!.Inputs.ToArray<byte>();
        Assert.Empty(train.Chunk(784).Select(Convert.ToBase64String).Intersect(
            test.Chunk(784).Select(Convert.ToBase64String)));
    }

    [Fact]
    public void The_built_in_sets_have_the_numbers_of_their_entries()
    {
        DatasetPair digits = DatasetCatalog.Load("digits");
        Assert.Equal((10_000, 2_000), (digits.Train.Count, digits.Test!.Count));
        Assert.Equal(210, DatasetCatalog.Load("wheat-sample").Train.Count);
    }

    [Fact]
    public void Mnist_loads_as_bytes_in_little_time()
    {
        DataRoot root = RealData.Root();
        DatasetEntry info = DatasetCatalog.Find("mnist");
        Assert.SkipUnless(info.IsThere(root), "no real data: mnist is not there");
        OwnProcess.Run(() =>
        {
            DatasetPair? pair = null;
            double seconds = OwnProcess.CpuSeconds(
                () => pair = DatasetCatalog.Load("mnist", new DatasetOptions { Root = root }));
            RequireFits(info, pair!.Train, 60_000);
            RequireFits(info, pair.Test!, 10_000);
            Assert.Equal([5L, 0, 4, 1, 9], pair.Train.Targets.ToArray<long>()[..5]);
            Assert.Contains(info.Locate(root)!, pair.Note, StringComparison.Ordinal);
            Assert.True(seconds < 20, $"MNIST took {seconds} s");
        });
    }

    [Fact]
    public void Real_wheat_has_no_test_part_and_named_classes()
    {
        DataRoot root = RealData.Root();
        DatasetEntry info = DatasetCatalog.Find("wheat");
        Assert.SkipUnless(info.IsThere(root), "no real data: wheat is not there");
        DatasetPair pair = DatasetCatalog.Load("wheat", new DatasetOptions { Root = root });
        Assert.Null(pair.Test);
        RequireFits(info, pair.Train, info.TrainCount);
        Assert.Equal(WheatFiles.FeatureNames, pair.Train.FeatureNames);
    }

    [Theory]
    [InlineData("mnist", "train-images-idx3-ubyte.gz")]
    [InlineData("fashion-mnist", "train-labels-idx1-ubyte.gz")]
    [InlineData("wheat", "wheat.csv")]
    public void A_missing_set_names_files_folder_and_variable_with_and_without_download(string name, string file)
    {
        using var temporary = new TemporaryFolder();
        var options = new DatasetOptions { Root = new DataRoot(temporary.Path) };
        Assert.False(DatasetCatalog.Find(name).IsThere(options.Root));
        foreach (bool download in (bool[])[false, true])
        {
            var error = Assert.Throws<DatasetNotFoundException>(() => DatasetCatalog.Load(name, options with
            {
                Download = download,
                Downloader = new Downloader(new DownloadOptions { Offline = true }),
            }));
            string wanted = download && name == "wheat" ? "seeds_dataset.txt" : file;
            foreach (var part in (string[])[wanted, temporary[name], "MADALINE_DATA"])
                Assert.Contains(part, error.Message, StringComparison.Ordinal);
        }

        Assert.Empty(temporary.Files());
    }

    [Fact]
    public void A_set_of_images_needs_its_test_part_too()
    {
        using var temporary = new TemporaryFolder();
        Idx.Write(temporary["mnist/train-images-idx3-ubyte"], new IdxArray(IdxKind.UInt8, [1, 28, 28], new byte[784]));
        Idx.Write(temporary["mnist/train-labels-idx1-ubyte"], new IdxArray(IdxKind.UInt8, [1], [7]));
        var options = new DatasetOptions { Root = new DataRoot(temporary.Path) };
        Assert.Contains("t10k-images",
            Assert.Throws<DatasetNotFoundException>(() => DatasetCatalog.Load("mnist", options)).Message,
            StringComparison.Ordinal);
        Assert.Null(DatasetCatalog.Find("mnist").Locate(options.Root));
    }

    [Fact]
    public void A_table_is_read_as_the_options_say()
    {
        using var temporary = new TemporaryFolder();
        string path = temporary["pets.csv"];
        File.WriteAllText(path, "kind,id,weight,colour\ncat,1,4.5,black\ndog,2,20,brown\ncat,3,5,brown\n");
        DatasetPair pair = DatasetCatalog.Load("table",
            new DatasetOptions { Path = path, Target = "kind", OneHot = true, Exclude = ["id"] });
        Assert.Null(pair.Test);
        Assert.Equal("table:pets.csv", pair.Train.Name);
        Assert.Equal(["weight", "colour=black", "colour=brown"], pair.Train.FeatureNames);
        Assert.Equal(["cat", "dog"], pair.Train.ClassNames);
        Assert.Equal([4.5f, 1, 0, 20, 0, 1, 5, 0, 1], pair.Train.Inputs.ToArray<float>());
        Assert.Equal([0L, 1, 0], pair.Train.Targets.ToArray<long>());
        Assert.Contains("Target", Assert.Throws<ArgumentException>(
            () => DatasetCatalog.Load("table")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_name_lists_the_known_ones()
    {
        var error = Assert.Throws<ArgumentException>(() => DatasetCatalog.Load("mnits"));
        foreach (DatasetEntry info in DatasetCatalog.All)
            Assert.Contains(info.Name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_a_set_has_no_use_for_are_refused()
    {
        RequireRefused("mnist", new DatasetOptions { Count = 10 }, "Count");
        RequireRefused("mnist", new DatasetOptions { Seed = 10 }, "Seed");
        RequireRefused("digits", new DatasetOptions { Path = "x.csv" }, "Path");
        RequireRefused("digits", new DatasetOptions { Count = 0 }, "count is 0; expected a number at least 1 and at most 2097152");
        RequireRefused("shapes", new DatasetOptions { TestCount = -1 }, "test-count is -1; expected a number at least 1 and at most 524288");
        RequireRefused("wheat-sample", new DatasetOptions { TestCount = 10 }, "TestCount does not suit this set");
        RequireRefused("wheat", new DatasetOptions { Target = "type" }, "Target");
        RequireRefused("wheat", new DatasetOptions { OneHot = true }, "OneHot");
        RequireRefused("wheat", new DatasetOptions { Exclude = ["area"] }, "Exclude");
    }

    [Fact]
    public void A_cancelled_load_loads_nothing() => Assert.Throws<OperationCanceledException>(
        () => DatasetCatalog.Load("digits", cancellationToken: new CancellationToken(canceled: true)));

    [Fact]
    public void A_set_of_bytes_becomes_numbers_batch_by_batch()
    {
        TensorDataset set = DatasetCatalog.Load("digits", new DatasetOptions { Count = 10, TestCount = 10 }).Train;
        Dataset data = set.With(new ToFloat());
        Assert.Equal(set.ClassNames, data.ClassNames);
        set.Inputs.AsWritableSpan<byte>()[0] = 255;
        Assert.Equal(1f, data.Gather([0, 4]).Inputs.ToArray<float>()[0]);
    }

    private static void RequireRefused(string name, DatasetOptions options, string part) => Assert.Contains(part,
        Assert.Throws<ArgumentException>(() => DatasetCatalog.Load(name, options)).Message, StringComparison.Ordinal);

    private static void RequireFits(DatasetEntry info, TensorDataset set, int count)
    {
        Assert.Equal(info.Name, set.Name);
        Assert.Equal([count, .. info.SampleShape!], set.Inputs.Shape);
        Assert.Equal(info.SampleShape!.Rank == 3 ? DType.UInt8 : DType.Float32, set.Inputs.DType);
        Assert.Equal(set.Inputs.DType == DType.UInt8, set.IsImages);
        if (info.TargetName.Length > 0)
            Assert.Equal(info.TargetName, set.TargetName);
        Assert.Equal(info.TargetName.Length > 0 ? DType.Float64 : DType.Int64, set.Targets.DType);
        if (info.TargetName.Length > 0)
        {
            Assert.Equal([count, 1], set.Targets.Shape);
            return;
        }

        Assert.Equal(info.ClassNames, set.ClassNames);
        Assert.Equal(Enumerable.Range(0, info.ClassNames.Count).Select(c => (long)c),
            set.Targets.ToArray<long>().Distinct().Order());
    }
}
