using System.Text.Json;
using Madaline.Data;
using Madaline.Studio.Pictures;

namespace Madaline.Studio.Views.Gallery;

/// <summary>Pictures of the training or test part with their class names, and what the network says of each.</summary>
internal sealed class GalleryView() : View("gallery", framesPerSecond: 4)
{
    private const int PerPage = 24, MaxKeptClasses = 12;

    /// <inheritdoc/>
    public override IEnumerable<ViewQuestion> Questions(KeptMoment kept)
    {
        if (!kept.IsLast)
            yield break;
        int classes = Math.Min(MaxKeptClasses, kept.Moment.Stage.Data.Train.ClassNames.Count);
        foreach (string part in kept.Moment.Stage.Data.Test.Count > 0 ? new[] { "train", "test" } : ["train"])
        {
            for (int c = 0; c <= classes; c++)
                yield return new ViewQuestion(("part", part), ("class", c), ("page", 0));
        }
    }

    /// <inheritdoc/>
    public override void Look(
        Moment moment, ViewArguments arguments, Utf8JsonWriter json, List<IReadOnlyList<float>> numbers)
    {
        var stage = moment.Stage;
        bool isTest = arguments.Text("part") == "test" && stage.Data.Test.Count > 0;
        TensorDataset part = isTest ? stage.Data.Test : stage.Data.Train;
        SamplePictures.Require(part);
        var model = stage.Experiment.Model;
        int wanted = arguments.Integer("class", part.ClassNames.Count + 1);
        var memory = arguments.Memory(() => new Members(part, wanted - 1));
        int pages = Math.Max(1, (memory.Indices.Length + PerPage - 1) / PerPage);
        int page = arguments.Integer("page", pages);
        int[] shown = [.. memory.Indices.Skip(page * PerPage).Take(PerPage)];
        json.WriteNumber("step", stage.Step);
        json.WriteString("part", isTest ? "test" : "train");
        json.WriteNumber("page", page);
        json.WriteNumber("pages", pages);
        json.WriteNumber("class", wanted);
        json.WriteNumber("found", memory.Indices.Length);
        json.WriteStartArray("classes");
        foreach (string name in part.ClassNames)
            json.WriteStringValue(name);
        json.WriteEndArray();
        bool isShuffled = arguments.Text("pixels") == "shuffled";
        json.WriteBoolean("shuffled", isShuffled);
        SamplePictures.Write(json, part, model, shown, numbers);
        if (isShuffled && shown.Length > 0)
            numbers[^1] = Shuffled(numbers[^1], part.InputShape[1] * part.InputShape[2]);
    }

    /// <summary>The pixels of each plane in another order, the same for all pictures.</summary>
    private static float[] Shuffled(IReadOnlyList<float> pixels, int plane)
    {
        int[] order = new Rng(1).Permutation(plane);
        return [.. Enumerable.Range(0, pixels.Count).Select(i => pixels[i - (i % plane) + order[i % plane]])];
    }

    /// <summary>The samples of a class; of all where it is −1.</summary>
    private sealed class Members(TensorDataset part, int index)
    {
        public int[] Indices { get; } = index < 0 ? [.. Enumerable.Range(0, part.Count)]
            : [.. part.Targets.ToArray<long>().Select((target, i) => (target, i)).Where(one => one.target == index)
                .Select(one => one.i)];
    }
}
