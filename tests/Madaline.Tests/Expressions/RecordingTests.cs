using Madaline.Devices;
using Madaline.Numerics;
using Madaline.Ops;

namespace Madaline.Tests.Expressions;

/// <summary>Every expression of the library can be recorded, whatever the numbers it was made with.</summary>
public sealed class RecordingTests
{
    private static readonly Kind[] Floating = [Kind.Float32, Kind.Float64];
    private static readonly Kind[] Integers = [Kind.Int64, Kind.Int32, Kind.UInt8];

    public static TheoryData<string> Names =>
        [.. LibraryExpressions.With(Numbers.Some).Select(expression => expression.Name)];

    /// <summary>Every expression with every kind of number that it takes, and the values it is made with.</summary>
    internal static IEnumerable<(IExpression Expression, Kind Kind)> All =>
        from kind in Floating.Concat(Integers)
        let isFloating = Floating.Contains(kind)
        from expression in LibraryExpressions.With(isFloating ? Numbers.Some : Numbers.Integers)
        where isFloating || expression.KeepsIntegers
        select (expression, kind);

    /// <summary>The expression and the kind of a printed function.</summary>
    internal static (IExpression Expression, Kind Kind) Named(string function) =>
        All.Single(each => CText.FunctionName(each.Expression, each.Kind) == function);

    [Theory]
    [MemberData(nameof(Names))]
    public void Other_numbers_give_the_same_text(string name)
    {
        IExpression some = LibraryExpressions.With(Numbers.Some).Single(expression => expression.Name == name);
        IExpression others = LibraryExpressions.With(Numbers.Others).Single(expression => expression.Name == name);
        foreach (Kind kind in some.KeepsIntegers ? Floating.Concat(Integers) : Floating)
        {
            Assert.Equal(CText.Of(some, kind), CText.Of(others, kind));
            Assert.Equal(Recording.Of(some, kind).Arguments, ArgumentLane.Of(some).Length);
        }
    }

    [Fact]
    public void A_number_that_an_expression_was_made_with_is_an_argument_and_a_literal_is_none()
    {
        Recording scaled = Recording.Of(new UnaryExpression<WithRight<Mul>>("scaled", new(default, 2)), Kind.Float32);
        Assert.Equal(1, scaled.Arguments);
        Assert.DoesNotContain(scaled.Needed(), step => step.Code == Code.Literal);
        Recording rectified = Recording.Of(new UnaryExpression<ReluOp>("rectified", default), Kind.Float32);
        Assert.Equal(0, rectified.Arguments);
        Assert.Contains(rectified.Needed(), step => step.Code == Code.Literal);
    }

    [Fact]
    public void A_mixture_of_masks_and_numbers_is_refused()
    {
        var mask = new UnaryExpression<MaskAsNumber>("mask", default);
        Assert.Throws<NotSupportedException>(() => Recording.Of(mask, Kind.Float32));
        var number = new UnaryExpression<NumberAsMask>("number", default);
        Assert.Throws<NotSupportedException>(() => Recording.Of(number, Kind.Float32));
    }

    private readonly struct MaskAsNumber : IUnaryOp
    {
        public static string Name => "mask_as_number";

        public T Forward<T>(T x) where T : struct, ILane<T> => T.Sqrt(T.LessThan(x, T.Broadcast(1)));

        public T Derivative<T>(T x, T y) where T : struct, ILane<T> => x;
    }

    private readonly struct NumberAsMask : IUnaryOp
    {
        public static string Name => "number_as_mask";

        public T Forward<T>(T x) where T : struct, ILane<T> => T.Select(x, x, T.Broadcast(1));

        public T Derivative<T>(T x, T y) where T : struct, ILane<T> => x;
    }
}
