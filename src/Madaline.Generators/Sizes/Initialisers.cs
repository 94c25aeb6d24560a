using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Madaline.Generators.Sizes;

/// <summary>How the members of a class are created: those that one constructor call makes.</summary>
internal sealed class Initialisers
{
    private readonly ConcurrentDictionary<ISymbol, IObjectCreationOperation?> _creations =
        new(SymbolEqualityComparer.Default);

    public IObjectCreationOperation? this[ISymbol member] =>
        _creations.TryGetValue(member, out var found) ? found : null;

    public void Add(ISymbolInitializerOperation initializer)
    {
        IEnumerable<ISymbol> members = initializer switch
        {
            IFieldInitializerOperation fields => fields.InitializedFields,
            IPropertyInitializerOperation properties => properties.InitializedProperties,
            _ => [],
        };
        foreach (var member in members)
            Add(member, initializer.Value);
    }

    /// <summary><c>_a = new(…)</c>, or <c>(_a, _b) = (new(…), new(…))</c>.</summary>
    public void Add(IAssignmentOperation assignment) => Add(assignment.Target, assignment.Value);

    private void Add(IOperation target, IOperation value)
    {
        if (target is IMemberReferenceOperation { Member: var member })
        {
            Add(member, value);
        }
        else if (target is ITupleOperation targets)
        {
            var values = (value is IConversionOperation conversion ? conversion.Operand : value) as ITupleOperation;
            for (int i = 0; i < targets.Elements.Length; i++)
                Add(targets.Elements[i], values?.Elements[i] ?? value);
        }
    }

    /// <summary>A member that is set at several places can be any of them.</summary>
    private void Add(ISymbol member, IOperation value) =>
        _creations.AddOrUpdate(member, Chain.Creation(value), (_, _) => null);
}
