using System.Globalization;
using System.Text.Json;
using Madaline.Studio.Live;

namespace Madaline.Studio.Views.Status;

/// <summary>The bar above all views: what is trained, where it is, and what can be done.</summary>
internal sealed class StatusView() : View("status", framesPerSecond: 10)
{
    /// <inheritdoc/>
    public override bool FollowsTraining => true;

    /// <inheritdoc/>
    public override IEnumerable<ViewQuestion> Questions(KeptMoment kept) => [new()];

    /// <inheritdoc/>
    public override void Look(
        Moment moment, ViewArguments arguments, Utf8JsonWriter json, List<IReadOnlyList<float>> numbers)
    {
        var session = moment.Session;
        var state = session.State;
        var experiment = session.Experiment;
        var recipe = experiment.Model.Recipe;
        int steps = experiment.StepsPerEpoch;
        json.WriteString("recipe", recipe.Name);
        json.WriteString("dataset", moment.Stage.Data.Train.Name);
        json.WriteNumber("seed", recipe.Seed);
        json.WriteString("optimizer", recipe.Optimizer.Type);
        json.WriteNumber("train", moment.Stage.Data.Train.Count);
        json.WriteNumber("test", moment.Stage.Data.Test.Count);
        json.WriteString("phase", PhaseName(state.Phase));
        json.WriteBoolean("playing", state.IsPlaying);
        json.WriteNumber("latest", state.Latest);
        json.WriteNumber("shown", state.Shown);
        json.WriteBoolean("past", state.IsPast);
        json.WriteNumber("total", (long)recipe.Epochs * steps);
        json.WriteNumber("stepsPerEpoch", steps);
        json.WriteNumber("epochs", recipe.Epochs);
        json.WriteNumber("epoch", Math.Min(recipe.Epochs, (state.Shown / steps) + 1));
        json.WriteNumber("speed", state.StepsPerSecond);
        json.WriteNumber("rate", state.Rate);
        json.WriteString("rateText", state.Rate.ToString(CultureInfo.InvariantCulture));
        json.WriteBoolean("rateIsFree", recipe.Schedule is null);
        json.WriteBoolean("byHand", session.Rates.Any);
        json.WriteBoolean("built", session.IsBuilt);
        json.WriteString("end", state.End);
        json.WriteBoolean("canTravel", state.CanTravel);
    }

    private static string PhaseName(SessionPhase phase) => phase.ToString().ToLowerInvariant();
}
