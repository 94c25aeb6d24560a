using System.Collections.Concurrent;
using System.Collections.Immutable;
using Madaline.Generators.Members;
using Madaline.Generators.Sizes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Madaline.Generators;

/// <summary>Finds two layers of constant sizes, one after the other, that cannot fit.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SizesAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.Sizes];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(AnalyzeSequential, OperationKind.ObjectCreation);
        context.RegisterSymbolStartAction(AnalyzeClass, SymbolKind.NamedType);
    }

    private static void AnalyzeSequential(OperationAnalysisContext context)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (Known.LayerName(creation.Type) == "Sequential" && !Chain.IsInside(creation))
            Layers.Apply(creation, Width.Unknown, misfit => context.ReportDiagnostic(misfit.At(misfit.Layer.Syntax)));
    }

    /// <summary>The constructors say how members are made, and <c>Forward</c> how they follow each other.</summary>
    private static void AnalyzeClass(SymbolStartAnalysisContext context)
    {
        if (!Known.DerivesFromModule((INamedTypeSymbol)context.Symbol))
            return;
        var initialisers = new Initialisers();
        var bodies = new ConcurrentBag<IOperation>();
        context.RegisterOperationAction(found => initialisers.Add((ISymbolInitializerOperation)found.Operation),
            OperationKind.FieldInitializer, OperationKind.PropertyInitializer);
        context.RegisterOperationAction(found => initialisers.Add((IAssignmentOperation)found.Operation),
            OperationKind.SimpleAssignment, OperationKind.DeconstructionAssignment);
        context.RegisterOperationBlockAction(found =>
        {
            if (!ForwardAnalyzer.IsForward(found.OwningSymbol))
                return;
            foreach (var body in found.OperationBlocks)
                bodies.Add(body);
        });
        context.RegisterSymbolEndAction(end =>
        {
            foreach (var body in bodies)
                new ForwardFlow(initialisers, end.ReportDiagnostic).Follow(body);
        });
    }
}
