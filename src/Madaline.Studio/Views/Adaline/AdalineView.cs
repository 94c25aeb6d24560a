using System.Text.Json;

namespace Madaline.Studio.Views.Adaline;

/// <summary>
/// The adaptive linear neuron of 1960: an echo canceller that learns by LMS, three that vote (MADALINE), and what was
/// before and after.
/// </summary>
internal sealed class AdalineView() : View("adaline", framesPerSecond: 30)
{
    /// <summary>The run of the last look: most only move the time, and a run depends on its choice alone.</summary>
    private volatile EchoRun? _last;

    /// <inheritdoc/>
    public override void Look(
        Moment moment, ViewArguments arguments, Utf8JsonWriter json, List<IReadOnlyList<float>> numbers)
    {
        string part = arguments.Text("part") is "vote" or "history" ? arguments.Text("part") : "echo";
        json.WriteString("part", part);
        if (part == "echo")
        {
            EchoChoice choice = EchoPart.ChoiceOf(arguments);
            EchoRun run = _last is { } last && last.Choice == choice ? last : new EchoRun(choice);
            EchoPart.Write(run, arguments, json, numbers);
            _last = run;
        }
        else if (part == "vote")
        {
            VotePart.Write(arguments, json, numbers);
        }
    }
}
