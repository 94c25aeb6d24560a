namespace Madaline.Tests.Devices;

/// <summary>Memory that the machine does not have is refused before it is asked for, by the operation's name.</summary>
public sealed class MissingMemoryTests
{
    /// <summary>Half a gibibyte for everything.</summary>
    private static readonly Dictionary<string, string> Small = new() { ["DOTNET_GCHeapHardLimit"] = "0x20000000" };

    [Fact]
    public void What_the_machine_does_not_have_is_refused_and_what_it_has_is_given() => OwnProcess.Run(() =>
    {
        Tensor seen = Tensor.Ones([1]).Expand(1 << 28);
        Func<object>[] calls =
        [
            () => Tensor.Zeros([1 << 28]), () => seen.Clone(), () => seen + 1, () => seen.CumSum(0),
            () => Tensor.Arange(1 << 28), () => Tensor.RandPerm(1 << 28), () => Tensor.Randn([1 << 28]),
            () => Tensor.Concat([seen, seen]), () => Tensor.Ones([4]).Pad([1 << 28, 0]), () => seen.ToArray<float>(),
        ];
        foreach (var call in calls)
        {
            var error = Assert.Throws<TensorException>(call);
            Assert.Contains("not enough memory", error.Message, StringComparison.Ordinal);
            Assert.Contains("bytes; expected at most", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("tensor:", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(1 << 24, Tensor.Ones([1 << 24]).Sum().Item<int>());
    }, Small);

    [Fact]
    public void What_the_collector_cannot_give_is_the_same_error() => OwnProcess.Run(() =>
    {
        var held = new List<Tensor>();
        var error = Assert.Throws<TensorException>(() => Hold(held, 8));
        Assert.Contains("zeros: not enough memory. Float32 [67108864] takes 268435456 bytes", error.Message,
            StringComparison.Ordinal);
        Assert.InRange(held.Count, 0, 2);
    }, Small);

    private static object Hold(List<Tensor> held, int count)
    {
        for (int i = 0; i < count; i++)
            held.Add(Tensor.Zeros([1 << 26]));
        return held;
    }
}
