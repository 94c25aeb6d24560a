using System.Reflection;
using System.Security.Cryptography;

namespace Madaline.Studio;

/// <summary>The page's files, which lie in this assembly.</summary>
internal static class PageFiles
{
    private const string Prefix = "page/";

    private static readonly Dictionary<string, string> Types = new()
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".txt"] = "text/plain; charset=utf-8",
    };

    /// <summary>All files by their path in an address, such as <c>/Kit/app.js</c>.</summary>
    public static IReadOnlyDictionary<string, PageFile> All { get; } = Read();

    private static Dictionary<string, PageFile> Read()
    {
        Assembly assembly = typeof(PageFiles).Assembly;
        var files = new Dictionary<string, PageFile>();
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            files.Add(name[(Prefix.Length - 1)..], new PageFile(bytes, Types[Path.GetExtension(name)],
                $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}\""));
        }

        return files;
    }
}

/// <summary>A file of the page.</summary>
/// <param name="Bytes">What it holds.</param>
/// <param name="Type">Its media type.</param>
/// <param name="Tag">Tells whether a browser's copy is the same.</param>
internal sealed record PageFile(byte[] Bytes, string Type, string Tag);
