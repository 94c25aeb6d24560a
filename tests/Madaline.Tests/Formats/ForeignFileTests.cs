using System.IO.Compression;
using System.Text;

namespace Madaline.Tests.Formats;

/// <summary>A file of another format is named, with what makes a model of it.</summary>
public sealed class ForeignFileTests
{
    public static TheoryData<string, string, string> Files => new()
    {
        { "zip archive/data.pkl", "PyTorch checkpoint (.pt", "save_file(torch.load" },
        { "zip model/data.pkl", "PyTorch checkpoint (.pt", "save_file(torch.load" },
        { "zip archive/byteorder", "PyTorch checkpoint (.pt", "save_file(torch.load" },
        { "zip weight.npy", "NumPy archive (.npz)", "numpy.load" },
        { "zip metadata.json", "Keras model (.keras)", "model.weights" },
        { "zip readme.txt", "zip archive", "torch.load" },
        { "80021D71002E0000000000000000", "Python pickle", "torch.load" },
        { "8004950C00000000000000", "Python pickle", "torch.load" },
        { "894844460D0A1A0A0000000000080800", "HDF5", "Keras" },
        { "934E554D5059010076007B2764657363", "NumPy array (.npy)", "save_file" },
        { "080712077079746F7263681A05322E332E30", "ONNX model", "safetensors" },
        { "4747554603000000000000000000", "GGUF", "safetensors" },
        { "1F8B080000000000000300000000", "gzip", "gunzip" },
        { "text <!DOCTYPE html><html><head>", "web page", "fetch it again" },
        { "text \n\n  <html lang=\"en\">not found", "web page", "fetch it again" },
        { "text version https://git-lfs.github.com/spec/v1\noid sha256:4d7a", "Git LFS pointer", "git lfs pull" },
        { "text {\"metadata\": {\"total_size\": 1}, \"weight_map\": {}}", "JSON", ".safetensors" },
        { "tar", "tar archive", "Unpack" },
        { "", "empty", "fetch it again" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void It_is_named_with_its_remedy(string content, string named, string remedy)
    {
        var error = SafeTensorsBytes.Refused(Bytes(content));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("header", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_whose_length_looks_like_another_format_is_read_all_the_same()
    {
        // 0x120708 bytes: the beginning of an ONNX model, and of this.
        string json = """{"x":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""";
        byte[] file = SafeTensorsBytes.Of(json.PadRight(0x120708), new byte[16]);
        Assert.Equal([8, 7, 0x12], file[..3]);
        Assert.Single(SafeTensorsBytes.Read(file).Tensors);
    }

    private static byte[] Bytes(string content)
    {
        if (content.StartsWith("text ", StringComparison.Ordinal))
            return Encoding.UTF8.GetBytes(content[5..]);
        if (content == "tar")
            return [.. new byte[257], .. "ustar\000"u8, .. new byte[249]];
        if (!content.StartsWith("zip ", StringComparison.Ordinal))
            return Convert.FromHexString(content);
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        using (Stream entry = zip.CreateEntry(content[4..]).Open())
            entry.Write(new byte[100]);
        return stream.ToArray();
    }
}
