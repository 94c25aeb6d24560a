using System.Formats.Tar;
using System.Text;
using Madaline.Datasets.Archives;
using Madaline.Formats;

namespace Madaline.Datasets.Tests.Archives;

public sealed class TarArchiveTests
{
    private static readonly TarLimits Limits = new(100, 1 << 20, 2 << 20);

    [Theory]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.V7)]
    public void Files_of_every_format_are_read_in_order_and_folders_passed_over(TarEntryFormat format)
    {
        string deep = string.Join('/', Enumerable.Repeat("deep", format is TarEntryFormat.V7 ? 3 : 30)) + "/b.txt";
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, format, leaveOpen: true))
        {
            writer.WriteEntry(Entry(format, TarEntryType.Directory, "folder/"));
            writer.WriteEntry(WithData(Entry(format, FileType(format), "folder/a.txt"), "first"));
            writer.WriteEntry(WithData(Entry(format, FileType(format), deep), new string('x', 1000)));
            writer.WriteEntry(Entry(format, FileType(format), "empty"));
        }

        Assert.Equal([("folder/a.txt", "first"), (deep, new string('x', 1000)), ("empty", "")],
            ReadAll(stream.ToArray()));
    }

    [Fact]
    public void What_is_not_read_of_a_file_is_skipped()
    {
        var archive = Open(Archive(("a", "12345"), ("b", "67890")));
        Assert.True(archive.Next());
        Assert.Equal(2, archive.Read(new byte[2]));
        Assert.True(archive.Next());
        Assert.Equal("b", archive.Name);
        Assert.True(archive.Offset > 1024);
        Assert.False(archive.Next());
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("/etc/passwd")]
    [InlineData("C:/x")]
    [InlineData("..\\x")]
    [InlineData("\\x")]
    public void A_path_that_leads_outside_is_refused(string path)
    {
        foreach (var format in (TarEntryFormat[])[TarEntryFormat.Pax, TarEntryFormat.Ustar])
            Refuses(Archive(format, path), "inside the archive's folder");
    }

    [Fact]
    public void An_escape_sequence_in_a_name_does_not_reach_the_message()
    {
        byte[] tar = Archive(TarEntryFormat.Ustar, "../\u001b[31mred");
        Refuses(tar, "\"../\ufffd[31mred\"");
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.Fifo)]
    [InlineData(TarEntryType.CharacterDevice)]
    public void Links_and_devices_are_refused(TarEntryType type)
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, leaveOpen: true))
        {
            var entry = new PaxTarEntry(type, "data_batch_1.bin");
            if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink) entry.LinkName = "/etc/passwd";
            writer.WriteEntry(entry);
        }

        Refuses(stream.ToArray(), "only files and folders");
    }

    [Fact]
    public void Too_many_entries_are_refused_long_before_a_million()
    {
        var archive = Open(new Repeated(Archive(TarEntryFormat.Ustar, "a")[..512]));
        var error = Assert.Throws<DataFormatException>(() =>
        {
            while (archive.Next())
            {
            }
        });
        Assert.Contains("more than 100 entries", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_that_lie_are_refused_or_found_out()
    {
        byte[] tar = Archive(TarEntryFormat.Ustar, "a");
        Refuses(WithSize(tar, "77777777777"), "expected at most 1048576");
        Refuses(WithSize(tar, "00000200000"), "ends too early");
        Refuses(WithSize(tar, "x"), "no number");
        byte[] huge = [.. tar];
        huge.AsSpan(124, 12).Fill(0xFF);
        huge[124] = 0x80;
        Refuses(Summed(huge), "no number");
    }

    [Fact]
    public void A_long_name_that_lies_about_its_length_takes_no_memory()
    {
        byte[] tar = Archive(TarEntryFormat.Ustar, "a");
        tar[156] = (byte)'L';
        byte[] lying = WithSize(tar, "00003777777");
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refuses(lying, "expected at most 65536");
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100_000);
    }

    [Fact]
    public void An_archive_that_unpacks_without_end_is_cut_off()
    {
        var archive = Open(new Repeated(new byte[512]));
        Assert.Contains("more than 2097152 bytes",
            Assert.Throws<DataFormatException>(() => archive.Next()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_checksum_and_a_missing_end_are_refused()
    {
        byte[] tar = Archive(("a", "12345"));
        Refuses(tar[..^1024], "ends too early");
        tar[^1100] ^= 1;
        byte[] wrong = Archive(TarEntryFormat.Ustar, "a");
        wrong[0] = (byte)'b';
        Refuses(wrong, "checksum");
        Refuses([], "ends too early");
    }

    private static TarArchive Open(byte[] bytes) => Open(new MemoryStream(bytes));

    private static TarArchive Open(Stream stream) => new(stream, "x.tar", Limits);

    private static List<(string, string)> ReadAll(byte[] bytes)
    {
        var archive = Open(bytes);
        var found = new List<(string, string)>();
        var buffer = new byte[7];
        while (archive.Next())
        {
            var text = new StringBuilder();
            while (archive.Read(buffer) is > 0 and int read) text.Append(Encoding.ASCII.GetString(buffer, 0, read));
            found.Add((archive.Name, text.ToString()));
        }

        return found;
    }

    private static void Refuses(byte[] bytes, string reason)
    {
        var error = Assert.Throws<DataFormatException>(() => ReadAll(bytes));
        Assert.Equal("x.tar", error.File);
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
    }

    private static byte[] Archive(params (string Name, string Text)[] files)
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, leaveOpen: true))
        {
            foreach (var (name, text) in files)
                writer.WriteEntry(WithData(new PaxTarEntry(TarEntryType.RegularFile, name), text));
        }

        return stream.ToArray();
    }

    private static byte[] Archive(TarEntryFormat format, string name)
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, format, leaveOpen: true))
            writer.WriteEntry(Entry(format, TarEntryType.RegularFile, name));
        return stream.ToArray();
    }

    private static TarEntryType FileType(TarEntryFormat format) =>
        format == TarEntryFormat.V7 ? TarEntryType.V7RegularFile : TarEntryType.RegularFile;

    private static TarEntry Entry(TarEntryFormat format, TarEntryType type, string name) => format switch
    {
        TarEntryFormat.Pax => new PaxTarEntry(type, name),
        TarEntryFormat.Gnu => new GnuTarEntry(type, name),
        TarEntryFormat.Ustar => new UstarTarEntry(type, name),
        _ => new V7TarEntry(type, name),
    };

    private static TarEntry WithData(TarEntry entry, string text)
    {
        entry.DataStream = new MemoryStream(Encoding.ASCII.GetBytes(text));
        return entry;
    }

    private static byte[] WithSize(byte[] tar, string octal)
    {
        byte[] changed = [.. tar];
        changed.AsSpan(124, 12).Clear();
        Encoding.ASCII.GetBytes(octal).CopyTo(changed, 124);
        return Summed(changed);
    }

    /// <summary>Puts the right sum into the first header.</summary>
    private static byte[] Summed(byte[] tar)
    {
        tar.AsSpan(148, 8).Fill((byte)' ');
        int sum = tar.AsSpan(0, 512).ToArray().Sum(b => b);
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0").CopyTo(tar, 148);
        return tar;
    }

    /// <summary>A stream of the same bytes again and again.</summary>
    private sealed class Repeated(byte[] bytes) : MemoryStream
    {
        private long _at;

        public override int Read(Span<byte> buffer)
        {
            for (int i = 0; i < buffer.Length; i++) buffer[i] = bytes[_at++ % bytes.Length];
            return buffer.Length;
        }
    }
}
