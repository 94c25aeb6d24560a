using System.Diagnostics;
using System.Text.Json;
using Madaline.NN;
using Madaline.Studio.Formulas;
using Madaline.Studio.Live;

namespace Madaline.Studio.Views.Batch;

/// <summary>
/// The gradients of mini-batches beside that of all samples: how far they point the same way, at the weights of now.
/// </summary>
internal sealed class BatchView() : View("batch", framesPerSecond: 10)
{
    private const int MaxSamples = 1000, Draws = 40;

    /// <inheritdoc/>
    public override IEnumerable<ViewQuestion> Questions(KeptMoment kept) => kept.IsLast ? [new()] : [];

    /// <inheritdoc/>
    public override void Look(
        Moment moment, ViewArguments arguments, Utf8JsonWriter json, List<IReadOnlyList<float>> numbers)
    {
        var stage = moment.Stage;
        int samples = Math.Min(MaxSamples, stage.Data.Train.Count);
        int usual = Math.Min(samples, stage.Experiment.Model.Recipe.Batch);
        int size = Math.Max(1, arguments.Integer("size", samples + 1, usual));
        var memory = arguments.Memory(() => new Memory());
        if (memory.Step != stage.Step)
            memory.Begin(stage, samples);
        memory.Draw(stage, samples, size, moment.LookSeconds);
        arguments.WantsMore = memory.Angles.Count < Draws;
        json.WriteNumber("step", stage.Step);
        json.WriteNumber("size", size);
        json.WriteNumber("samples", samples);
        json.WriteNumber("all", stage.Data.Train.Count);
        json.WriteNumber("draws", memory.Angles.Count);
        json.WriteNumber("most", Draws);
        json.WriteNumber("perEpoch", (stage.Data.Train.Count + size - 1) / size);
        json.WriteFormula("norm", memory.Norm);
        if (memory.Angles.Count > 0)
        {
            json.WriteFormula("angle", memory.Angles.Average(angle => (double)angle));
            json.WriteFormula("length", memory.Lengths.Average(length => (double)length));
        }

        numbers.AddRange([memory.Angles, memory.Lengths]);
    }

    /// <summary>What was found for one step.</summary>
    private sealed class Memory
    {
        public long Step { get; private set; } = -1;

        public double[]? Full { get; private set; }

        public double Norm { get; private set; }

        /// <summary>Degrees between a batch's gradient and that of all samples.</summary>
        public List<float> Angles { get; private set; } = [];

        /// <summary>How long a batch's gradient is, in lengths of that of all samples.</summary>
        public List<float> Lengths { get; private set; } = [];

        public void Begin(Stage stage, int samples)
        {
            Step = stage.Step;
            Full = Gradient(stage, [.. Enumerable.Range(0, samples)]);
            Norm = Math.Sqrt(Full.Sum(slope => slope * slope));
            (Angles, Lengths) = ([], []);
        }

        public void Draw(Stage stage, int samples, int size, double seconds)
        {
            long started = Stopwatch.GetTimestamp();
            var rng = new Rng(stage.Experiment.Model.Recipe.Seed).Split("mini-batches");
            while (Angles.Count < Draws
                && (Angles.Count == 0 || Stopwatch.GetElapsedTime(started).TotalSeconds < seconds))
            {
                int[] order = [.. Enumerable.Range(0, samples)];
                rng.Split(Angles.Count).Shuffle<int>(order);
                double[] gradient = Gradient(stage, order[..size]);
                double length = Math.Sqrt(gradient.Sum(slope => slope * slope));
                double product = gradient.Zip(Full!, (one, all) => one * all).Sum();
                double cosine = length > 0 && Norm > 0 ? Math.Clamp(product / (length * Norm), -1, 1) : 1;
                Angles.Add((float)(Math.Acos(cosine) * 180 / Math.PI));
                Lengths.Add((float)(Norm > 0 ? length / Norm : 1));
            }
        }

        private static double[] Gradient(Stage stage, int[] indices)
        {
            var (inputs, targets) = stage.Batch(stage.Data.Train.Take(indices));
            return [.. Probe.Of(stage.Network, stage.Loss, inputs, targets).Gradients.Values
                .SelectMany(gradient => gradient.To(DType.Float64).ToArray<double>())];
        }
    }
}
