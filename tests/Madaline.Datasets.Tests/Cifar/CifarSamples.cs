using System.Formats.Tar;
using System.IO.Compression;

namespace Madaline.Datasets.Tests.Cifar;

/// <summary>Small CIFAR files for tests: image i of a file has the pixels <c>(seed + i + p) mod 251</c>.</summary>
internal static class CifarSamples
{
    public const int ImageBytes = 3072;

    /// <summary>Records of CIFAR-10, their classes counting up from the seed.</summary>
    public static byte[] Ten(int count, int seed = 0) => Records(count, seed, 10);

    /// <summary>Records of CIFAR-100: groups and classes count up from the seed.</summary>
    public static byte[] Hundred(int count, int seed = 0) => Records(count, seed, 20, 100);

    public static byte Pixel(int seed, int image, int place) => (byte)((seed + image + place) % 251);

    /// <summary>A gzip tar of files, written by the runtime.</summary>
    public static byte[] Archive(params (string Name, byte[] Bytes)[] files) => Gzip(Tar(files));

    public static byte[] Tar(params (string Name, byte[] Bytes)[] files)
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true))
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "cifar-10-batches-bin/"));
            foreach (var (name, bytes) in files)
                writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(bytes) });
        }

        return stream.ToArray();
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(bytes);
        return stream.ToArray();
    }

    /// <summary>Writes a file under a folder, making folders as needed.</summary>
    public static void Write(this TemporaryFolder folder, string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[path])!);
        File.WriteAllBytes(folder[path], bytes);
    }

    private static byte[] Records(int count, int seed, params int[] classes)
    {
        int record = classes.Length + ImageBytes;
        var bytes = new byte[count * record];
        for (int i = 0; i < count; i++)
        {
            for (int k = 0; k < classes.Length; k++) bytes[i * record + k] = (byte)((seed + i) % classes[k]);
            for (int p = 0; p < ImageBytes; p++) bytes[i * record + classes.Length + p] = Pixel(seed, i, p);
        }

        return bytes;
    }
}
