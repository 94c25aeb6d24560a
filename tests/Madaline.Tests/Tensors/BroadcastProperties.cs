using CsCheck;
using Madaline.Tensors;

namespace Madaline.Tests.Tensors;

/// <summary>Stretching of two shapes against index arithmetic.</summary>
public sealed class BroadcastProperties
{
    private static readonly Gen<int[]> Sizes = Gen.Int[0, 5].Select(n => n > 3 ? 1 : n).Array[0, 4];

    [Fact]
    public void Two_shapes_stretch_exactly_when_the_rule_says_so_and_to_the_shape_it_says() =>
        Gen.Select(Sizes, Sizes).Sample(
            (left, right) =>
            {
                int[]? expected = Stretched(left, right);
                if (expected is null)
                {
                    var error = Assert.Throws<TensorException>(() => Tensor.Zeros(left) + Tensor.Zeros(right));
                    Assert.StartsWith($"add: shapes do not broadcast. left is {(Shape)left}, right is {(Shape)right}; expected ", error.Message);
                }
                else
                {
                    Assert.Equal(expected, (Tensor.Zeros(left) + Tensor.Zeros(right)).Shape.ToArray());
                }
            },
            iter: 3000,
            threads: 1);

    [Fact]
    public void Stretched_operands_meet_element_by_element() =>
        Gen.Select(Sizes, Sizes).Where((left, right) => Stretched(left, right) is not null).Sample(
            (left, right) =>
            {
                StridedModel a = StridedModel.Counting(left), b = StridedModel.Counting(right);
                float[] expected = [.. StridedModel.Positions(Stretched(left, right)!).Select(p => (100 * At(a, p)) - At(b, p))];
                Tensor x = Tensor.From(a.Memory, left), y = Tensor.From(b.Memory, right);
                Assert.Equal(expected, ((x * 100) - y).ToArray<float>());
                Assert.Equal(expected, (x.T.Clone().T.MulInPlace(100) - y).ToArray<float>());
            },
            iter: 3000,
            threads: 1);

    [Fact]
    public void The_gradient_of_a_stretched_operand_counts_its_uses() =>
        Gen.Select(Sizes, Sizes).Where((left, right) => Stretched(left, right) is not null).Sample(
            (left, right) =>
            {
                Tensor x = Tensor.Zeros(left).WithGrad(), y = Tensor.Zeros(right).WithGrad();
                (x - y).Sum().Backward();
                int elements = Stretched(left, right)!.Aggregate(1, (a, b) => a * b);
                Assert.All(x.Grad!.ToArray<float>(), g => Assert.Equal((float)elements / x.Elements, g));
                Assert.All(y.Grad!.ToArray<float>(), g => Assert.Equal(-(float)elements / y.Elements, g));
            },
            iter: 2000,
            threads: 1);

    private static float At(StridedModel model, int[] position)
    {
        int added = position.Length - model.Rank;
        return model.Memory[model.Place([.. model.Sizes.Select((n, d) => n == 1 ? 0 : position[d + added])])];
    }

    private static int[]? Stretched(int[] left, int[] right)
    {
        var sizes = new int[Math.Max(left.Length, right.Length)];
        for (int d = 1; d <= sizes.Length; d++)
        {
            int a = d <= left.Length ? left[^d] : 1, b = d <= right.Length ? right[^d] : 1;
            if (a != b && a != 1 && b != 1)
                return null;
            sizes[^d] = a == 1 ? b : a;
        }

        return sizes;
    }
}
