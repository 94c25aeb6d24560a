using Madaline.Generators.Members;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Madaline.Generators;

/// <summary>Writes <c>Module.RegisterMembers</c> for classes that are <c>partial</c>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ModuleGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var parts = context.SyntaxProvider.CreateSyntaxProvider(IsCandidate, PartOf).Where(part => part is not null);
        context.RegisterSourceOutput(parts, (output, part) => output.AddSource(part!.Name, part.Text));
    }

    private static bool IsCandidate(SyntaxNode node, CancellationToken cancellation) =>
        node is ClassDeclarationSyntax { BaseList: not null } type && type.Modifiers.Any(SyntaxKind.PartialKeyword);

    private static Part? PartOf(GeneratorSyntaxContext context, CancellationToken cancellation)
    {
        if (context.SemanticModel.GetDeclaredSymbol(context.Node, cancellation) is not INamedTypeSymbol type
            || !Known.DerivesFromModule(type) || !IsFirst(type, context.Node, cancellation)
            || !PartialClass.CanExtend(type) || IsWrittenByHand(type))
            return null;
        List<Member> members = [.. Member.Of(type)];
        return members.Count == 0 ? null : new Part(PartialClass.HintName(type), PartialClass.Text(type, members));
    }

    /// <summary>Several parts of a class may name a base or interfaces; one is enough to generate from.</summary>
    private static bool IsFirst(INamedTypeSymbol type, SyntaxNode node, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences.Select(part => part.GetSyntax(cancellation))
            .First(part => IsCandidate(part, cancellation)) == node;

    private static bool IsWrittenByHand(INamedTypeSymbol type) => !type.GetMembers("RegisterMembers").IsEmpty;

    /// <summary>Equal as long as its text is: nothing is generated anew while other code changes.</summary>
    private sealed record Part(string Name, string Text);
}
