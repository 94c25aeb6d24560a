using Madaline.Data;
using Madaline.Datasets.Cifar;
using Madaline.Datasets.Downloads;

namespace Madaline.Datasets;

/// <summary>CIFAR-10 and CIFAR-100 in the binary layout: 32 × 32 colour images, 50,000 and 10,000.</summary>
/// <remarks>
/// Read from the files (<c>.bin</c> or <c>.bin.gz</c>) or straight from the archive (<c>.tar.gz</c> or <c>.tar</c>).
/// Accepted as they are, under the root: the set's own folder, torchvision's and the archive's folder
/// (<c>cifar-10-batches-bin</c>, <c>cifar-100-binary</c>), and the root itself, which may be the archive or one file.
/// An archive that is not the published one is used, with a remark; so are fewer or more images, up to twice as many.
/// Source: Krizhevsky 2009, "Learning Multiple Layers of Features from Tiny Images".
/// </remarks>
public sealed class CifarFiles
{
    /// <summary>Pixels across and down an image.</summary>
    public const int Side = CifarLayout.Side;

    private readonly CifarLayout _layout;
    private readonly string[] _folders;

    private CifarFiles(CifarLayout layout, IReadOnlyList<string>[] classNames, DownloadFile file, string batchesFolder)
    {
        _layout = layout;
        (ClassNames, CoarseClassNames) = (classNames[^1], classNames.Length > 1 ? classNames[0] : []);
        Files = [file];
        _folders = [Name, $"{Name}/{batchesFolder}", batchesFolder];
    }

