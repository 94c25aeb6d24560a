// CIFAR-10 with a fully connected network: every pixel is a number, and where it lies is not known.
//     dotnet run samples/cifar10-fcn.cs [epochs] [images]
#:project ../src/Madaline.Datasets
#:property PublishAot=false
using System.Globalization;
using Madaline;
using Madaline.Data;
using Madaline.Datasets;
using Madaline.NN;
using Madaline.Optim;
using Madaline.Training;

TensorDataset all;
try { all = CifarFiles.Cifar10.Load(DataRoot.Resolve(), skipTest: true).Train; }
catch (Exception e) when (e is IOException or FormatException) { Console.Error.WriteLine(e.Message); return 1; }
int epochs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
int count = args.Length > 1 ? Math.Min(int.Parse(args[1], CultureInfo.InvariantCulture), all.Count) : all.Count;

// The last fifth plays the future: the network is never trained on it. (The official test part may be missing.)
int held = count / 5, learned = count - held;
Transform scaled = new ToFloat().Then(new Normalize(0.5, 0.5)); // 0 … 255 → −1 … 1
Dataset train = all[..learned].With(scaled), test = all[learned..count].With(scaled);
Console.WriteLine($"Training on {train.Count} images, testing on the {test.Count} after them.\n");
for (int i = 0; i < Math.Min(2, count); i++)
    Show(all, i);

var rng = new Rng(seed: 1);
var network = new Sequential(
    new Flatten(),                      // [n, 3, 32, 32] → [n, 3072]
    new Linear(3072, 512, rng: rng),
    new Relu(),
    new Linear(512, 10, rng: rng));
var loss = new CrossEntropyLoss();
var loader = new DataLoader(train, new LoaderOptions { BatchSize = 64, Shuffle = true, Prefetch = true, Rng = rng });
var adam = new Adam(network.Parameters(), 0.001);
var calming = new ExponentialSchedule(adam, 0.9); // at a constant rate the last epochs jump by a point or two
new Trainer(network, loss, adam)
    .Fit(loader, new TrainerOptions { Epochs = epochs, Schedule = calming, Callbacks = [new Line()] });

var evaluation = Evaluator.Run(network, loss, test);
foreach (var score in evaluation.Classes)
    Console.WriteLine($"  {score.Name,-12} {score.Accuracy,6:P1}");
Console.WriteLine($"accuracy {evaluation.Accuracy:F4} on {evaluation.Count} images it has not seen (guessing: 0.1)");
return 0;

// An image as text: its brightness, every second row and column.
static void Show(TensorDataset set, int index)
{
    const string Ink = " .:-=+*#%@";
    float[] grey = set.Inputs[index].To(DType.Float32).Mean(0).ToArray<float>();
    Console.WriteLine($"image {index}: {set.ClassNames[(int)set.Targets[index].Item<long>()]}");
    for (int row = 0; row < 32; row += 2)
        Console.WriteLine("  " + string.Concat(Enumerable.Range(0, 32)
            .Select(c => Ink[(int)(grey[(row * 32) + c] * 9 / 255)])));
    Console.WriteLine();
}

// One line that grows with each epoch.
sealed class Line : TrainerCallback
{
    public override bool OnStep(in TrainingProgress progress)
    {
        if (progress.Step % 100 == 0 && !Console.IsErrorRedirected)
            Console.Error.Write($"\repoch {progress.Epoch}/{progress.Epochs} step {progress.Step}/{progress.Steps} "
                + $"loss {progress.Loss:F3} ");
        return true;
    }

    public override bool OnEpoch(EpochResult epoch)
    {
        Console.WriteLine($"epoch {epoch.Epoch}: loss {epoch.Loss:F4}, accuracy {epoch.Accuracy:F4}, "
            + $"{epoch.Seconds:F1} s");
        return true;
    }
}
