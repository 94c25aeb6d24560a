using System.Reflection;
using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Optim;

namespace Madaline.Tests.Expressions;

/// <summary>What every expression of the library keeps to, so that a device can print it.</summary>
public sealed class ExpressionRuleTests
{
    [Fact]
    public void Expressions_are_found_in_every_family()
    {
        string[] names = [.. LibraryExpressions.With(Numbers.Some).Select(expression => expression.Name)];
        string[] some =
        [
            "SiluOp", "SiluOp_gradient", "Add", "Pow_right_gradient", "WithRight_Div", "WithLeft_Sub_gradient",
            "HuberCost", "IsNaN", "MaxReduction", "AdamRule", "CenteredRmsPropMomentumRule",
        ];
        Assert.Empty(some.Except(names));
        Assert.Equal(names.Length, names.Distinct().Count());
    }

    [Fact]
    public void Expressions_hold_constants_alone()
    {
        var held = from type in LibraryExpressions.Types
                   from field in Held(type)
                   where field.FieldType != typeof(Constant)
                   select $"{type}.{field.Name}";
        Assert.Empty(held);
    }

    [Fact]
    public void No_two_update_rules_share_a_name()
    {
        var names = from type in LibraryExpressions.Types
                    where typeof(IUpdateRule).IsAssignableFrom(type)
                    select (string)type.GetProperty(nameof(SgdRule.Name))!.GetValue(null)!;
        Assert.Equal([.. names.Distinct()], names);
    }

    [Fact]
    public void Integers_beyond_the_digits_of_a_double_are_constants_without_loss()
    {
        long[] values = [0, -1, long.MaxValue, long.MinValue, long.MaxValue - 511, (1L << 53) + 1, -(1L << 62) - 3];
        foreach (long value in values)
            Assert.Equal(value, new Constant(value, value).Long);
        Assert.Equal(long.MaxValue, new Constant(double.PositiveInfinity).Long);
        Assert.Equal(0, new Constant(double.NaN).Long);
    }

    private static IEnumerable<FieldInfo> Held(Type type) =>
        from field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        let isLast = field.FieldType == typeof(Constant) || field.FieldType.IsPrimitive
        from held in isLast ? [field] : Held(field.FieldType)
        select held;
}
