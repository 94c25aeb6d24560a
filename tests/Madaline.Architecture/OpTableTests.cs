using System.Text.RegularExpressions;

namespace Madaline.Architecture;

/// <summary>Every op of the library has a row in the op table of the tests.</summary>
public sealed partial class OpTableTests
{
    [Fact]
    public void Every_op_has_a_row()
    {
        HashSet<string> rows = [.. from file in SourceTree.Files("tests/Madaline.Tests/Ops/Table")
                                   from Match row in Rows().Matches(file.Text)
                                   select row.Groups[1].Value];
        Assert.NotEmpty(rows);
        var missing = from file in SourceTree.Files("src/Madaline/Ops")
                      from Match op in Names().Matches(file.Text)
                      where !rows.Contains(op.Groups[1].Value)
                      select $"{op.Groups[1].Value} ({file})";
        Assert.Empty(missing);
    }

    [Fact]
    public void The_search_for_names_finds_ops_of_every_kind()
    {
        HashSet<string> found = [.. from file in SourceTree.Files("src/Madaline/Ops")
                                    from Match op in Names().Matches(file.Text)
                                    select op.Groups[1].Value];
        string[] some =
        [
            "relu", "add", "lt", "sum", "reshape", "matmul", "linear", "scatter_add", "where", "concat", "std", "argmax",
            "log_softmax", "uniform", "batch_norm",
        ];
        Assert.Empty(some.Except(found));
    }

    /// <summary>
    /// Names of operator structs and nodes, and those given to what records, draws or reduces under a name:
    /// <c>Name => "…"</c>, <c>Op = "…"</c>, <c>Record("…"</c>, and the private functions whose first argument is the
    /// name.
    /// </summary>
    [GeneratedRegex("""(?:string Name => |string Op = |Record\(|Drawn\(|Extreme(?:<\w+>)?\(|Arg\(|Measure\(|Truth<\w+>\(|Softmax\()"([a-z0-9_]+)"(?!\s*:)""")]
    private static partial Regex Names();

    [GeneratedRegex("""(?:new|Of|Full|Truth|InPlace|Line|Image|Layer)\("([a-z0-9_]+)""")]
    private static partial Regex Rows();
}
