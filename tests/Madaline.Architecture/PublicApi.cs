using System.Globalization;
using System.Reflection;
using System.Text;

namespace Madaline.Architecture;

/// <summary>Writes down what an assembly shows to its users, one member a line, in ordinal order.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Describe(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (Type type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Kind(type)).Append(' ').Append(Name(type)).Append('\n');
            foreach (string line in Members(type).Distinct().Order(StringComparer.Ordinal))
                text.Append("    ").Append(Name(type)).Append("::").Append(line).Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<string> Members(Type type)
    {
        foreach (var field in type.GetFields(Declared).Where(field => field.IsPublic && !field.IsSpecialName))
            yield return $"{(field.IsLiteral ? "const " : "")}{Name(field.FieldType)} {field.Name}{(field.IsLiteral ? $" = {Convert.ToString(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}" : "")}";
        foreach (var property in type.GetProperties(Declared))
        {
            string accessors = $"{(Shown(property.GetMethod) ? "get; " : "")}{(Shown(property.SetMethod) ? "set; " : "")}";
            if (accessors.Length > 0)
                yield return $"{Name(property.PropertyType)} {property.Name}{Arguments(property.GetIndexParameters(), "[", "]")} {{ {accessors}}}";
        }

        foreach (var constructor in type.GetConstructors(Declared).Where(Shown))
            yield return $"new{Arguments(constructor.GetParameters(), "(", ")")}";
        foreach (var method in type.GetMethods(Declared).Where(Shown).Where(method => !method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)))
        {
            string generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";
            yield return $"{(method.IsStatic ? "static " : method.IsAbstract ? "abstract " : "")}{Name(method.ReturnType)} {method.Name}{generic}{Arguments(method.GetParameters(), "(", ")")}";
        }
    }

    private static bool Shown(MethodBase? method) => method is not null && (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly) && !method.Name.Contains('<');

    private static string Arguments(ParameterInfo[] parameters, string open, string close)
    {
        if (parameters.Length == 0)
            return open == "[" ? "" : open + close;
        return open + string.Join(", ", parameters.Select(p => $"{Name(p.ParameterType)} {p.Name}{(p.HasDefaultValue ? " = " + Default(p) : "")}")) + close;
    }

    private static string Default(ParameterInfo parameter) => parameter.DefaultValue is { } value ? Convert.ToString(value, CultureInfo.InvariantCulture)! : "null";

    private static string Kind(Type type) =>
        type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct"
        : type is { IsAbstract: true, IsSealed: true } ? "static class" : type.IsSealed ? "sealed class" : "abstract class";

    private static string Name(Type type)
    {
        if (type.IsGenericParameter)
            return type.Name;
        if (type.IsByRef)
            return "ref " + Name(type.GetElementType()!);
        if (type.IsArray)
            return Name(type.GetElementType()!) + "[]";
        string name = (type.IsNested ? Name(type.DeclaringType!) + "." : type.Namespace is { } space && space.StartsWith("Madaline", StringComparison.Ordinal) ? space + "." : "") + type.Name.Split('`')[0];
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : name;
    }
}
