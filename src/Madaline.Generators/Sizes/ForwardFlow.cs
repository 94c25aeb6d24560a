using Madaline.Generators.Members;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Madaline.Generators.Sizes;

/// <summary>
/// Follows sizes through the straight lines of a <c>Forward</c>; what branches and loops set is unknown.
/// </summary>
internal sealed class ForwardFlow(Initialisers initialisers, Action<Diagnostic> report)
{
    private readonly Dictionary<ISymbol, Width> _widths = new(SymbolEqualityComparer.Default);

    /// <summary>Goes through a statement or an expression, and gives the size of its value.</summary>
    public Width Follow(IOperation? operation)
    {
        switch (operation)
        {
            case IInvocationOperation call:
                return FollowCall(call);
            case IVariableDeclaratorOperation { Initializer: { } initializer } variable:
                return _widths[variable.Symbol] = Follow(initializer.Value);
            case ISimpleAssignmentOperation { IsRef: false } assignment
                when Variable(assignment.Target) is { } variable:
                return _widths[variable] = Follow(assignment.Value);
            case ILocalReferenceOperation or IParameterReferenceOperation:
                return _widths.TryGetValue(Variable(operation)!, out var known) ? known : Width.Unknown;
            case IConversionOperation or IParenthesizedOperation or IVariableInitializerOperation:
                return Follow(operation.ChildOperations.Single());
            case IBinaryOperation sum:
                return Common(Follow(sum.LeftOperand), Follow(sum.RightOperand));
            case IBlockOperation or IExpressionStatementOperation or IReturnOperation or IMethodBodyOperation
                or IVariableDeclarationGroupOperation or IVariableDeclarationOperation or IArgumentOperation:
                foreach (var child in operation.ChildOperations)
                    Follow(child);
                return Width.Unknown;
            case null:
                return Width.Unknown;
            default:
                Forget(operation);
                return Width.Unknown;
        }
    }

    private Width FollowCall(IInvocationOperation call)
    {
        Width instance = Follow(call.Instance), argument = Width.Unknown;
        foreach (var value in call.Arguments)
            argument = Follow(value.Value);
        if (call.Instance is null)
            return Width.Unknown;
        if (Known.IsTensor(call.Instance.Type!))
            return Layers.AfterMethod(call, instance);
        return call is { TargetMethod.Name: "Call", Instance: IMemberReferenceOperation { Member: var member } }
            && Known.IsModule(call.Instance.Type) && initialisers[member] is { } layer
            ? Apply(layer, argument, call) : Width.Unknown;
    }

    /// <summary>Reports at the call what the layer's creation does not tell already.</summary>
    private Width Apply(IObjectCreationOperation layer, Width argument, IInvocationOperation call)
    {
        List<IObjectCreationOperation> known = [];
        Layers.Apply(layer, Width.Unknown, misfit => known.Add(misfit.Layer));
        return Layers.Apply(layer, argument, misfit =>
        {
            if (!known.Contains(misfit.Layer))
                report(misfit.At(call.Syntax));
        });
    }

    private static Width Common(Width left, Width right) =>
        (left.Kind, left.Value) == (right.Kind, right.Value) ? left : Width.Unknown;

    private void Forget(IOperation operation)
    {
        foreach (var part in operation.DescendantsAndSelf())
        {
            if (Variable(part) is { } variable)
                _widths.Remove(variable);
        }
    }

    private static ISymbol? Variable(IOperation operation) => operation switch
    {
        ILocalReferenceOperation reference => reference.Local,
        IParameterReferenceOperation reference => reference.Parameter,
        _ => null,
    };
}
