// A module of one's own that takes two tensors: attention over sequences of different lengths, with a mask.
//     dotnet run samples/attention.cs
#:project ../src/Madaline
#:property PublishAot=false
using Madaline;
using Madaline.NN;
using Madaline.Optim;

// The task: which is the largest digit? Sequences are 4 to 8 digits long; behind their end lie nines that do not
// count, so that the mask is needed.
const int Longest = 8;
var rng = new Rng(1);
var network = new Reader(symbols: 10, size: 32, heads: 2, layers: 2, rng);
var optimizer = new Adam(network.Parameters(), 0.005);
var loss = new CrossEntropyLoss();
Console.WriteLine($"{network.ParameterCount} parameters, from {network.NamedParameters().First().Name} "
    + $"to {network.NamedParameters().Last().Name}");
for (int step = 1; step <= 300; step++)
{
    var (symbols, mask, answers) = Draw(64);
    optimizer.ZeroGrad();
    Tensor error = loss.Call(network.Call((symbols, mask)), answers);
    error.Backward();
    optimizer.Step();
    if (step % 100 == 0)
        Console.WriteLine($"step {step}: loss {error.Item<float>():0.000}");
}

network.Eval();
var test = Draw(500);
Tensor guessed = NoGrad.Run(() => network.Call((test.Symbols, test.Mask))).ArgMax(1);
double right = guessed.EqualTo(test.Answers).To(DType.Float64).Mean().Item<double>();
Console.WriteLine($"accuracy {right:0.000} on 500 new sequences");

// The network as data: each operation with the module that called it.
var trace = Trace.Of(network, (test.Symbols[..1], test.Mask[..1]));
Console.WriteLine($"{trace.Operations.Count} operations; those of the first attention:");
foreach (Operation operation in trace.Operations.Where(o => o.Path == "blocks.0"))
    Console.WriteLine($"  {operation.Outputs[0].Shape,-16} {operation}");

(Tensor Symbols, Tensor Mask, Tensor Answers) Draw(int count)
{
    long[] symbols = new long[count * Longest], answers = new long[count];
    bool[] isPadding = new bool[count * Longest];
    for (int i = 0; i < count; i++)
    {
        int length = 4 + rng.NextInt32(Longest - 3);
        for (int j = 0; j < Longest; j++)
        {
            int at = (i * Longest) + j;
            isPadding[at] = j >= length;
            symbols[at] = isPadding[at] ? 9 : rng.NextInt32(10);
            answers[i] = isPadding[at] ? answers[i] : Math.Max(answers[i], symbols[at]);
        }
    }

    return (Tensor.From(symbols, [count, Longest]), Tensor.From(isPadding, [count, Longest]), Tensor.From(answers));
}

/// <summary>Symbols, read by layers of attention; the mean of what is no padding decides.</summary>
sealed partial class Reader(int symbols, int size, int heads, int layers, Rng rng)
    : Module<(Tensor Symbols, Tensor Mask), Tensor>
{
    private readonly Embedding _symbols = new(symbols, size, rng: rng);
    private readonly ModuleList<Attention> _blocks =
        new(Enumerable.Range(0, layers).Select(_ => new Attention(size, heads, rng)));
    private readonly Linear _answer = new(size, 10, rng: rng);

    protected override Tensor Forward((Tensor Symbols, Tensor Mask) inputs)
    {
        Tensor x = _symbols.Call(inputs.Symbols);
        foreach (Attention block in _blocks)
            x = block.Call((x, inputs.Mask));
        Tensor counts = (!inputs.Mask).To(DType.Float32).Unsqueeze(2);
        return _answer.Call((x * counts).Sum(1) / counts.Sum(1));
    }
}

/// <summary>Every place looks at all others but the masked ones, and adds what it finds.</summary>
sealed partial class Attention(int size, int heads, Rng rng) : Module<(Tensor X, Tensor Mask), Tensor>
{
    private readonly LayerNorm _norm = new(size), _normInside = new(size);
    private readonly Linear _project = new(size, 3 * size, rng: rng), _merge = new(size, size, rng: rng);
    private readonly Sequential _inside =
        new(new Linear(size, 2 * size, rng: rng), new Gelu(), new Linear(2 * size, size, rng: rng));

    protected override Tensor Forward((Tensor X, Tensor Mask) inputs)
    {
        var (x, mask) = inputs;
        int n = x.Shape[0], length = x.Shape[1];
        Tensor[] parts = _project.Call(_norm.Call(x)).Reshape(n, length, 3 * heads, size / heads)
            .Transpose(1, 2).Chunk(3, 1);
        Tensor scores = parts[0].MatMul(parts[1].Transpose()) / Math.Sqrt((double)size / heads);
        scores = scores.MaskedFill(mask.Reshape(n, 1, 1, length), double.NegativeInfinity);
        Tensor found = scores.Softmax(-1).MatMul(parts[2]).Transpose(1, 2).Reshape(n, length, size);
        x += _merge.Call(found);
        return x + _inside.Call(_normInside.Call(x));
    }
}
