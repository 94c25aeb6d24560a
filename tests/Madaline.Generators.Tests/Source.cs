using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Madaline.Generators.Tests;

/// <summary>A program as text, with what the generator writes for it and the analyzers say of it.</summary>
internal sealed class Source
{
    private const string Usings = "using System; using System.Collections.Generic; using System.Linq; using Madaline; using Madaline.NN;\n";

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.") || name == "Madaline.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview);

    private readonly Compilation _compilation;
    private GeneratorDriver _driver;

    public Source(params string[] files)
    {
        _compilation = CSharpCompilation.Create("Program", files.Select(Parse), References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        _driver = CSharpGeneratorDriver.Create([new ModuleGenerator().AsSourceGenerator()],
            driverOptions: new GeneratorDriverOptions(default, trackIncrementalGeneratorSteps: true), parseOptions: Options);
    }

    /// <summary>What the generator writes, by file; the whole program must compile.</summary>
    public IReadOnlyDictionary<string, string> Generate()
    {
        _driver = _driver.RunGeneratorsAndUpdateCompilation(_compilation, out var whole, out var problems, TestContext.Current.CancellationToken);
        Assert.Empty(problems);
        Assert.Empty(whole.GetDiagnostics(TestContext.Current.CancellationToken).Where(d => d.Severity >= DiagnosticSeverity.Warning));
        return _driver.GetRunResult().Results.Single().GeneratedSources.ToDictionary(s => s.HintName, s => s.SourceText.ToString());
    }

    /// <summary>Why each output was made when another file came into the program.</summary>
    public IReadOnlyList<IncrementalStepRunReason> ReasonsAfter(string otherFile)
    {
        _driver = _driver.RunGenerators(_compilation, TestContext.Current.CancellationToken)
            .RunGenerators(_compilation.AddSyntaxTrees(Parse(otherFile)), TestContext.Current.CancellationToken);
        return [.. _driver.GetRunResult().Results.Single().TrackedOutputSteps.SelectMany(step => step.Value)
            .SelectMany(run => run.Outputs).Select(output => output.Reason)];
    }

    /// <summary>What the analyzers say: rule, text of the place, message; in the order of the places.</summary>
    /// <param name="errors">The compiler's own errors, by their numbers.</param>
    public async Task<string[]> Warnings(params string[] errors)
    {
        _driver.RunGeneratorsAndUpdateCompilation(_compilation, out var whole, out _, TestContext.Current.CancellationToken);
        Assert.Equal(errors, whole.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.Id));
        ImmutableArray<DiagnosticAnalyzer> analyzers = [new RegistrationAnalyzer(), new ForwardAnalyzer(), new SizesAnalyzer()];
        var found = await whole.WithAnalyzers(analyzers).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return [.. found.OrderBy(d => d.Location.SourceSpan.Start)
            .Select(d => $"{d.Id} at {Place(d)}: {d.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}")];
    }

    private static string Place(Diagnostic found) =>
        found.Location.SourceTree!.GetText().ToString(found.Location.SourceSpan);

    private static SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(Usings + text, Options);
}
