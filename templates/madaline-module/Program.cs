// Trains the network of Net.cs on handwritten digits, in a loop of its own, and saves its weights.
// dotnet run -c Release [-- EPOCHS]
using Madaline.Formats;
using MadalineModule;

int epochs = args.Length > 0 ? int.Parse(args[0]) : 2;
DatasetPair digits = DatasetCatalog.Load("digits");
Dataset train = digits.Train.With(new ToFloat()), test = digits.Test!.With(new ToFloat());

var rng = new Rng(seed: 1);
var network = new Net(rng);
foreach (var (name, parameter) in network.NamedParameters())
    Console.WriteLine($"{name} {parameter.Shape}");

var loss = new CrossEntropyLoss();
var optimizer = new Adam(network.Parameters(), 1e-3);
var loader = new DataLoader(train, new LoaderOptions { BatchSize = 64, Shuffle = true, Rng = rng });
for (int epoch = 1; epoch <= epochs; epoch++)
{
    foreach (var (x, y) in loader)
    {
        optimizer.ZeroGrad();
        loss.Call(network.Call(x), y).Backward();
        optimizer.Step();
    }

    Console.WriteLine($"epoch {epoch}: test accuracy {Evaluator.Run(network, loss, test).Accuracy:P1}");
}

SafeTensors.Write("net.safetensors", network.StateDict());
Console.WriteLine("weights are in net.safetensors");
