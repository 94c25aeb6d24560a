using System.Diagnostics;
using Madaline.Autograd;
using Madaline.NN;
using Madaline.Recipes;
using Madaline.Studio.Live;

namespace Madaline.Studio.Views.Compare;

/// <summary>
/// What the network that is shown says of the test samples: of a copy of its weights, bit by bit, so that a training
/// that goes on meanwhile mixes nothing.
/// </summary>
/// <param name="samples">How many.</param>
internal sealed class OwnAnswers(int samples)
{
    private const int AtOnce = 50;

    private Experiment? _of;
    private Module? _copy;
    private int[] _working = [];

    /// <summary>The step that the answers are of; −1 before the first are there.</summary>
    public long Step { get; private set; } = -1;

    /// <summary>The answers of that step.</summary>
    public int[] Said { get; private set; } = [];

    /// <summary>How many answers are there of the step under way.</summary>
    public int Done { get; private set; }

    /// <summary>What an answer costs.</summary>
    public NetworkOutline? Cost { get; private set; }

    private long WorkingStep { get; set; } = -1;

    /// <summary>Goes on for a while.</summary>
    /// <param name="stage">The network.</param>
    /// <param name="seconds">How long.</param>
    public void Go(Stage stage, double seconds)
    {
        long started = Stopwatch.GetTimestamp();
        if (!ReferenceEquals(_of, stage.Experiment))
            Begin(stage);
        if (Step == stage.Step && WorkingStep < 0)
            return;
        if (WorkingStep < 0)
        {
            (WorkingStep, Done, _working) = (stage.Step, 0, new int[samples]);
            _copy!.LoadStateDict(stage.Network.StateDict());
        }

        using var scope = new NoGrad();
        while (Done < samples && Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
        {
            int next = Math.Min(AtOnce, samples - Done);
            Tensor inputs = stage.Experiment.Model.Pipeline.Transform
                .Apply(stage.Data.Test.Inputs[Done..(Done + next)]);
            foreach (long answer in _copy!.Call(inputs.To(_copy.Device)).ArgMax(1).ToArray<long>())
                _working[Done++] = (int)answer;
        }

        if (Done == samples)
            (Step, Said, WorkingStep) = (WorkingStep, _working, -1);
    }

    /// <summary>Whether the answers are those of the step that is shown.</summary>
    public bool AreOf(Stage stage) => ReferenceEquals(_of, stage.Experiment) && Step == stage.Step && WorkingStep < 0;

    /// <summary>Another training: nothing of the last one holds.</summary>
    private void Begin(Stage stage)
    {
        (_of, Step, Said, WorkingStep, Done) = (stage.Experiment, -1, [], -1, 0);
        _copy = stage.NewNetwork();
        _copy.To(stage.Network.Device);
        _copy.Eval();
        Cost = NetworkOutline.Of(stage.Experiment.Model.Recipe, stage.NetworkInput, stage.Classes);
    }
}
