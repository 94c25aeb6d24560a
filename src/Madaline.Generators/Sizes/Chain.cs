using Madaline.Generators.Members;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Madaline.Generators.Sizes;

/// <summary>The layers of a <c>Sequential</c> as they are written.</summary>
internal static class Chain
{
    /// <summary>The layers in order; null for one that is not created in place.</summary>
    public static IEnumerable<IObjectCreationOperation?> Of(IObjectCreationOperation sequential)
    {
        if (sequential.Arguments.Length != 1)
            return [null];
        return Unwrapped(sequential.Arguments[0].Value) switch
        {
            IArrayCreationOperation { Initializer: { } items } => items.ElementValues.Select(Creation),
            ICollectionExpressionOperation items => items.Elements.Select(Creation),
            _ => [null],
        };
    }

    /// <summary>The creation of a layer behind conversions, a name, or a registration; null for other values.</summary>
    public static IObjectCreationOperation? Creation(IOperation? value) => Unwrapped(value) switch
    {
        IObjectCreationOperation creation => creation,
        ITupleOperation { Elements.Length: 2 } pair => Creation(pair.Elements[1]),
        IInvocationOperation { TargetMethod.Name: "RegisterModule", Arguments.Length: 2 } call =>
            Creation(call.Arguments[1].Value),
        _ => null,
    };

    /// <summary>Whether a <c>Sequential</c> is a part of another one, which looks at it.</summary>
    public static bool IsInside(IObjectCreationOperation sequential)
    {
        for (var outer = sequential.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer is IObjectCreationOperation creation)
            {
                string? name = Known.LayerName(creation.Type);
                if (name != "Residual")
                    return name == "Sequential";
            }
            else if (outer is not (IArgumentOperation or IConversionOperation or ITupleOperation
                or IArrayCreationOperation or IArrayInitializerOperation or ICollectionExpressionOperation))
            {
                return false;
            }
        }

        return false;
    }

    private static IOperation? Unwrapped(IOperation? value)
    {
        while (value is IConversionOperation or IParenthesizedOperation)
            value = value is IConversionOperation conversion ? conversion.Operand
                : ((IParenthesizedOperation)value).Operand;
        return value;
    }
}
