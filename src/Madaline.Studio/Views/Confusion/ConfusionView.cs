using System.Diagnostics;
using System.Text.Json;
using Madaline.Data;
using Madaline.Studio.Live;
using Madaline.Studio.Pictures;
using Madaline.Training;

namespace Madaline.Studio.Views.Confusion;

/// <summary>Which classes are taken for which on the test part, and the pictures behind each cell.</summary>
internal sealed class ConfusionView() : View("confusion", framesPerSecond: 4)
{
    private const int MaxSamples = 2000, AtOnce = 100, MaxPictures = 12, MaxKeptClasses = 12;

    /// <inheritdoc/>
    public override IEnumerable<ViewQuestion> Questions(KeptMoment kept)
    {
        int classes = kept.Moment.Stage.Data.Test.ClassNames.Count;
        yield return new ViewQuestion();
        if (!kept.IsLast || classes > MaxKeptClasses)
            yield break;
        for (int row = 0; row < classes; row++)
        {
            for (int column = 0; column < classes; column++)
                yield return new ViewQuestion(("row", row), ("column", column)) { KeepsMemory = true };
        }
    }

    /// <inheritdoc/>
    public override void Look(
        Moment moment, ViewArguments arguments, Utf8JsonWriter json, List<IReadOnlyList<float>> numbers)
    {
        var stage = moment.Stage;
        var test = stage.Data.Test;
        if (test.ClassNames.Count == 0)
            throw new ViewException("This network predicts numbers: there are no classes to confuse.");
        var memory = arguments.Memory(() => new Answers());
        if (memory.Step != stage.Step)
            memory.Begin(stage, Math.Min(MaxSamples, test.Count));
        memory.Go(stage, moment.LookSeconds);
        arguments.WantsMore = !memory.IsDone;
        int classes = test.ClassNames.Count, column = arguments.Integer("column", classes);
        int row = arguments.Has("row") ? arguments.Integer("row", classes) : -1;
        json.WriteNumber("step", stage.Step);
        json.WriteNumber("done", memory.Count);
        json.WriteNumber("samples", memory.Said.Length);
        WriteClasses(json, test, memory);
        WriteCell(json, stage, test, memory, row, column, numbers);
        numbers.Add(memory.Matrix(test, classes));
    }

    private static void WriteClasses(Utf8JsonWriter json, TensorDataset test, Answers memory)
    {
        json.WriteNumber("right", memory.Right(test));
        json.WriteStartArray("classes");
        for (int c = 0; c < test.ClassNames.Count; c++)
        {
            var (all, right) = memory.OfClass(test, c);
            json.WriteStartObject();
            json.WriteString("name", test.ClassNames[c]);
            json.WriteNumber("count", all);
            json.WriteNumber("right", right);
            if (all > 0)
            {
                var (low, high) = Evaluation.WilsonInterval(right, all);
                json.WriteNumber("share", (double)right / all);
                json.WriteNumber("low", low);
                json.WriteNumber("high", high);
                json.WriteString("text", $"{100.0 * right / all:F0}% ({100 * low:F0} to {100 * high:F0})");
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteCell(Utf8JsonWriter json, Stage stage, TensorDataset test, Answers memory, int row,
        int column, List<IReadOnlyList<float>> numbers)
    {
        json.WriteNumber("row", row);
        json.WriteNumber("column", column);
        json.WriteBoolean("isImage", test.IsImages);
        if (row >= 0 && test.IsImages)
        {
            int[] shown = [.. memory.OfCell(test, row, column).Take(MaxPictures)];
            SamplePictures.Write(json, test, stage.Experiment.Model, shown, numbers);
        }
    }

    /// <summary>What the network said of the first samples of the test part.</summary>
    private sealed class Answers
    {
        private long[] _true = [];

        public long Step { get; private set; } = -1;

        public int[] Said { get; private set; } = [];

        public int Count { get; private set; }

        public bool IsDone => Count == Said.Length;

        public void Begin(Stage stage, int samples) =>
            (Step, Said, Count) = (stage.Step, new int[samples], 0);

        public void Go(Stage stage, double seconds)
        {
            long started = Stopwatch.GetTimestamp();
            while (!IsDone && Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
            {
                int next = Math.Min(AtOnce, Said.Length - Count);
                foreach (var answer in stage.Experiment.Model.Classify(stage.Data.Test.Inputs[Count..(Count + next)]))
                    Said[Count++] = answer.ClassIndex;
            }
        }

        public int Right(TensorDataset test) => True(test).Take(Count).Where((target, i) => target == Said[i]).Count();

        public (int All, int Right) OfClass(TensorDataset test, int index)
        {
            int[] members = [.. Enumerable.Range(0, Count).Where(i => True(test)[i] == index)];
            return (members.Length, members.Count(i => Said[i] == index));
        }

        public IEnumerable<int> OfCell(TensorDataset test, int row, int column) =>
            Enumerable.Range(0, Count).Where(i => True(test)[i] == row && Said[i] == column);

        public float[] Matrix(TensorDataset test, int classes)
        {
            float[] matrix = new float[classes * classes];
            for (int i = 0; i < Count; i++)
                matrix[(True(test)[i] * classes) + Said[i]]++;
            return matrix;
        }

        private long[] True(TensorDataset test) =>
            _true.Length > 0 ? _true : _true = test.Targets.ToArray<long>();
    }
}
