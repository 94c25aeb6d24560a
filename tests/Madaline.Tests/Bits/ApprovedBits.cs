using System.Runtime.CompilerServices;

namespace Madaline.Tests.Bits;

/// <summary>
/// A committed text of sums, <c>name: sums</c> a line. <c>MADALINE_APPROVE=1 dotnet test</c> writes it anew.
/// </summary>
internal sealed class ApprovedBits
{
    private readonly string _file;
    private readonly Lazy<Dictionary<string, string>> _lines;

    /// <param name="file">Its name; it lies beside the caller's source, and beside the built tests.</param>
    /// <param name="make">All lines, as this machine computes them.</param>
    /// <param name="source">The caller's source file.</param>
    public ApprovedBits(string file, Func<IEnumerable<string>> make, [CallerFilePath] string source = "")
    {
        _file = file;
        _lines = new(() =>
        {
            string built = Path.Combine(AppContext.BaseDirectory, "bits", file);
            if (Environment.GetEnvironmentVariable("MADALINE_APPROVE") == "1")
                Write([Path.Combine(Path.GetDirectoryName(source)!, file), built], [.. make()]);
            return File.ReadLines(built).ToDictionary(line => line[..line.IndexOf(": ", StringComparison.Ordinal)]);
        });
    }

    public IEnumerable<string> Names => _lines.Value.Keys;

    public void Check(string name, string sums)
    {
        string actual = $"{name}: {sums}";
        string approved = _lines.Value.GetValueOrDefault(name, "nothing");
        Assert.True(approved == actual, $"The bits are others.\napproved {approved}\nhere     {actual}\n"
            + "On the machine that they were approved on, this means that results changed: say so in the changelog, run "
            + $"MADALINE_APPROVE=1 dotnet test and commit {_file}. On another machine: the op breaks the promise of equal bits.");
    }

    private static void Write(string[] paths, string[] lines)
    {
        foreach (string path in paths)
            File.WriteAllText(path, string.Concat(lines.Select(line => line + "\n")));
    }
}
