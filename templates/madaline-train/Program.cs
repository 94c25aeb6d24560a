// Trains a network on handwritten digits that the library draws, and evaluates it on digits that it has not seen.
// dotnet run -c Release [-- SEED [EPOCHS]]
ulong seed = args.Length > 0 ? ulong.Parse(args[0]) : 1;
int epochs = args.Length > 1 ? int.Parse(args[1]) : 5;

// Any other set takes this place: DatasetCatalog.Load("mnist"), or Table.Read("my.csv") for a table of your own.
DatasetPair digits = DatasetCatalog.Load("digits");
var (train, validation) = digits.Train.Split(Splits.Stratified(digits.Train.Targets, 0.1, new Rng(seed)));
Transform toFloat = new ToFloat();      // bytes 0 to 255 become 0 to 1

// One source of random numbers: the same seed gives the same network, to the bit, on every machine.
var rng = new Rng(seed);
var network = new Sequential(
    new Flatten(),
    new Linear(28 * 28, 128, rng: rng), new Relu(),
    new Linear(128, 10, rng: rng));
Console.WriteLine(network.Summary([1, 28, 28]));

var loss = new CrossEntropyLoss();
var trainer = new Trainer(network, loss, new Adam(network.Parameters(), 1e-3));
var loader = new DataLoader(train.With(toFloat), new LoaderOptions { BatchSize = 64, Shuffle = true, Rng = rng });
var progress = new ConsoleProgress(Console.Out, isTerminal: !Console.IsOutputRedirected);
trainer.Fit(loader, new TrainerOptions { Epochs = epochs, Callbacks = [progress] }, validation.With(toFloat));

Evaluation evaluation = Evaluator.Run(network, loss, digits.Test!.With(toFloat));
Console.WriteLine($"test accuracy {evaluation.Accuracy:P1}, always the most frequent class {evaluation.BaselineAccuracy:P1}");
