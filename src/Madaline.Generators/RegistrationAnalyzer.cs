using System.Collections.Immutable;
using Madaline.Generators.Members;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Madaline.Generators;

/// <summary>Finds modules in modules that neither the generator nor their class registers.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RegistrationAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Rules.Unregistered, Rules.Collection];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!Known.DerivesFromModule(type))
            return;
        var registrations = Registrations.Of(type, context.CancellationToken);
        foreach (var (symbol, memberType) in Member.Fields(type))
        {
            if (Known.IsCollectionOfModules(memberType) && !registrations.AreThere)
                context.ReportDiagnostic(Diagnostic.Create(Rules.Collection, symbol.Locations[0], symbol.Name));
        }

        if (PartialClass.CanExtend(type))
            return;
        string[] names = [.. Member.Of(type)
            .Where(m => m.Kind != MemberKind.Tensor && !registrations.Cover(m.Symbol.Name))
            .Select(m => $"'{m.Symbol.Name}'")];
        if (names.Length > 0)
            context.ReportDiagnostic(Diagnostic.Create(
                Rules.Unregistered, type.Locations[0], type.Name, string.Join(", ", names), Remedy(type)));
    }

    private static string Remedy(INamedTypeSymbol type) => type.IsFileLocal
        ? "A class of one file cannot be extended: make it internal and partial, or call RegisterModule."
        : type.ContainingType is null ? "Make the class partial, or call RegisterModule."
        : "Make the class and the types around it partial, or call RegisterModule.";

    /// <summary>The calls of <c>RegisterModule</c> in a class, by what they can be about.</summary>
    /// <param name="AreThere">Whether there are any.</param>
    /// <param name="Named">All names in statements with such a call.</param>
    /// <param name="Created">All members that are set to a <c>new</c> module outside of such statements.</param>
    private sealed record Registrations(bool AreThere, HashSet<string> Named, HashSet<string> Created)
    {
        /// <summary>
        /// Whether a member is registered by hand: named beside a call, or set from something that may have been.
        /// </summary>
        public bool Cover(string member) => Named.Contains(member) || (AreThere && !Created.Contains(member));

        public static Registrations Of(INamedTypeSymbol type, CancellationToken cancellation)
        {
            List<SyntaxNode> nodes = [.. type.DeclaringSyntaxReferences
                .SelectMany(part => part.GetSyntax(cancellation).DescendantNodes())];
            List<SyntaxNode> statements = [.. nodes.OfType<InvocationExpressionSyntax>().Where(IsRegistration)
                .Select(call => StatementOf(call))];
            HashSet<string> named = [.. statements.SelectMany(NamesIn)];
            return new(statements.Count > 0, named, [.. nodes.Select(CreatedBy).OfType<string>()]);
        }

        private static bool IsRegistration(InvocationExpressionSyntax call) =>
            NameOf(call.Expression) is "RegisterModule" or "RegisterParameter" or "RegisterBuffer";

        private static string? NameOf(SyntaxNode expression) => expression switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            SimpleNameSyntax name => name.Identifier.ValueText,
            _ => null,
        };

        /// <summary>The outermost statement around a call, or the member whose value it is.</summary>
        private static SyntaxNode StatementOf(SyntaxNode call) =>
            call.AncestorsAndSelf()
                .TakeWhile(node => node is not BaseMethodDeclarationSyntax and not TypeDeclarationSyntax)
                .Last(node => node is not BlockSyntax);

        private static IEnumerable<string> NamesIn(SyntaxNode statement) =>
            from token in statement.DescendantTokens()
            where token.Parent is IdentifierNameSyntax or VariableDeclaratorSyntax or PropertyDeclarationSyntax
            select token.ValueText;

        private static string? CreatedBy(SyntaxNode node) => node switch
        {
            AssignmentExpressionSyntax { Right: BaseObjectCreationExpressionSyntax } assignment =>
                NameOf(assignment.Left),
            VariableDeclaratorSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax } field =>
                field.Identifier.ValueText,
            PropertyDeclarationSyntax { Initializer.Value: BaseObjectCreationExpressionSyntax } property =>
                property.Identifier.ValueText,
            _ => null,
        };
    }
}
