using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Madaline.NN;
using Madaline.Studio.Formulas;
using Madaline.Studio.Live;
using Madaline.Training;

namespace Madaline.Studio.Views.Landscape;

/// <summary>
/// The loss around the weights of now, along two directions: random ones, two weights, or those in which the training
/// moved most, with its way. Coarse at once, then finer.
/// </summary>
internal sealed class LandscapeView() : View("landscape", framesPerSecond: 10)
{
    /// <summary>Points along a side; every fourth first.</summary>
    private const int Grid = 41, Coarse = 4, MaxSamples = 256;

    /// <inheritdoc/>
    public override IEnumerable<ViewQuestion> Questions(KeptMoment kept) => kept.IsLast
        ? [new(("slice", "random")), new(("slice", "path")), new(("slice", "weights"))] : [];

    /// <inheritdoc/>
    public override void Look(
        Moment moment, ViewArguments arguments, Utf8JsonWriter json, List<IReadOnlyList<float>> numbers)
    {
        var stage = moment.Stage;
        double radius = arguments.Number("radius", 0.01, 5, 1);
        var choice = SliceChoice.Of(arguments);
        var memory = arguments.Memory(() => new Memory(stage.NewNetwork()));
        if (memory.Surface is null || (memory.IsDone && memory.Step != stage.Step))
            memory.Begin(stage, Slice.Of(stage, moment.Session, choice));
        memory.Go(radius, moment.LookSeconds);
        arguments.WantsMore = !memory.IsDone;
        json.WriteNumber("step", memory.Step);
        json.WriteNumber("samples", memory.Samples);
        json.WriteNumber("grid", Grid);
        json.WriteNumber("coarse", Coarse);
        json.WriteNumber("done", memory.Done);
        json.WriteNumber("radius", radius);
        json.WriteNumber("directions", choice.Seed);
        json.WriteNumber("parameters", stage.Network.ParameterCount);
        json.WriteFormula("here", memory.Here);
        json.WriteFormula("lowest", memory.Lowest);
        json.WriteFormula("highest", memory.Highest);
        json.WriteNumber("low", memory.Lowest);
        json.WriteNumber("high", memory.Highest);
        WriteSlice(json, memory.Slice!, choice, stage.Network);
        numbers.Add(memory.Heights);
        numbers.Add([.. memory.Slice!.Path.SelectMany(point => new[] { (float)point.Across, (float)point.Up })]);
    }

    private static void WriteSlice(Utf8JsonWriter json, Slice slice, SliceChoice choice, Module network)
    {
        json.WriteString("slice", slice.Kind);
        json.WriteString("unit", slice.Unit);
        if (slice.Kind == "path")
            json.WriteString("share", (100 * slice.Share).ToString("F0", CultureInfo.InvariantCulture));
        json.WriteIntegers("steps", slice.Steps);
        if (slice.Kind != "weights")
            return;
        var (parameter, weight) = slice.Across.Single();
        json.WriteString("parameter", parameter);
        json.WriteNumber("weights", weight.Elements);
        json.WriteNumber("first", Math.Min(choice.First, weight.Elements - 1));
        json.WriteNumber("second", Math.Min(choice.Second, weight.Elements - 1));
        json.WriteStartArray("parameterNames");
        foreach (var (name, _) in network.NamedParameters())
            json.WriteStringValue(name);
        json.WriteEndArray();
    }

    /// <summary>A surface under way; the network it is measured on is its own.</summary>
    private sealed class Memory(Module network)
    {
        private static readonly int[] Order = Points();

        public LossSurface? Surface { get; private set; }

        public Slice? Slice { get; private set; }

        public long Step { get; private set; }

        public int Samples { get; private set; }

        public int Done { get; private set; }

        public bool IsDone => Done == Order.Length;

        /// <summary>Losses row by row; NaN where none was found yet.</summary>
        public float[] Heights { get; private set; } = [];

        public double Here { get; private set; }

        public double Lowest { get; private set; }

        public double Highest { get; private set; }

        public void Begin(Stage stage, Slice slice)
        {
            (Step, Done, Slice) = (stage.Step, 0, slice);
            Samples = Math.Min(MaxSamples, stage.Data.Train.Count);
            network.LoadStateDict(stage.Network.StateDict());
            network.Eval();
            var (inputs, targets) = stage.Batch(stage.Data.Train[..Samples]);
            Surface = new LossSurface(
                network, stage.Loss, inputs.To(Device.Cpu), targets.To(Device.Cpu), slice.Across, slice.Up);
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
