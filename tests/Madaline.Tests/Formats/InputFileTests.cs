using System.Diagnostics;
using Madaline.Formats;
using Madaline.Recipes;

namespace Madaline.Tests.Formats;

/// <summary>Only files that have an end are opened, and never more of them is read than they may have.</summary>
public sealed class InputFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("madaline-input-").FullName;

    public static TheoryData<string, string> Endless
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (string reader in (string[])["safetensors", "idx", "idx header", "recipe"])
            {
                foreach (string what in (string[])["zeros", "noise", "link to zeros", "pipe", "link to a pipe", "folder"])
                    rows.Add(reader, what);
            }

            return rows;
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Endless))]
    public void What_has_no_end_is_refused_at_once(string reader, string what)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && what != "folder", "no such devices");
        string path = Path.Combine(_folder, "input.json"), pipe = Path.Combine(_folder, "pipe");
        if (what.EndsWith("pipe", StringComparison.Ordinal))
        {
            using var make = Process.Start("mkfifo", [pipe]);
            make.WaitForExit();
        }

        if (what == "folder")
            Directory.CreateDirectory(path);
        else
            File.CreateSymbolicLink(path, what switch
            {
                "zeros" or "link to zeros" => "/dev/zero",
                "noise" => "/dev/urandom",
                _ => pipe,
            });
        string given = what switch { "zeros" => "/dev/zero", "noise" => "/dev/urandom", "pipe" => pipe, _ => path };
        Assert.SkipWhen(reader == "recipe" && given != path, "a recipe's name ends in .json");
        var error = Assert.Throws<DataFormatException>(() => Read(reader, given));
        Assert.Contains(what == "folder" ? "folder" : "nothing to read", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_to_a_file_is_followed()
    {
        string path = Path.Combine(_folder, "x"), link = Path.Combine(_folder, "link");
        File.WriteAllBytes(path, [1, 2, 3]);
        File.CreateSymbolicLink(link, path);
        Assert.Equal([1, 2, 3], InputFile.ReadAll(link, 3, "this"));
    }

    [Fact]
    public void A_missing_file_is_what_the_system_says() =>
        Assert.Throws<FileNotFoundException>(() => InputFile.Open(Path.Combine(_folder, "nothing")));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void More_than_may_be_there_is_refused_without_reading_it(bool hasLength)
    {
        using var endless = new Endlessly(hasLength);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<DataFormatException>(() => InputFile.ReadAll(endless, "stream", 100_000, "a table"));
        Assert.Equal("stream: a table has at most 100000 bytes; this one has more.", error.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 500_000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(100_000)]
    public void All_bytes_are_read_with_a_length_or_without(int count)
    {
        byte[] bytes = [.. Enumerable.Range(0, count).Select(i => (byte)i)];
        using var stream = new MemoryStream(bytes);
        Assert.Equal(bytes, InputFile.ReadAll(stream, "s", count, "it"));
        using var gzip = new System.IO.Compression.BrotliStream(
            new MemoryStream(Brotli(bytes)), System.IO.Compression.CompressionMode.Decompress);
        Assert.Equal(bytes, InputFile.ReadAll(gzip, "s", count, "it"));
    }

    [Fact]
    public void An_error_of_ten_megabytes_is_cut()
    {
        var error = new DataFormatException("f", 1, 2, $"the value is {new string('9', 10 << 20)}; expected a number.");
        Assert.InRange(error.Message.Length, 100, 3000);
        Assert.StartsWith("f, line 1, column 2: the value is 999", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("; expected a number.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "abc…")]
    [InlineData("a\u001b[2J", 9, "a\uFFFD[2J")]
    [InlineData("ab\U0001F600c", 3, "ab…")]
    public void A_quoted_text_is_cut_between_characters(string text, int most, string expected) =>
        Assert.Equal(expected, PlainText.Cut(text, most));

    private static object Read(string reader, string path) => reader switch
    {
        "safetensors" => SafeTensors.Read(path),
        "idx" => Idx.Read(path),
        "idx header" => Idx.ReadHeader(path),
        _ => RecipeFile.Read(path),
    };

    private static byte[] Brotli(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var brotli = new System.IO.Compression.BrotliStream(
            stream, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            brotli.Write(bytes);
        return stream.ToArray();
    }

    private sealed class Endlessly(bool hasLength) : MemoryStream
    {
        public override bool CanSeek => hasLength;

        public override long Length => long.MaxValue;

        public override int Read(Span<byte> buffer) => buffer.Length;
    }
}
