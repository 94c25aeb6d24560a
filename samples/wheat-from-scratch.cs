// Which of three wheats is this kernel? A neural network in plain C#: no package, no library, nothing hidden.
//
//     dotnet run samples/wheat-from-scratch.cs [path/to/wheat.csv]
//
// Seven measurements go in, ten sigmoid neurons think, three answer: Kama, Rosa or Canadian.
// Cost: C = ½‖y − a‖² for one kernel. Training: gradient descent after every single kernel.
// Evaluated by 5-fold cross-validation: five networks, each tested on the fifth of the data that it never saw.

// Without the next line the first run would want the ahead-of-time compiler, which is a package.
#:property PublishAot=false
using System.Globalization;

const int Folds = 5, Epochs = 1000, Classes = 3;
const double Rate = 0.1, Decay = 0.01;

List<Kernel> kernels;
try
{
    kernels = Wheat.Read(Wheat.Find(args));
}
catch (Exception e) when (e is IOException or FormatException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

var dice = new Dice(seed: 1);
dice.Shuffle(kernels);
var accuracies = new double[Folds];
for (int fold = 0; fold < Folds; fold++)
{
    // Every kernel is tested exactly once over the five folds.
    var test = kernels.Where((_, i) => i * Folds / kernels.Count == fold).ToList();
    var train = kernels.Where((_, i) => i * Folds / kernels.Count != fold).ToList();

    // The scaler may look at the training part only: the test part plays the future.
    var scaler = new Scaler(train);
    var examples = train.Select(k => (X: scaler.Scale(k.Measures), Y: Wanted(k.Class))).ToArray();

    var network = new Network([7, 10, Classes], dice); // a new one for each fold, or it would remember the test part
    for (int epoch = 0; epoch < Epochs; epoch++)
    {
        dice.Shuffle(examples);
        double rate = Rate / (1 + Decay * epoch);
        foreach (var (x, y) in examples) network.Learn(x, y, rate);
    }

    int right = test.Count(k => network.Classify(scaler.Scale(k.Measures)) == k.Class);
    accuracies[fold] = (double)right / test.Count;
    Print($"fold {fold + 1}: {right} of {test.Count} right, accuracy {accuracies[fold]:F4}");
}
Print($"mean accuracy {accuracies.Average():F4}");
return 0;

static double[] Wanted(int right) => [.. Enumerable.Range(0, Classes).Select(c => c == right ? 1.0 : 0.0)];

static void Print(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));

/// <summary>Layers of sigmoid neurons. In layer l: z = W·(a of the layer before) + b, a = σ(z).</summary>
sealed class Network
{
    private readonly int _last;          // the output layer's number; layer 0 is the input
    private readonly double[][] _a;      // a[l][j]: activation of neuron j in layer l
    private readonly double[][] _b;      // b[l][j]: its bias
    private readonly double[][,] _w;     // w[l][j, k]: its weight for neuron k of the layer before
    private readonly double[][] _delta;  // δ[l][j] = ∂C/∂z[l][j], the "error" of the neuron

    public Network(int[] sizes, Dice dice)
    {
        _last = sizes.Length - 1;
        _a = [.. sizes.Select(n => new double[n])];
        _b = [.. sizes.Select(n => new double[n])];
        _delta = [.. sizes.Select(n => new double[n])];
        _w = [.. sizes.Select((n, l) => new double[n, l == 0 ? 0 : sizes[l - 1]])];
        for (int l = 1; l <= _last; l++)
            for (int j = 0; j < sizes[l]; j++)
                for (int k = 0; k < sizes[l - 1]; k++)
                    _w[l][j, k] = (2 * dice.Next() - 1) / Math.Sqrt(sizes[l - 1]); // keeps z near 0, where σ is steep
    }

    /// <summary>The class whose output neuron is the most excited.</summary>
    public int Classify(double[] x) => Array.IndexOf(Forward(x), _a[_last].Max());

