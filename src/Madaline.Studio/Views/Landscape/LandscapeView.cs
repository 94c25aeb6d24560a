using System.Diagnostics;
using System.Text.Json;
using Madaline.NN;
using Madaline.Studio.Formulas;
using Madaline.Studio.Live;
using Madaline.Training;

namespace Madaline.Studio.Views.Landscape;

/// <summary>The loss around the weights of now, along two random directions: coarse at once, then finer.</summary>
internal sealed class LandscapeView() : View("landscape", framesPerSecond: 10)
{
    /// <summary>Points along a side; every fourth first.</summary>
    private const int Grid = 41, Coarse = 4, MaxSamples = 256;

    /// <inheritdoc/>
    public override IEnumerable<ViewQuestion> Questions(KeptMoment kept) => kept.IsLast ? [new()] : [];

    /// <inheritdoc/>
    public override void Look(
        Moment moment, ViewArguments arguments, Utf8JsonWriter json, List<IReadOnlyList<float>> numbers)
    {
        var stage = moment.Stage;
        double radius = arguments.Number("radius", 0.01, 5, 1);
        int seed = arguments.Integer("directions", 1000);
        var memory = arguments.Memory(() => new Memory(stage.NewNetwork()));
        if (memory.Surface is null || (memory.IsDone && memory.Step != stage.Step))
            memory.Begin(stage, seed);
        memory.Go(radius, moment.LookSeconds);
        arguments.WantsMore = !memory.IsDone;
        json.WriteNumber("step", memory.Step);
        json.WriteNumber("samples", memory.Samples);
        json.WriteNumber("grid", Grid);
        json.WriteNumber("coarse", Coarse);
        json.WriteNumber("done", memory.Done);
        json.WriteNumber("radius", radius);
        json.WriteNumber("directions", seed);
        json.WriteNumber("parameters", stage.Network.ParameterCount);
        json.WriteFormula("here", memory.Here);
        json.WriteFormula("lowest", memory.Lowest);
        json.WriteFormula("highest", memory.Highest);
        json.WriteNumber("low", memory.Lowest);
        json.WriteNumber("high", memory.Highest);
        numbers.Add(memory.Heights);
    }

    /// <summary>A surface under way; the network it is measured on is its own.</summary>
    private sealed class Memory(Module network)
    {
        private static readonly int[] Order = Points();

        public LossSurface? Surface { get; private set; }

        public long Step { get; private set; }

        public int Samples { get; private set; }

        public int Done { get; private set; }

        public bool IsDone => Done == Order.Length;

        /// <summary>Losses row by row; NaN where none was found yet.</summary>
        public float[] Heights { get; private set; } = [];

        public double Here { get; private set; }

        public double Lowest { get; private set; }

        public double Highest { get; private set; }

        public void Begin(Stage stage, int seed)
        {
            (Step, Done) = (stage.Step, 0);
            Samples = Math.Min(MaxSamples, stage.Data.Train.Count);
            network.LoadStateDict(stage.Network.StateDict());
            network.Eval();
            var (inputs, targets) = stage.Batch(stage.Data.Train[..Samples]);
            var rng = new Rng((ulong)seed);
            Surface = new LossSurface(network, stage.Loss, inputs.To(Device.Cpu), targets.To(Device.Cpu),
                LossSurface.RandomDirection(network, rng.Split("across")),
                LossSurface.RandomDirection(network, rng.Split("up")));
            Heights = new float[Grid * Grid];
            Array.Fill(Heights, float.NaN);
            Here = Lowest = Highest = Surface.At(0, 0);
        }

        public void Go(double radius, double seconds)
        {
            long started = Stopwatch.GetTimestamp();
            while (!IsDone && Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
            {
                int point = Order[Done++];
                double loss = Surface!.At(radius * Along(point % Grid), -radius * Along(point / Grid));
                Heights[point] = (float)loss;
                if (double.IsFinite(loss))
                    (Lowest, Highest) = (Math.Min(Lowest, loss), Math.Max(Highest, loss));
            }
        }

        private static double Along(int i) => (2.0 * i / (Grid - 1)) - 1;

        /// <summary>The coarse points first.</summary>
        private static int[] Points() => [.. Enumerable.Range(0, Grid * Grid)
            .OrderBy(point => point % Grid % Coarse == 0 && point / Grid % Coarse == 0 ? 0 : 1)];
    }
}
