using System.Collections.Immutable;
using Madaline.Generators.Members;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Madaline.Generators;

/// <summary>
/// Finds modules that are created in <c>Forward</c>, registered ones that are replaced, and calls of <c>Forward</c>.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ForwardAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Rules.CreatedInForward, Rules.Replaced, Rules.Called];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(AnalyzeCreation, OperationKind.ObjectCreation);
        context.RegisterOperationAction(AnalyzeAssignment, OperationKind.SimpleAssignment);
        context.RegisterSyntaxNodeAction(AnalyzeCall, SyntaxKind.InvocationExpression);
    }

    /// <summary>Whether a method is the <c>Forward</c> of a module.</summary>
    internal static bool IsForward(ISymbol? method) =>
        method is IMethodSymbol { Name: "Forward", IsOverride: true } && Known.IsModule(method.ContainingType);

    private static void AnalyzeCreation(OperationAnalysisContext context)
    {
        if (context.Operation.Type is { } type && Known.IsModule(type) && IsForward(context.ContainingSymbol))
            context.ReportDiagnostic(
                Diagnostic.Create(Rules.CreatedInForward, context.Operation.Syntax.GetLocation(), type.Name));
    }

    private static void AnalyzeAssignment(OperationAnalysisContext context)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Target is not IMemberReferenceOperation { Member: var member }
            || assignment.Parent is IObjectOrCollectionInitializerOperation
            || context.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor }
                or IMethodSymbol { IsInitOnly: true }
            || !Known.DerivesFromModule(member.ContainingType))
            return;
        bool isRegistered = PartialClass.CanExtend(member.ContainingType) && Member.Of(member.ContainingType)
            .Any(m => m.Kind != MemberKind.Tensor
                && SymbolEqualityComparer.Default.Equals(m.Symbol, member.OriginalDefinition));
        if (isRegistered)
            context.ReportDiagnostic(Diagnostic.Create(Rules.Replaced, assignment.Syntax.GetLocation(), member.Name));
    }

    /// <summary>
    /// A call that the compiler refuses, since <c>Forward</c> is protected; its own error names no way out.
    /// </summary>
    private static void AnalyzeCall(SyntaxNodeAnalysisContext context)
    {
        var call = (InvocationExpressionSyntax)context.Node;
        if (call.Expression is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Forward" } access)
            return;
        var symbol = context.SemanticModel.GetSymbolInfo(call, context.CancellationToken);
        if (symbol is { Symbol: null, CandidateReason: CandidateReason.Inaccessible }
            && context.SemanticModel.GetTypeInfo(access.Expression, context.CancellationToken).Type is { } type
            && Known.IsModule(type))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.Called, access.Name.GetLocation(), access.Expression,
                call.ArgumentList.Arguments));
        }
    }
}
