using Microsoft.CodeAnalysis;

namespace Madaline.Generators.Members;

/// <summary>What is registered.</summary>
internal enum MemberKind
{
    Module,
    Tensor,
    Buffer,
}

/// <summary>A field or auto-property of a module that is to be registered.</summary>
/// <param name="Symbol">The field or property.</param>
/// <param name="Name">Under which name.</param>
/// <param name="Kind">As what.</param>
/// <param name="MayBeMissing">Whether it is declared nullable.</param>
internal sealed record Member(ISymbol Symbol, string Name, MemberKind Kind, bool MayBeMissing)
{
    /// <summary>The members of a class in the order of their declaration, those of its base left out.</summary>
    public static IEnumerable<Member> Of(INamedTypeSymbol type) =>
        Fields(type).Select(field => Of(field.Symbol, field.Type)).OfType<Member>();

    /// <summary>Fields, and properties that the compiler keeps a field for.</summary>
    public static IEnumerable<(ISymbol Symbol, ITypeSymbol Type)> Fields(INamedTypeSymbol type)
    {
        foreach (var field in type.GetMembers().OfType<IFieldSymbol>())
        {
            ISymbol? symbol = field.AssociatedSymbol ?? (field.IsImplicitlyDeclared ? null : field);
            bool isOwn = symbol is IFieldSymbol or IPropertySymbol { ExplicitInterfaceImplementations.IsEmpty: true };
            if (isOwn && !field.IsStatic && !Known.Has(symbol!, "NotRegisteredAttribute"))
                yield return (symbol!, field.Type);
        }
    }

    private static Member? Of(ISymbol symbol, ITypeSymbol type)
    {
        MemberKind kind = Known.Has(symbol, "BufferAttribute") ? MemberKind.Buffer : MemberKind.Tensor;
        if (Known.IsModule(type))
            kind = MemberKind.Module;
        else if (!Known.IsTensor(type))
            return null;
        string? given = Known.Attribute(symbol, "NameAttribute")?.ConstructorArguments.FirstOrDefault().Value as string;
        return new Member(symbol, given ?? MemberNames.Of(symbol.Name), kind,
            type.NullableAnnotation == NullableAnnotation.Annotated);
    }
}
