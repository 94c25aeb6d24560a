using System.Reflection;
using Madaline.Tests.Autograd.Tracing;
using Madaline.Tests.Ops;
using Madaline.Tests.Reference;

namespace Madaline.Tests;

/// <summary>
/// Ops of docs/contributing.md: values and gradients by hand, and all that the tests of the op table ask of their rows.
/// </summary>
public sealed class AddedTests
{
    private static readonly Type[] OfTheTable =
    [
        typeof(OpValueTests), typeof(OpGradientTests), typeof(OpSpecialTests), typeof(OpWaitsTests), typeof(SameBitsTests),
        typeof(TraceTableTests),
    ];

    [Fact]
    public void Softsign_has_its_values_and_its_gradient()
    {
        Assert.Equal([-0.75f, 0, 0.5f], Tensor.From([-3f, 0, 1]).Softsign().ToArray<float>());
        GradCheck.Run(x => x.Softsign(), Tensor.Randn([3, 5], DType.Float64, new Rng(1)));
    }

    [Fact]
    public void Distances_have_their_values_and_their_gradients()
    {
        Tensor a = Tensor.From([0f, 0, 3, -1], [2, 2]), b = Tensor.From([1f, 2], [1, 2]);
        Assert.Equal([3f, 5], Tensor.PairwiseL1(a, b).ToArray<float>());
        Tensor x = Tensor.Randn([3, 4], DType.Float64, new Rng(1)), z = Tensor.Randn([5, 4], DType.Float64, new Rng(2));
        GradCheck.Run(one => Tensor.PairwiseL1(one, z), x);
        GradCheck.Run(other => Tensor.PairwiseL1(x, other), z);
    }

    [Fact]
    public void The_processor_runs_its_kernel_and_other_devices_the_composition()
    {
        Tensor a = Tensor.Randn([4, 19], rng: new Rng(1)), y = Tensor.Zeros([4, 4]);
        Assert.True(Device.Cpu.TryPairwiseL1(a, a, y));
        Tensor there = a.To(ReferenceDevice.Instance);
        Assert.False(ReferenceDevice.Instance.TryPairwiseL1(there, there, y));
        float[] expected = Tensor.PairwiseL1(there, there).To(Device.Cpu).ToArray<float>(), actual = y.ToArray<float>();
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    [Theory]
    [InlineData("softsign")]
    [InlineData("pairwise_l1")]
    public void A_row_passes_the_tests_of_the_op_table(string op)
    {
        var tests = from type in OfTheTable
                    from test in type.GetMethods()
                    let source = test.GetCustomAttribute<MemberDataAttribute>()
                    where source is not null && test.GetParameters() is [{ Name: "op" }]
                    let rows = (TheoryData<string>)type.GetProperty(source.MemberName)!.GetValue(null)!
                    where rows.Any(row => row.Data == op)
                    select (type, test);
        Assert.InRange(tests.Count(), 8, int.MaxValue);
        foreach (var (type, test) in tests)
            test.Invoke(Activator.CreateInstance(type), [op]);
    }
}
