using Microsoft.CodeAnalysis;

namespace Madaline.Generators.Members;

/// <summary>The library's types, by name: the generator does not reference what it generates for.</summary>
internal static class Known
{
    public static bool IsTensor(ITypeSymbol type) =>
        type.Name == "Tensor"
        && type.ContainingNamespace is { Name: "Madaline", ContainingNamespace.IsGlobalNamespace: true };

    /// <summary>Whether a type is <c>Module</c> or derives from it; a type parameter by its constraints.</summary>
    public static bool IsModule(ITypeSymbol? type)
    {
        if (type is ITypeParameterSymbol parameter)
            return parameter.ConstraintTypes.Any(IsModule);
        for (; type is not null; type = type.BaseType)
        {
            if (type.Name == "Module" && IsInNN(type))
                return true;
        }

        return false;
    }

    /// <summary>Whether a class derives from <c>Module</c>, and is not that itself.</summary>
    public static bool DerivesFromModule(INamedTypeSymbol type) =>
        type.TypeKind == TypeKind.Class && IsModule(type.BaseType);

    /// <summary>Whether a type holds many modules, but is none.</summary>
    public static bool IsCollectionOfModules(ITypeSymbol type)
    {
        if (IsModule(type) || type.SpecialType == SpecialType.System_String)
            return false;
        if (type is IArrayTypeSymbol array)
            return IsModule(array.ElementType) || IsCollectionOfModules(array.ElementType);
        return type is INamedTypeSymbol named && named.AllInterfaces.Concat([named]).Any(IsEnumerableOfModules);
    }

    /// <summary>The name of a layer of the library, such as <c>Linear</c>, or null.</summary>
    public static string? LayerName(ITypeSymbol? type) => IsModule(type) && IsInNN(type!) ? type!.Name : null;

    public static bool Has(ISymbol member, string attribute) => Attribute(member, attribute) is not null;

    public static AttributeData? Attribute(ISymbol member, string attribute) =>
        member.GetAttributes().FirstOrDefault(a => a.AttributeClass is { } type && type.Name == attribute
            && IsInNN(type));

    private static bool IsEnumerableOfModules(INamedTypeSymbol type) =>
        type is { Name: "IEnumerable", IsGenericType: true } && type.TypeArguments.Any(HoldsModule);

    /// <summary>The values of a dictionary are in a pair.</summary>
    private static bool HoldsModule(ITypeSymbol item) =>
        IsModule(item) || item is INamedTypeSymbol { Name: "KeyValuePair", TypeArguments: var pair }
            && pair.Any(IsModule);

    private static bool IsInNN(ITypeSymbol type) => type.ContainingNamespace is
    {
        Name: "NN",
        ContainingNamespace: { Name: "Madaline", ContainingNamespace.IsGlobalNamespace: true }
    };
}
