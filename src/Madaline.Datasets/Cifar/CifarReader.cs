using System.IO.Compression;
using Madaline.Datasets.Archives;
using Madaline.Formats;

namespace Madaline.Datasets.Cifar;

/// <summary>Reads the parts of a CIFAR set from a folder, an archive or one file.</summary>
/// <param name="layout">What the files look like.</param>
/// <param name="labelIndex">Which label byte is wanted.</param>
/// <param name="skipTest">Whether the test file is passed over.</param>
/// <param name="cancellationToken">Stops between blocks.</param>
internal sealed class CifarReader(
    CifarLayout layout, int labelIndex, bool skipTest, CancellationToken cancellationToken)
{
    private const int MaxEntries = 1000, BufferBytes = 1 << 16;

    /// <summary>Images to train on.</summary>
    public CifarPart Train { get; } = new(layout, labelIndex, CifarLayout.TrainCount);

    /// <summary>Images to test on.</summary>
    public CifarPart Test { get; } = new(layout, labelIndex, CifarLayout.TestCount);

    /// <summary>Names of the files read.</summary>
    public List<string> Found { get; } = [];

    /// <summary>Reads the files of a folder that are there.</summary>
    public void ReadFolder(string folder)
    {
        var paths = layout.TrainFiles.Select(name => Find(folder, name)).OfType<string>().ToArray();
        Train.Reserve(paths.Sum(PlainBytes));
        foreach (string path in paths) ReadFile(path);
        if (skipTest || Find(folder, layout.TestFile) is not { } test) return;
        Test.Reserve(PlainBytes(test));
        ReadFile(test);
    }

    /// <summary>Reads one file of records, gzip or plain; one that is no test file is a training file.</summary>
    public void ReadFile(string path)
    {
        string name = Path.GetFileName(path);
        if (name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) name = name[..^3];
        var (part, order) = PartOf(name) ?? (Train, 0);
        if (part.Count == 0) part.Reserve(PlainBytes(path));
        Unpacked(path, stream => part.Add(order, path, stream.Read, cancellationToken));
        Found.Add(name);
    }

    /// <summary>Reads a tar archive, gzip or plain, in whatever order its files come.</summary>
    public void ReadArchive(string path) => Unpacked(path, stream =>
    {
        var limits = new TarLimits(MaxEntries, layout.PublishedBytes, (2 * layout.PublishedBytes) + (1 << 20));
        var archive = new TarArchive(stream, path, limits);
        while (archive.Next())
        {
            string name = archive.Name[(archive.Name.LastIndexOf('/') + 1)..];
            if (PartOf(name) is not var (part, order) || (skipTest && part == Test)) continue;
            if (part.Has(order))
            {
                throw new DataFormatException(path, archive.Offset,
                    $"{name} is in the archive twice. The archive is not {layout.Name}'s.");
            }

            part.Add(order, $"{path} › {archive.Name}", archive.Read, cancellationToken);
            Found.Add(name);
        }
    });

    /// <summary>A file of a folder, plain or gzip, or null.</summary>
    public static string? Find(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        return File.Exists(path) ? path : File.Exists(path + ".gz") ? path + ".gz" : null;
    }

    private (CifarPart Part, int Order)? PartOf(string name)
    {
        if (name == layout.TestFile) return (Test, 0);
        for (int i = 0; i < layout.TrainFiles.Count; i++)
        {
            if (layout.TrainFiles[i] == name) return (Train, i);
        }

        return null;
    }

    private static long PlainBytes(string path) =>
        path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? 0 : new FileInfo(path).Length;

    /// <summary>Opens a file, through gzip where its first bytes say so.</summary>
    private static void Unpacked(string path, Action<Stream> read)
    {
        using var file = InputFile.Open(path, BufferBytes);
        Span<byte> magic = stackalloc byte[2];
        bool isGzip = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1F, 0x8B];
        file.Position = 0;
        if (!isGzip)
        {
            read(file);
            return;
        }

        try
        {
            using var inflated = new GZipStream(file, CompressionMode.Decompress);
            read(inflated);
        }
        catch (InvalidDataException error)
        {
            throw new DataFormatException(
                path, -1L, $"the gzip data is damaged ({error.Message}) Fetch the file again.", error);
        }
    }
}
