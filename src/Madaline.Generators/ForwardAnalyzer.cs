using System.Collections.Immutable;
using Madaline.Generators.Members;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Madaline.Generators;

/// <summary>Finds modules that are created in <c>Forward</c>, and registered ones that are replaced.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ForwardAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Rules.CreatedInForward, Rules.Replaced];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(AnalyzeCreation, OperationKind.ObjectCreation);
        context.RegisterOperationAction(AnalyzeAssignment, OperationKind.SimpleAssignment);
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
}
