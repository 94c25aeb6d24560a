namespace Madaline.Workbench.Tests;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("madaline-workbench-");

    /// <summary>A path in the folder.</summary>
    public string this[string relativePath] => Path.Combine(_folder.FullName, relativePath);

    /// <summary>Writes a text file and returns its path.</summary>
    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
