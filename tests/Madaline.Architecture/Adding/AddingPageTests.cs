namespace Madaline.Architecture.Adding;

/// <summary>docs/contributing.md adds one of each kind with one file and one row, where both have their place today.</summary>
public sealed class AddingPageTests
{
    private static readonly string[] Kinds =
    [
        "An elementwise op", "An op with a kernel", "A layer", "A loss", "An optimizer", "A schedule", "A transform",
        "A data set", "A command",
    ];

    public static TheoryData<string> Titles => [.. Kinds];

    [Fact]
    public void The_page_has_a_section_for_each_kind() =>
        Assert.Equal(Kinds, AddingPage.Things.Select(thing => thing.Title));

    [Theory]
    [MemberData(nameof(Titles))]
    public void A_thing_is_one_file_and_one_row(string title)
    {
        AddedThing thing = AddingPage.Things.Single(thing => thing.Title == title);
        // The op itself, what the contract says of it, and the processor's kernel.
        Assert.Equal(title == "An op with a kernel" ? 3 : 1, thing.Files.Length);
        Assert.Single(thing.Rows);
        Assert.All(thing.Files, file => Assert.False(Path.Exists(Path.Combine(SourceTree.Root, file.Path)), $"{file.Path} exists"));
    }

    [Theory]
    [MemberData(nameof(Titles))]
    public void Its_row_has_its_place_once(string title) => Assert.All(
        AddingPage.Things.Single(thing => thing.Title == title).Rows, row =>
        {
            Assert.NotEmpty(row.Before);
            Assert.NotNull(row.In(File.ReadAllText(Path.Combine(SourceTree.Root, row.Path)).ReplaceLineEndings("\n")));
        });

    [Fact]
    public void A_row_goes_below_the_lines_above_it_and_nowhere_else()
    {
        var row = new AddedRow("list.cs", ["  a,", "  b,"], ["  c,"]);
        Assert.Equal("[\n  a,\n  b,\n  c,\n]", row.In("[\n  a,\n  b,\n]"));
        Assert.Null(row.In("[\n  a,\n  d,\n]"));
        Assert.Null(row.In("[\n  a,\n  b,\n  a,\n  b,\n]"));
    }
}
