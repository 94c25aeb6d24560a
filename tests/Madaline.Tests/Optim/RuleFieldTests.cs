using System.Reflection;
using Madaline.Devices;
using Madaline.Numerics;

namespace Madaline.Tests.Optim;

/// <summary>Rules are compared constant by constant, so that they may hold nothing else.</summary>
public sealed class RuleFieldTests
{
    public static TheoryData<Type> Rules => [.. typeof(Tensor).Assembly.GetTypes()
        .Where(type => type.IsValueType && typeof(IUpdateRule).IsAssignableFrom(type))];

    [Fact]
    public void There_are_rules() => Assert.True(Rules.Count >= 10);

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_holds_constants_only(Type rule) => Assert.All(FieldsOf(rule), type => Assert.Equal(typeof(Constant), type));

    private static IEnumerable<Type> FieldsOf(Type type) => type == typeof(Constant) ? [type]
        : type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic) is { Length: > 0 } fields
            ? fields.SelectMany(field => FieldsOf(field.FieldType)) : [type];
}
