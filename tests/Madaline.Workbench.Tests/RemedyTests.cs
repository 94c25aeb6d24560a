using Madaline.Datasets;
using Madaline.Formats;
using Madaline.Recipes;

namespace Madaline.Workbench.Tests;

/// <summary>Every kind of remedy has words of its own.</summary>
public sealed class RemedyTests
{
    [Fact]
    public void Every_kind_has_words_of_the_library()
    {
        Remedy[] all =
        [
            .. Enum.GetValues<WorkbenchRemedyKind>().Select(kind => new WorkbenchRemedy(kind, "x")),
            .. Enum.GetValues<RunRemedyKind>().Select(kind => new RunRemedy(kind, "x")),
            .. Enum.GetValues<DatasetRemedyKind>().Select(kind => new DatasetRemedy(kind, "x", 3)),
            .. Enum.GetValues<TableRemedyKind>().Select(kind => new TableRemedy(kind, "x")),
        ];
        string[] words = [.. all.Select(remedy => remedy.ToString())];
        Assert.All(words, text => Assert.True(text.EndsWith('.') && !text.Contains("--"), text));
        Assert.Equal(words.Length, words.Distinct().Count());
    }
}
