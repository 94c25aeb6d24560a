using System.Reflection;
using Madaline.Devices;
using Madaline.Numerics;

namespace Madaline.Tests.Expressions;

/// <summary>
/// Every expression of the library, found by reflection: ops, gradients, comparisons, reductions, update rules.
/// </summary>
internal static class LibraryExpressions
{
    private static readonly (Type Interface, Func<Type, object, IEnumerable<IExpression>> Make)[] Families =
    [
        (typeof(IUnaryOp), (op, value) =>
        [
            Make(typeof(UnaryExpression<>), op, Name(op), value),
            Make(typeof(UnaryGradientExpression<>), op, Name(op) + "_gradient", value),
        ]),
        (typeof(IBinaryOp), (op, value) =>
        [
            Make(typeof(BinaryExpression<>), op, Name(op), value),
            Make(typeof(BinaryGradientExpression<>), op, Name(op) + "_left_gradient", value, false),
            Make(typeof(BinaryGradientExpression<>), op, Name(op) + "_right_gradient", value, true),
        ]),
        (typeof(IComparison), (op, value) => [Make(typeof(ComparisonExpression<>), op, Name(op), value)]),
        (typeof(IReduction), (op, value) => [Make(typeof(ReductionExpression<>), op, Name(op), value)]),
        (typeof(IUpdateRule), (op, value) => [Make(typeof(UpdateExpression<>), op, Name(op), value)]),
    ];

    /// <summary>The types of all expressions; those that bind an operand of an op, once for each op.</summary>
    public static IReadOnlyList<Type> Types { get; } =
    [
        .. from type in typeof(Tensor).Assembly.GetTypes()
           where type.IsValueType && Families.Any(family => family.Interface.IsAssignableFrom(type))
           from closed in type.IsGenericTypeDefinition
               ? TypesOf(typeof(IBinaryOp)).Select(op => type.MakeGenericType(op))
               : [type]
           orderby Name(closed)
           select closed,
    ];

    /// <summary>All expressions, made with the numbers that a source gives.</summary>
    public static IEnumerable<IExpression> With(Numbers numbers) =>
        from type in Types
        from family in Families
        where family.Interface.IsAssignableFrom(type)
        from expression in family.Make(type, numbers.Make(type))
        select expression;

    private static IEnumerable<Type> TypesOf(Type family) =>
        typeof(Tensor).Assembly.GetTypes().Where(type => type.IsValueType && family.IsAssignableFrom(type));

    /// <summary>The type's own name: an op's public one need not be its alone.</summary>
    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}_{type.GenericTypeArguments[0].Name}"
        : type.Name;

    private static IExpression Make(Type generic, Type op, params object[] arguments) =>
        (IExpression)Activator.CreateInstance(generic.MakeGenericType(op), arguments)!;
}

/// <summary>The numbers that expressions are made with: each next one that a constructor asks for.</summary>
internal sealed class Numbers(params double[] values)
{
    private int _next;

    public static Numbers Some => new(0.75, 1.25, 0.5, 0.625, 0.125, 2, 0.25, 3);

    public static Numbers Others => new(0.3, 2.7, 0.9, 0.01, 1.5, 0.2, 7, 0.6);

    public static Numbers Integers => new(3, 5);

    public object Make(Type type)
    {
        _next = 0;
        return Value(type);
    }

    private object Value(Type type)
    {
        if (type == typeof(double))
            return Next();
        if (type == typeof(Constant))
            return new Constant(Next());
        if (type == typeof(Scalar))
            return double.IsInteger(values[0]) ? (Scalar)(long)Next() : (Scalar)Next();
        ConstructorInfo? make = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public)
            .OrderByDescending(constructor => constructor.GetParameters().Length).FirstOrDefault();
        return make is null
            ? Activator.CreateInstance(type)!
            : make.Invoke([.. make.GetParameters().Select(parameter => Value(parameter.ParameterType))]);
    }

    private double Next() => values[_next++ % values.Length];
}
