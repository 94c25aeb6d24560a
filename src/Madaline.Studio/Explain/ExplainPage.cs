using System.Text;
using Madaline.Recipes;
using Madaline.Studio.Live;
using Madaline.Studio.Views;
using Madaline.Training;
using Madaline.Workbench;

namespace Madaline.Studio.Explain;

/// <summary>
/// One HTML file that shows a trained network and moments of its training with the studio's own views: no server, no
/// engine, no request.
/// </summary>
public static class ExplainPage
{
    private const int MaxSamples = 50, MaxSteps = 20;

    /// <summary>Writes the page of a trained network.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="model">The network.</param>
    /// <param name="data">What it was trained and tested on.</param>
    /// <param name="epochs">How its epochs went, as its run says.</param>
    /// <param name="options">What to show.</param>
    /// <param name="cancellationToken">Gives up; nothing is written then.</param>
    /// <exception cref="TensorException">
    /// The network is a program's own, or a step is not one of its training.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public static ExplainResult Write(Stream stream, TrainedModel model, PreparedData data,
        IReadOnlyList<EpochResult> epochs, ExplainOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new ExplainOptions();
        using var end = Session.OfRun(model, data, epochs);
        int samples = Math.Clamp(options.Samples, 1, Math.Min(MaxSamples, data.Train.Count));
        var notes = new List<string>();
        var recording = new Recording();
        long last = end.Now.Stage.Step;
        var steps = Checked(options.Steps, last);
        Session shown = end;
        if (steps.Count > 0)
            shown = Replayed(recording, model, data, steps, samples, options, notes, cancellationToken) ?? end;
        recording.Add(new KeptMoment(shown.Now, samples, IsLast: true), cancellationToken);
        notes.AddRange(recording.CutShort.Select(view => $"{view}: not all of it found room in the file"));
        return Save(stream, Title(model), recording, notes);
    }

    /// <summary>Writes the page of one moment.</summary>
    internal static byte[] Of(Moment moment, CancellationToken cancellationToken)
    {
        var recording = new Recording();
        int samples = Math.Min(new ExplainOptions().Samples, moment.Stage.Data.Train.Count);
        recording.Add(new KeptMoment(moment, samples, IsLast: true), cancellationToken);
        using var stream = new MemoryStream();
        Save(stream, Title(moment.Stage.Experiment.Model), recording, []);
        return stream.ToArray();
    }

    /// <summary>Trains again, and keeps moments before the end.</summary>
    /// <returns>The training, whose curves are finer than the run's; null where it came to another network.</returns>
    private static Session? Replayed(Recording recording, TrainedModel model, PreparedData data,
        SortedSet<long> steps, int samples, ExplainOptions options, List<string> notes,
        CancellationToken cancellationToken)
    {
        var again = new Session(model.Recipe, data);
        Action<Moment> keep = moment =>
            recording.Add(new KeptMoment(moment, samples, IsLast: false), cancellationToken);
        if (steps.Max == 0)
        {
            keep(again.Now);
            return null;
        }

        again.Replay(steps, keep, options.Progress, cancellationToken);
        if (again.Experiment.Model.WeightsSha256() == model.WeightsSha256())
            return again;
        notes.Add("training again gave other weights than the run has (other data, another version, or a rate set by "
            + "hand): the moments before the end are those of the new training");
        return null;
    }

    private static SortedSet<long> Checked(IReadOnlyList<long> steps, long last)
    {
        foreach (long step in steps)
        {
            if (step < 0 || step > last)
                throw new TensorException("explain", $"step {step} is not one of this training. It has {last} steps; "
                    + $"expected 0 to {last}.");
        }

        SortedSet<long> kept = [.. steps.Where(step => step != last)];
        return kept.Count <= MaxSteps ? kept : throw new TensorException("explain",
            $"a file of {kept.Count} moments would be large. Expected at most {MaxSteps}. Name fewer steps.");
    }

    private static string Title(TrainedModel model) => $"{model.Recipe.Name} · Madaline";

    private static ExplainResult Save(Stream stream, string title, Recording recording, IReadOnlyList<string> notes)
    {
        byte[] page = Encoding.UTF8.GetBytes(PageBundle.Of(title, recording.Pack()));
        stream.Write(page);
        return new ExplainResult(recording.Steps, recording.Frames, page.Length, notes);
    }
}
