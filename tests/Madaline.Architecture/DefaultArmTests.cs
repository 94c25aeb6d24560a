using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Madaline.Architecture;

/// <summary>
/// What is built is named: no switch over names, kinds or numbers makes something of whatever its arms forgot.
/// </summary>
public sealed class DefaultArmTests
{
    private static readonly string[] Building = ["Build", "Create", "Decode", "Draw", "Fit", "Load", "Make", "Plan", "Read"];

    [Theory]
    [InlineData("src/Madaline/Recipes")]
    [InlineData("src/Madaline.Datasets")]
    [InlineData("src/Madaline.Workbench")]
    [InlineData("src/Madaline.Studio")]
    [InlineData("src/Madaline.Plots")]
    [InlineData("src/Madaline.Cli")]
    public void No_default_arm_builds(string folder) =>
        Assert.Empty(from file in SourceTree.Files(folder) from arm in Found(file.Text) select $"{file}: {arm}");

    [Theory]
    [InlineData("""kind switch { "sgd" => new Sgd(p), _ => new Adagrad(p) }""", true)]
    [InlineData("""format switch { Format.Png => Png.Decode(b), _ => Bmp.Decode(b) }""", true)]
    [InlineData("""kind switch { "sgd" => new Sgd(p), var other => new Adagrad(p) }""", true)]
    [InlineData("""kind switch { "sgd" => new Sgd(p), _ => throw new ArgumentException(kind) }""", false)]
    [InlineData("""value switch { double number => new[] { number }, _ => Make(value) }""", false)]
    [InlineData("""sizes switch { [var side] => new Size2(side, side), _ => null }""", false)]
    [InlineData("""new LossType("nll", _ => new NllLoss())""", false)]
    public void A_default_arm_that_builds_is_found(string expression, bool isFound) =>
        Assert.Equal(isFound, Found($"class C {{ object M() => {expression}; }}").Any());

    [Fact]
    public void A_default_label_that_builds_is_found() => Assert.Single(Found("""
        class C { object M(string kind) { switch (kind) { case "sgd": return new Sgd(); default: return new Adagrad(); } } }
        """));

    private static IEnumerable<SyntaxNode> Found(string text)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(text).GetRoot();
        var arms = from choice in root.DescendantNodes().OfType<SwitchExpressionSyntax>()
                   where choice.Arms.Any(arm => IsNamed(arm.Pattern))
                   from arm in choice.Arms
                   where arm.Pattern is DiscardPatternSyntax or VarPatternSyntax && Builds(arm.Expression)
                   select (SyntaxNode)arm;
        var labels = from choice in root.DescendantNodes().OfType<SwitchStatementSyntax>()
                     where choice.Sections.Any(section => section.Labels.Any(label => label is CaseSwitchLabelSyntax))
                     from section in choice.Sections
                     where section.Labels.Any(label => label is DefaultSwitchLabelSyntax) && section.Statements.Any(Builds)
                     select (SyntaxNode)section;
        return arms.Concat(labels);
    }

    /// <summary>Whether a pattern is a name, a number or a text; types are an open list, whose rest needs an answer.</summary>
    private static bool IsNamed(PatternSyntax pattern) => pattern switch
    {
        ConstantPatternSyntax constant => !constant.Expression.IsKind(SyntaxKind.NullLiteralExpression)
            && constant.Expression is LiteralExpressionSyntax or MemberAccessExpressionSyntax,
        BinaryPatternSyntax both => IsNamed(both.Left) || IsNamed(both.Right),
        _ => false,
    };

    private static bool Builds(SyntaxNode arm) => arm
        .DescendantNodesAndSelf(node => node is not (ThrowExpressionSyntax or ThrowStatementSyntax))
        .Any(node => node is BaseObjectCreationExpressionSyntax
            || (node is InvocationExpressionSyntax call && Building.Any(NameOf(call.Expression).StartsWith)));

    private static string NameOf(ExpressionSyntax called) => called switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.Text,
        SimpleNameSyntax name => name.Identifier.Text,
        _ => "",
    };
}
