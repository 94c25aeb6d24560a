using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Madaline.Cli.Tests;

/// <summary>How a program ended, and what it said.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Out">What it wrote to stdout.</param>
/// <param name="Errors">What it wrote to stderr.</param>
internal sealed record Outcome(int Code, string Out, string Errors)
{
    /// <summary>The objects of <c>--json</c>; fails when a line is none.</summary>
    public JsonElement[] Lines => [.. Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];

    /// <summary>The last object.</summary>
    public JsonElement Last => Lines[^1];

    /// <summary>The same outcome, when the exit code is the one expected.</summary>
    public Outcome Expect(int code)
    {
        Assert.True(Code == code, $"exit code {Code}, expected {code}\nstdout:\n{Out}\nstderr:\n{Errors}");
        Assert.DoesNotContain("   at Madaline", Errors);
        return this;
    }

    /// <summary>An error for people: wrong usage or failure, with these words, without a stack trace or
    /// results.</summary>
    public Outcome Explains(int code, params string[] words)
    {
        Expect(code);
        Assert.Contains("\nmadaline: ", $"\n{Errors}");
        foreach (string word in words)
            Assert.Contains(word, Errors);
        return this;
    }

    private static JsonElement Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
        return document.RootElement.Clone();
    }
}

/// <summary>Starts the real program in a folder of its own.</summary>
internal sealed class Tool : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("madaline-cli-");
    private readonly Dictionary<string, string> _environment = [];

    /// <summary>The working folder.</summary>
    public string Folder => _folder.FullName;

    /// <summary>A path in the working folder.</summary>
    public string this[string relativePath] => Path.Combine(Folder, relativePath);

    /// <summary>Sets a variable for the programs started after.</summary>
    public Tool With(string variable, string value)
    {
        _environment[variable] = value;
        return this;
    }

    /// <summary>Writes a text file into the working folder.</summary>
    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return name;
    }

    /// <summary>Runs the tool to its end.</summary>
    public Outcome Run(params string[] args) => Finish(Start(args), "");

    /// <summary>Runs the tool with something on stdin.</summary>
    public Outcome RunWith(string stdin, params string[] args) => Finish(Start(args), stdin);

    /// <summary>Compiles and runs a file-based program.</summary>
    public Outcome RunProgram(string path, params string[] args) =>
        RunOther("dotnet", ["run", path, .. args.Length > 0 ? ["--", .. args] : Array.Empty<string>()]);

    /// <summary>Runs another program.</summary>
    public Outcome RunOther(string program, params string[] args) =>
        Finish(Launch(Folder, program, args, _environment), "");

    /// <summary>Starts the tool and lets it go on.</summary>
    public Process Start(params string[] args) =>
        Launch(Folder, "dotnet", [Path.Combine(AppContext.BaseDirectory, "Madaline.Cli.dll"), .. args], _environment);

    /// <summary>Waits for the end, within a limit.</summary>
    public static Outcome Finish(Process process, string stdin, int timeoutSeconds = 1200)
    {
        using (process)
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(),
                errors = process.StandardError.ReadToEndAsync();
            process.StandardInput.Write(stdin);
            process.StandardInput.Close();
            if (!process.WaitForExit(TimeSpan.FromSeconds(timeoutSeconds)))
            {
                process.Kill(entireProcessTree: true);
                Assert.Fail($"not done within {timeoutSeconds} s\nstdout:\n{output.Result}\nstderr:\n{errors.Result}");
            }

            process.WaitForExit();
            return new Outcome(process.ExitCode, output.Result, errors.Result);
        }
    }

    /// <summary>Starts any program with its streams caught.</summary>
    public static Process Launch(string folder, string program, string[] args,
        IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, args)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (string name in (string[])["MADALINE_DATA", "MADALINE_NUM_THREADS", "MADALINE_OFFLINE", "NO_COLOR"])
            start.Environment.Remove(name);
        // No test may find the cache folder of whoever runs it, nor reach the network.
        start.Environment["XDG_CACHE_HOME"] = folder;
        start.Environment["XDG_DATA_HOME"] = folder;
        start.Environment["MADALINE_OFFLINE"] = "1";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
