namespace Madaline.Generators.Tests;

public sealed class ForwardAnalyzerTests
{
    private static Task<string[]> Warnings(string members) =>
        new Source($"sealed partial class Net : Module {{ {members} }}").Warnings();

    [Theory]
    [InlineData("new Linear(1, 1).Call(x)", "new Linear(1, 1)", "Linear")]
    [InlineData("x.Shape[0] > 1 ? x : new Relu().Call(x)", "new Relu()", "Relu")]
    [InlineData("((Func<Module>)(() => new Tanh()))().Call(x)", "new Tanh()", "Tanh")]
    public async Task Modules_made_in_forward_are_found(string forward, string place, string kind) => Assert.Equal(
        [$"MAD003 at {place}: This {kind} is new at every call: nothing it learns is kept. Hold it in a field, or use the "
            + "tensor's own method where it learns nothing, such as x.Relu()."],
        await Warnings($"protected override Tensor Forward(Tensor x) => {forward};"));

    [Theory]
    [InlineData("public Net() => _a = new(1, 1); readonly Linear _a; protected override Tensor Forward(Tensor x) => _a.Call(x);")]
    [InlineData("protected override Tensor Forward(Tensor x) => Tensor.Ones([1]) + new List<int>().Count;")]
    [InlineData("protected override Tensor Forward(Tensor x) => x; static Module Forward(int n) => new Linear(n, n);")]
    public async Task Modules_made_elsewhere_are_not_warned_of(string members) => Assert.Empty(await Warnings(members));

    [Fact]
    public async Task A_member_that_is_replaced_later_is_found() => Assert.Equal(
        ["MAD005 at _head = new Linear(2, n): '_head' is replaced after the constructor, but the module goes on learning and "
            + "saving the first one. Set it in the constructor, or mark it [NotRegistered]."],
        await Warnings("Linear _head = new(2, 2); public void Grow(int n) { _head = new Linear(2, n); } "
            + "protected override Tensor Forward(Tensor x) => _head.Call(x);"));

    [Theory]
    [InlineData("Linear _head; public Net() { _head = new(2, 2); }")]
    [InlineData("[NotRegistered] Linear? _head; public void Grow() { _head = new(2, 2); }")]
    [InlineData("Tensor? _last; public void Keep(Tensor x) { _last = x; }")]
    [InlineData("public Linear? Head { get; init; } public static Net Make() => new Net { Head = new(1, 1) };")]
    public async Task Members_that_are_set_in_time_or_not_registered_are_not_warned_of(string members) =>
        Assert.Empty(await Warnings($"{members} protected override Tensor Forward(Tensor x) => x;"));

    [Theory]
    [InlineData("net.Forward(Tensor.Ones([1, 2]))", "CS0122", "net.Call(Tensor.Ones([1, 2]))")]
    [InlineData("new Linear(2, 2).Forward(x)", "CS0122", "new Linear(2, 2).Call(x)")]
    [InlineData("((Module)net).Forward(x)", "CS0122", "((Module)net).Call(x)")]
    public async Task A_call_of_forward_is_told_of_Call(string call, string error, string instead) => Assert.Equal(
        [$"MAD006 at Forward: Forward is what a module overrides, and nobody calls. Write {instead}: it runs Forward, and "
            + "errors name the layer."],
        await new Source("sealed class Net : Module { protected override Tensor Forward(Tensor x) => x; } "
            + $"static class Program {{ static Tensor Run(Net net, Tensor x) => {call}; }}").Warnings(error));

    [Fact]
    public async Task A_layer_called_by_forward_inside_a_module_is_told_of_Call() => Assert.Equal(
        ["MAD006 at Forward: Forward is what a module overrides, and nobody calls. Write _fc.Call(x): it runs Forward, and "
            + "errors name the layer."],
        await new Source("sealed partial class Net : Module { readonly Linear _fc = new(2, 2); "
            + "protected override Tensor Forward(Tensor x) => _fc.Forward(x); }").Warnings("CS0122"));

    [Theory]
    [InlineData("Tensor Run(Tensor x) => this.Forward(x);")]
    [InlineData("static Tensor Run(Other other, Tensor x) => other.Forward(x); public class Other { public Tensor Forward(Tensor x) => x; }")]
    public async Task A_forward_that_may_be_called_is_not_warned_of(string members) =>
        Assert.Empty(await Warnings($"{members} protected override Tensor Forward(Tensor x) => x;"));
}