    /// <summary>Ten classes of animals and vehicles.</summary>
    public static CifarFiles Cifar10 { get; } = new(
        new CifarLayout("cifar10", [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin")], "test_batch.bin",
            [10]),
        [CifarNames.Ten],
        DownloadFile.From("cifar-10-binary.tar.gz", 170_052_171,
            PinnedHash.Sha256("c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"), CifarNames.Home),
        "cifar-10-batches-bin");

    /// <summary>A hundred classes in twenty groups.</summary>
    public static CifarFiles Cifar100 { get; } = new(
        new CifarLayout("cifar100", ["train.bin"], "test.bin", [20, 100]),
        [CifarNames.Twenty, CifarNames.Hundred],
        DownloadFile.From("cifar-100-binary.tar.gz", 168_513_733,
            PinnedHash.Sha256("58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec"), CifarNames.Home),
        "cifar-100-binary");

    /// <summary>The set's name: <c>cifar10</c> or <c>cifar100</c>.</summary>
    public string Name => _layout.Name;

    /// <summary>Names of the classes, by index.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Names of the groups of classes, by index; none for CIFAR-10.</summary>
    public IReadOnlyList<string> CoarseClassNames { get; }

    /// <summary>The official archive, with its size and checksum.</summary>
    public IReadOnlyList<DownloadFile> Files { get; }

    /// <summary>Finds the set; null when nothing of its training part is there.</summary>
    /// <param name="root">Where to look.</param>
    /// <returns>A folder, an archive or a file; folders with both parts first, then archives.</returns>
    public string? Locate(DataRoot root)
    {
        ArgumentNullException.ThrowIfNull(root);
        if (File.Exists(root.Folder)) return root.Folder;
        string[] folders = [.. FoldersOf(root)];
        return Array.Find(folders, folder => HasTraining(folder) && HasTest(folder))
            ?? folders.SelectMany(Archives).FirstOrDefault(File.Exists)
            ?? Array.Find(folders, HasTraining);
    }

    /// <summary>Reads the set.</summary>
    /// <param name="root">Where to look.</param>
    /// <param name="skipTest">Whether the test part is not wanted; it may then be missing.</param>
    /// <param name="coarse">CIFAR-100: whether the twenty groups are the classes.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    /// <returns>Images UInt8 [n, 3, 32, 32]; remarks say what is not as published.</returns>
    /// <exception cref="DatasetNotFoundException">The set, or its test part, is not there.</exception>
    /// <exception cref="Formats.DataFormatException">A file is damaged, or is not this set's.</exception>
    /// <exception cref="ArgumentException"><paramref name="coarse"/> for CIFAR-10.</exception>
    public DatasetPair Load(
        DataRoot root, bool skipTest = false, bool coarse = false, CancellationToken cancellationToken = default)
    {
        if (coarse && CoarseClassNames.Count == 0)
            throw new ArgumentException($"{Name}: its classes have no groups. coarse is true; expected false.");
        string path = Locate(root) ?? throw NotFound(root, $"nothing of it is there{PicklesIn(root)}",
            [Files[0].Name, .. _layout.TrainFiles]);
        var reader = Read(path, coarse ? 0 : _layout.LabelCounts.Count - 1, skipTest, cancellationToken);
        RequireParts(root, path, reader, skipTest);
        var classNames = coarse ? CoarseClassNames : ClassNames;
        TensorDataset train = SetOf(reader.Train, classNames);
        return new DatasetPair(train, skipTest ? null : SetOf(reader.Test, classNames),
            $"{Name}: {train.Count}{(skipTest ? "" : $" and {reader.Test.Count}")} images from {path}.")
        {
            Remarks = [.. RemarksOn(path, reader, skipTest)],
        };
    }

    /// <summary>
    /// How many images are there, by the lengths of plain files and of the published archive; others are read.
    /// </summary>
    internal SampleCounts? Count(DataRoot root)
    {
        if (Locate(root) is not { } path)
            return null;
        bool isFolder = Directory.Exists(path);
        if (!isFolder && new FileInfo(path).Length == Files[0].Bytes)
            return new(CifarLayout.TrainCount, CifarLayout.TestCount);
        if (isFolder && CountPlain(path) is { } counted)
            return counted;
        var reader = Read(path, labelIndex: 0, skipTest: false, CancellationToken.None);
        return new(reader.Train.Count, reader.Test.Count);
    }

    private SampleCounts? CountPlain(string folder)
    {
        string?[] paths =
            [.. _layout.TrainFiles.Append(_layout.TestFile).Select(name => CifarReader.Find(folder, name))];
        if (paths.Any(path => path is not null && path.EndsWith(".gz", StringComparison.Ordinal)))
            return null;
        int[] counts = [.. paths.Select(path =>
            path is null ? 0 : (int)(new FileInfo(path).Length / _layout.RecordBytes))];
        return new(counts[..^1].Sum(), counts[^1]);
    }

    private CifarReader Read(string path, int labelIndex, bool skipTest, CancellationToken cancellationToken)
    {
        var reader = new CifarReader(_layout, labelIndex, skipTest, cancellationToken);
        if (Directory.Exists(path)) reader.ReadFolder(path);
        else if (IsArchive(path)) reader.ReadArchive(path);
        else reader.ReadFile(path);
        return reader;
    }

    private TensorDataset SetOf(CifarPart part, IReadOnlyList<string> classNames)
    {
        var (pixels, labels) = part.Finish();
        Tensor inputs = Tensor.Wrap(pixels, [labels.Length, CifarLayout.Channels, Side, Side]);
        return new TensorDataset(inputs, Tensor.Wrap(labels).To(DType.Int64), classNames) { Name = Name };
    }

    internal static bool IsArchive(string path) =>
        path.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase)
        || path.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase)
        || path.EndsWith(".tar", StringComparison.OrdinalIgnoreCase);

    private void RequireParts(DataRoot root, string path, CifarReader reader, bool skipTest)
    {
        string found = reader.Found.Count == 0 ? "no file of the set" : string.Join(", ", reader.Found);
        if (reader.Train.Count == 0)
            throw NotFound(root, $"{path} holds {found}", _layout.TrainFiles);
        if (!skipTest && reader.Test.Count == 0)
        {
            throw NotFound(root, $"{path} holds {found} and no {_layout.TestFile}, so there are {reader.Train.Count} "
                + "images to train on and none to test on", [_layout.TestFile],
                new(DatasetRemedyKind.HoldOutOrPutFiles, root.PathOf(_folders[0]),
                    Math.Max(1, reader.Train.Count / 5)));
        }
    }

    private IEnumerable<string> RemarksOn(string path, CifarReader reader, bool skipTest)
    {
        if (IsArchive(path) && Difference(path) is { } difference)
            yield return $"{Name}: {path} is not the published archive ({difference}); it is used as it is.";
        if (reader.Train.Count != CifarLayout.TrainCount)
            yield return $"{Name}: {reader.Train.Count} training images, published are {CifarLayout.TrainCount}.";
        if (!skipTest && reader.Test.Count != CifarLayout.TestCount)
            yield return $"{Name}: {reader.Test.Count} test images, published are {CifarLayout.TestCount}.";
    }

    /// <summary>What tells an archive from the published one, or null; a wrong size needs no checksum.</summary>
    private string? Difference(string path)
    {
        long bytes = new FileInfo(path).Length;
        if (bytes != Files[0].Bytes)
            return $"its checksum cannot be the official one: it has {bytes} bytes, the official has {Files[0].Bytes}";
        string sum = Files[0].Hash.Of(path);
        return sum == Files[0].Hash.Hex ? null
            : $"its {Files[0].Hash.Algorithm} is {sum}, the official one is {Files[0].Hash.Hex}";
    }

    private DatasetNotFoundException NotFound(
        DataRoot root, string reason, IReadOnlyList<string> files, DatasetRemedy? remedy = null) =>
        new(Name, files, [.. FoldersOf(root)], reason, remedy: remedy);

    /// <summary>Says so where only the Python version lies, whose pickles are programs and stay unread.</summary>
    private string PicklesIn(DataRoot root)
    {
        string folder = _folders[^1].Replace("batches-bin", "batches-py", StringComparison.Ordinal)
            .Replace("100-binary", "100-python", StringComparison.Ordinal);
        return FoldersOf(root).Any(parent => Directory.Exists(Path.Combine(parent, folder)))
            ? $" ({folder} is: Python's version, whose pickles are not read; the binary version is wanted)" : "";
    }

    private bool HasTraining(string folder) =>
        _layout.TrainFiles.Any(name => CifarReader.Find(folder, name) is not null);

    private bool HasTest(string folder) => CifarReader.Find(folder, _layout.TestFile) is not null;

    private IEnumerable<string> Archives(string folder) =>
        [Path.Combine(folder, Files[0].Name), Path.Combine(folder, Files[0].Name[..^".gz".Length])];

    private IEnumerable<string> FoldersOf(DataRoot root) => [.. _folders.Select(root.PathOf), root.Folder];
}
