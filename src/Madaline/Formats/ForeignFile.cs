using System.Buffers.Binary;
using System.Text;

namespace Madaline.Formats;

/// <summary>Tells what a file is that was given for a model, and how to make a model of it.</summary>
internal static class ForeignFile
{
    /// <summary>How many of a file's first bytes are looked at.</summary>
    public const int FirstBytes = 512;

    private static readonly string[] TorchEndings = ["/data.pkl", "/byteorder", "/.format_version", "/version"];

    private const string FromTorch = "from safetensors.torch import save_file; save_file(torch.load(\"model.pt\", "
        + "weights_only=True), \"model.safetensors\")";

    private const string FromArrays = "from safetensors.numpy import save_file; "
        + "save_file(dict(numpy.load(\"model.npz\")), \"model.safetensors\")";

    /// <summary>What the file is and what to do, or null for a file that begins like none that is known.</summary>
    /// <param name="first">The first bytes.</param>
    public static string? Explain(ReadOnlySpan<byte> first)
    {
        if (first.IsEmpty)
            return "the file is empty. Its copy or download was cut off: fetch it again.";
        if (first.StartsWith("PK\x03\x04"u8))
            return OfZip(first);
        if (first.Length > 1 && first[0] == 0x80 && first[1] is >= 2 and <= 5)
            return Torch("a Python pickle, as old PyTorch checkpoints (.pt, .pth, .bin) are");
        if (first.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A]))
            return "this is an HDF5 file, as Keras saves models (.h5, .keras). Convert it in Python: "
                + "from safetensors.numpy import save_file; save_file({v.path: v.numpy() for v in model.weights}, "
                + "\"model.safetensors\").";
        if (first.StartsWith((ReadOnlySpan<byte>)[0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y']))
            return $"this is a NumPy array (.npy). Convert it in Python: {FromArrays}.";
        if (first.StartsWith("GGUF"u8))
            return "this is a GGUF file, quantised for other programs. Use the model's safetensors file.";
        if (first.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            return "this is a gzip file. Unpack it first: gunzip FILE.";
        if (IsTar(first))
            return "this is a tar archive. Unpack it first, and name the safetensors file in it.";
        return OfText(first) ?? OfOnnx(first);
    }

    private static string OfZip(ReadOnlySpan<byte> first)
    {
        string name = "";
        if (first.Length > 30)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(first[26..]);
            name = Encoding.UTF8.GetString(first.Slice(30, Math.Min(length, first.Length - 30)));
        }

        if (name.EndsWith(".npy", StringComparison.Ordinal))
            return $"this is a NumPy archive (.npz). Convert it in Python: {FromArrays}.";
        if (name is "metadata.json" or "config.json" or "model.weights.h5")
            return "this is a Keras model (.keras). Convert it in Python: from safetensors.numpy import save_file; "
                + "save_file({v.path: v.numpy() for v in model.weights}, \"model.safetensors\").";
        return TorchEndings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal))
            ? Torch("a PyTorch checkpoint (.pt, .pth, .bin)")
            : Torch("a zip archive, as PyTorch checkpoints (.pt) are");
    }

    private static string Torch(string what) => $"this is {what}: it may carry code, and is not read. Convert it in "
        + $"Python: import torch; {FromTorch}.";

    private static bool IsTar(ReadOnlySpan<byte> first) =>
        first.Length >= 262 && first.Slice(257, 5).SequenceEqual("ustar"u8);

    private static string? OfText(ReadOnlySpan<byte> first)
    {
        var text = first.TrimStart(" \t\r\n\uFEFF"u8);
        if (text.StartsWith("version https://git-lfs"u8))
            return "this is a Git LFS pointer, not the file it stands for. Fetch that: git lfs pull.";
        if (text.StartsWith("<"u8))
            return "this is a web page (HTML or XML), not the file that was asked for. The address leads to a page "
                + "about the file, or needs a login: fetch it again.";
        if (text.StartsWith("{"u8))
            return "this is JSON, such as the index of a model in several parts. Name a file that ends in "
                + ".safetensors.";
        return null;
    }

    /// <summary>ONNX is a message of numbered fields; the version comes first, then its maker's name.</summary>
    private static string? OfOnnx(ReadOnlySpan<byte> first) =>
        first.Length > 4 && first[0] == 0x08 && first[1] is >= 1 and <= 32
            && first[2] is 0x12 or 0x1A or 0x22 or 0x3A or 0x42
            ? "this is an ONNX model. Export the weights from the program that made it as safetensors."
            : null;
}