    /// <summary>One step of gradient descent: forward, backward, update.</summary>
    public void Learn(double[] x, double[] y, double rate)
    {
        Forward(x);
        // BP1, the error of the output layer: δᴸ = ∇ₐC ⊙ σ′(zᴸ), where ∇ₐC = a − y for the quadratic cost.
        for (int j = 0; j < _a[_last].Length; j++)
            _delta[_last][j] = (_a[_last][j] - y[j]) * SigmoidPrime(_a[_last][j]);

        // BP2, the error of a layer from that of the next: δˡ = ((Wˡ⁺¹)ᵀ δˡ⁺¹) ⊙ σ′(zˡ).
        for (int l = _last - 1; l >= 1; l--)
            for (int k = 0; k < _a[l].Length; k++)
            {
                double sum = 0;
                for (int j = 0; j < _a[l + 1].Length; j++) sum += _w[l + 1][j, k] * _delta[l + 1][j];
                _delta[l][k] = sum * SigmoidPrime(_a[l][k]);
            }

        for (int l = 1; l <= _last; l++)
            for (int j = 0; j < _a[l].Length; j++)
            {
                // BP3, the gradient of a bias: ∂C/∂bˡⱼ = δˡⱼ.
                _b[l][j] -= rate * _delta[l][j];
                // BP4, the gradient of a weight: ∂C/∂wˡⱼₖ = aˡ⁻¹ₖ δˡⱼ.
                for (int k = 0; k < _a[l - 1].Length; k++) _w[l][j, k] -= rate * _a[l - 1][k] * _delta[l][j];
            }
    }

    private double[] Forward(double[] x)
    {
        x.CopyTo(_a[0], 0);
        for (int l = 1; l <= _last; l++)
            for (int j = 0; j < _a[l].Length; j++)
            {
                double z = _b[l][j];
                for (int k = 0; k < _a[l - 1].Length; k++) z += _w[l][j, k] * _a[l - 1][k];
                _a[l][j] = 1 / (1 + Math.Exp(-z));
            }
        return _a[_last];
    }

    // σ′(z) = σ(z)·(1 − σ(z)), so the activation is all it takes.
    private static double SigmoidPrime(double a) => a * (1 - a);
}

/// <summary>Z-scores: each measure minus its mean, over its deviation, both of only the given kernels.</summary>
sealed class Scaler(List<Kernel> train)
{
    private readonly double[] _mean = [.. Enumerable.Range(0, 7).Select(i => Mean(train, i))];
    private readonly double[] _deviation = [.. Enumerable.Range(0, 7).Select(i =>
        Math.Sqrt(train.Average(k => Math.Pow(k.Measures[i] - Mean(train, i), 2))))];

    public double[] Scale(double[] x) => [.. x.Select((v, i) => (v - _mean[i]) / Math.Max(_deviation[i], 1e-9))];

    private static double Mean(List<Kernel> train, int i) => train.Average(k => k.Measures[i]);
}

/// <summary>SplitMix64 (Steele, Lea and Flood 2014): a seed gives the same numbers on every machine.</summary>
sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    public double Next() // uniform in [0, 1)
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    public void Shuffle<T>(IList<T> items) // every order equally likely (Fisher and Yates)
    {
        for (int i = items.Count - 1; i > 0; i--)
        {
            int j = (int)(Next() * (i + 1));
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}

/// <summary>One kernel: its seven measures, and its class 0, 1 or 2 (1, 2, 3 in the file).</summary>
sealed record Kernel(double[] Measures, int Class);

/// <summary>The file: seven numbers and a class a line; a header and a first text column may be there.</summary>
static class Wheat
{
    public static string Find(string[] args)
    {
        string cache = OperatingSystem.IsWindows()
            ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        var root = Environment.GetEnvironmentVariable("MADALINE_DATA") ?? Path.Combine(cache, "madaline", "datasets");
        string path = args.Length > 0 ? args[0] : Path.Combine(root, "wheat", "wheat.csv");
        return File.Exists(path) ? path : throw new FileNotFoundException(
            $"wheat: the data file is missing. Looked for {path}; expected a CSV of 210 lines, each of seven measures "
            + "and a class 1, 2 or 3 (the UCI seeds data). Put wheat.csv there, or give its path as the argument.");
    }

    private static double Number(string cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double x) ? x : double.NaN;
    public static List<Kernel> Read(string path)
    {
        var kernels = new List<Kernel>();
        foreach (var (number, line) in File.ReadLines(path).Index())
        {
            string[] cells = line.Split(',', StringSplitOptions.TrimEntries);
            if (line.Trim().Length == 0 || (number == 0 && double.IsNaN(Number(cells[^1])))) continue; // header
            var values = cells.TakeLast(8).Select(Number).ToArray(); // of nine, the first is the Province: left out
            if (cells.Length is not (8 or 9) || !values.All(double.IsFinite) || values[7] is not (1 or 2 or 3))
                throw new FormatException($"wheat: line {number + 1} of {path} can't be read. It is \"{line}\"; "
                    + "expected seven numbers and a class 1, 2 or 3, separated by commas.");
            kernels.Add(new Kernel(values[..7], (int)values[7] - 1));
        }
        return kernels.Count >= 10 ? kernels : throw new FormatException(
            $"wheat: too few samples. {path} has {kernels.Count}; expected at least 10.");
    }
}
