using System.Text.Json;
using Madaline.Studio.Formulas;

namespace Madaline.Studio.Views.Run;

/// <summary>Curves of loss and score as training goes on.</summary>
internal sealed class RunView() : View("run", framesPerSecond: 10)
{
    /// <inheritdoc/>
    public override bool FollowsTraining => true;

    /// <inheritdoc/>
    public override IEnumerable<ViewQuestion> Questions(KeptMoment kept) => kept.IsLast ? [new()] : [];

    /// <inheritdoc/>
    public override void Look(
        Moment moment, ViewArguments arguments, Utf8JsonWriter json, List<IReadOnlyList<float>> numbers)
    {
        var model = moment.Session.Experiment.Model;
        var history = moment.Session.History.Copy();
        var measure = model.Task.Measure;
        json.WriteString("measure", measure.Name);
        json.WriteNumber("points", history.Steps.Length);
        json.WriteNumber("tests", history.Tests.Length);
        json.WriteNumber("parameters", model.Network.ParameterCount);
        if (history.Steps.Length > 0)
        {
            json.WriteString("loss", FormulaNumber.Of(history.Losses[^1]).ToString());
            json.WriteString("score", measure.Text(history.Scores[^1]));
        }

        if (history.Tests.Length > 0)
            json.WriteString("test", measure.Text(history.Tests[^1].Score));
        WriteLayers(json, model.Network);
        numbers.AddRange([history.Steps, history.Losses, history.Scores,
            [.. history.Tests.Select(test => (float)test.Step)], [.. history.Tests.Select(test => (float)test.Score)]]);
    }

    private static void WriteLayers(Utf8JsonWriter json, NN.Module network)
    {
        json.WriteStartArray("layers");
        foreach (var (name, module) in network.NamedModules())
        {
            if (name.Length == 0 || module.NamedModules().Skip(1).Any())
                continue;
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("kind", module.Kind);
            json.WriteNumber("parameters", module.ParameterCount);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
