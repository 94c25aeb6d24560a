namespace Madaline.Generators.Tests;

public sealed class RegistrationAnalyzerTests
{
    private const string Forward = "protected override Tensor Forward(Tensor x) => x;";

    private static Task<string[]> Warnings(string text) => new Source(text.Replace("FORWARD", Forward)).Warnings();

    [Fact]
    public async Task Modules_that_nothing_registers_are_found() => Assert.Equal(
        ["MAD001 at Net: Nothing registers '_a', 'B', '_c' of 'Net', so optimizers and state dicts do not find it. "
            + "Make the class partial, or call RegisterModule."],
        await Warnings("""
            class Net : Module
            {
                readonly Linear _a = new(1, 1);
                public Module B { get; } = new Relu();
                [Buffer] readonly Tensor _c = Tensor.Ones([1]);
                readonly Tensor _plain = Tensor.Ones([1]);
                FORWARD
            }
            """));

    [Fact]
    public async Task The_remedy_is_the_one_that_helps()
    {
        string nested = Assert.Single(await Warnings("class Outer { partial class Net : Module { readonly Relu _a = new(); FORWARD } }"));
        Assert.Contains("Make the class and the types around it partial", nested);
        string file = Assert.Single(await Warnings("file partial class Net : Module { readonly Relu _a = new(); FORWARD }"));
        Assert.Contains("make it internal and partial", file);
    }

    [Theory]
    [InlineData("partial class Net : Module { readonly Linear _a = new(1, 1); FORWARD }")]
    [InlineData("class Net : Module { readonly Linear _a; public Net() => _a = RegisterModule(\"a\", new Linear(1, 1)); FORWARD }")]
    [InlineData("class Net : Module { readonly Linear _a = new(1, 1); public Net() { RegisterModule(\"a\", _a); } FORWARD }")]
    [InlineData("class Net : Module { readonly Linear _a, _b; public Net() => "
        + "(_a, _b) = (RegisterModule(\"a\", new Linear(1, 1)), RegisterModule(\"b\", new Linear(1, 1))); FORWARD }")]
    [InlineData("class Net : Module { readonly Linear _a; public Net() { var a = RegisterModule(\"a\", new Linear(1, 1)); _a = a; } FORWARD }")]
    [InlineData("class Net : Module { [NotRegistered] readonly Linear _a = new(1, 1); FORWARD }")]
    [InlineData("class Net : Module { static readonly Linear A = new(1, 1); FORWARD }")]
    [InlineData("class Net { readonly Linear _a = new(1, 1); }")]
    [InlineData("class Net : Module { readonly int _a = 1; FORWARD }")]
    public async Task What_is_registered_is_not_warned_of(string text) => Assert.Empty(await Warnings(text));

    [Fact]
    public async Task One_that_was_forgotten_beside_a_registered_one_is_found()
    {
        string found = Assert.Single(await Warnings("""
            class Net : Module
            {
                readonly Linear _a, _b;
                public Net()
                {
                    _a = RegisterModule("a", new Linear(1, 1));
                    _b = new Linear(1, 1);
                }
                FORWARD
            }
            """));
        Assert.StartsWith("MAD001 at Net: Nothing registers '_b' of", found);
    }

    [Theory]
    [InlineData("Linear[] _layers = []")]
    [InlineData("List<Module> _layers = []")]
    [InlineData("IReadOnlyList<Linear> _layers = []")]
    [InlineData("Dictionary<string, Linear> _layers = []")]
    [InlineData("Linear[][] _layers = []")]
    public async Task Collections_of_modules_are_found(string field) => Assert.Equal(
        ["MAD002 at _layers: The modules in '_layers' are not registered, so optimizers and state dicts do not find them. "
            + "Hold them in a Sequential, a ModuleList or a ModuleDict, or call RegisterModule for each."],
        await Warnings($"partial class Net : Module {{ readonly {field}; FORWARD }}"));

    [Theory]
    [InlineData("readonly Sequential _layers = new(new Relu());")]
    [InlineData("readonly List<Tensor> _kept = [];")]
    [InlineData("readonly string _name = \"\";")]
    [InlineData("[NotRegistered] readonly Module[] _layers = [];")]
    [InlineData("readonly Module[] _layers; public Net(Module[] layers) { _layers = layers; "
        + "for (int i = 0; i < layers.Length; i++) RegisterModule($\"{i}\", layers[i]); }")]
    public async Task Other_collections_are_not_warned_of(string members) =>
        Assert.Empty(await Warnings($"partial class Net : Module {{ {members} FORWARD }}"));
}
