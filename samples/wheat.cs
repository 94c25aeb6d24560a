// Which of three wheats is this kernel? The task of wheat-from-scratch.cs, with Madaline.
//     dotnet run samples/wheat.cs [path/to/wheat.csv]
#:project ../src/Madaline.Datasets
#:property PublishAot=false
using Madaline;
using Madaline.Data;
using Madaline.Datasets;
using Madaline.NN;
using Madaline.Optim;
using Madaline.Training;

TensorDataset wheat;
try { wheat = (args.Length > 0 ? WheatFiles.Read(args[0]) : WheatFiles.Load(DataRoot.Resolve())).ToDataset("wheat"); }
catch (Exception e) when (e is IOException or FormatException) { Console.Error.WriteLine(e.Message); return 1; }

var rng = new Rng(seed: 1);
var accuracies = new List<double>();
foreach (var split in Splits.StratifiedKFold(wheat.Targets, folds: 5, rng))
{
    var (train, test) = wheat.Split(split);
    var scaler = new ZScoreScaler().Fit(train.Inputs); // on the training part only: the test part plays the future
    var loader = new DataLoader(
        train.With(scaler), new LoaderOptions { BatchSize = 16, Shuffle = true, Rng = rng });

    // A new network for each fold.
    var network = new Sequential(new Linear(7, 32, rng: rng), new Relu(), new Linear(32, 3, rng: rng));
    var loss = new CrossEntropyLoss();
    new Trainer(network, loss, new Adam(network.Parameters(), 0.01)).Fit(loader, new TrainerOptions { Epochs = 60 });

    var evaluation = Evaluator.Run(network, loss, test.With(scaler));
    accuracies.Add(evaluation.Accuracy);
    Console.WriteLine($"fold {accuracies.Count}: accuracy {evaluation.Accuracy:F4}");
}
Console.WriteLine($"mean accuracy {accuracies.Average():F4}");
return 0;
