namespace Madaline.Architecture;

/// <summary>What a student prints says something: no public type prints the name of its class alone.</summary>
public sealed class PrintingTests
{
    /// <summary>Scopes, files, attributes and what works: nobody prints them.</summary>
    private static readonly string[] Silent =
    [
        "BufferAttribute", "Catalog`1", "ChainRule", "Checkpoint", "CifarFiles", "ConsoleProgress", "CsvReader", "DetectAnomaly", "Downloader",
        "IdxArray", "IdxImageFiles", "InputPipeline", "LossSurface", "MetricsLog", "ModuleMembers", "NameAttribute", "NetworkTwin", "NoGrad",
        "NotRegisteredAttribute", "OptimizerState", "RowInput", "RunReservation", "SampleFingerprints", "SeenSamples",
        "TableAdvice", "TimeMachine",
    ];

    [Fact]
    public void Public_types_print_what_they_hold()
    {
        string[] packages = ["Madaline", "Madaline.Datasets", "Madaline.Plots", "Madaline.Workbench"];
        string[] dumb = [.. packages.SelectMany(package => System.Reflection.Assembly.Load(package).GetExportedTypes())
            .Where(type => !(type.IsAbstract || type.IsNested || type.IsInterface || type.IsEnum))
            .Where(type => type.GetMethod("ToString", [])!.DeclaringType is { } by && (by == typeof(object) || by == typeof(ValueType)))
            .Where(type => !typeof(Delegate).IsAssignableFrom(type)).Select(type => type.Name).Order(StringComparer.Ordinal)];
        Assert.True(dumb.SequenceEqual(Silent), string.Join(", ", dumb));
    }
}
