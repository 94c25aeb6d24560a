using System.Diagnostics;
using System.Text.Json;
using Madaline.NN;
using Madaline.Optim;
using Madaline.Recipes;
using Madaline.Studio.Live;

namespace Madaline.Studio.Views.Builder;

/// <summary>How long a step of a network takes on this machine: steps of another network of the same layers, with
/// weights, optimizer and random numbers of its own, some at each look.</summary>
internal sealed class StepClock
{
    /// <summary>The first steps also prepare memory and code.</summary>
    private const int WarmUp = 2;

    private const int FewestSteps = 3, MostSteps = 20;

    /// <summary>Seconds of measured steps that are enough.</summary>
    private const double Enough = 0.3;

    /// <summary>What one step may take here: it cannot be interrupted. Beyond, fewer samples are measured.</summary>
    private const double MaxBytes = 5e8, MaxProducts = 5e9;

    /// <summary>Batch norm needs two.</summary>
    private const int FewestSamples = 2;

    private readonly Stage _stage;
    private readonly Recipe _recipe;
    private readonly int _samples;
    private readonly List<double> _seconds = [];
    private Module? _network;
    private Loss? _loss;
    private Optimizer? _optimizer;
    private (Tensor Inputs, Tensor Targets) _batch;
    private int _warm;

    /// <summary>Measures nothing yet.</summary>
    /// <param name="stage">Whose data.</param>
    /// <param name="recipe">What is to be trained.</param>
    /// <param name="outline">What its layers come to.</param>
    public StepClock(Stage stage, Recipe recipe, NetworkOutline outline)
    {
        (_stage, _recipe) = (stage, recipe);
        int most = Math.Min(recipe.Batch, stage.Data.Train.Count);
        for (_samples = most; _samples > FewestSamples && !CanTake(_samples); _samples /= 2)
        {
        }

        Refusal = CanTake(_samples) ? null
            : "A step of this network is too large to be measured here: "
                + $"{Amount.Bytes(BuildLimits.Bytes(outline, _samples))} and "
                + $"{BuildLimits.PerStep(outline, _samples):E1} multiply-adds even for {_samples} samples.";

        bool CanTake(int samples) => BuildLimits.Bytes(outline, samples) <= MaxBytes
            && BuildLimits.PerStep(outline, samples) <= MaxProducts;
    }

    /// <summary>Why nothing is measured; null where it is.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Steps that were measured.</summary>
    public int Steps => _seconds.Count;

    /// <summary>Whether no further look is needed.</summary>
    public bool IsDone =>
        Refusal is not null || Steps >= MostSteps || (Steps >= FewestSteps && _seconds.Sum() >= Enough);

    /// <summary>Goes on, at least by one step.</summary>
    /// <param name="seconds">For about how long.</param>
    public void Go(double seconds)
    {
        long started = Stopwatch.GetTimestamp();
        try
        {
            while (!IsDone)
            {
                Step();
                if (Stopwatch.GetElapsedTime(started).TotalSeconds >= seconds)
                    return;
            }
        }
        catch (TensorException error)
        {
            Refusal = error.Message;
        }
    }

    /// <summary>Writes what was found so far.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("measured");
        json.WriteString("refusal", Refusal ?? "");
        json.WriteNumber("steps", Steps);
        json.WriteBoolean("done", IsDone);
        if (Steps >= FewestSteps)
        {
            // The middle one: a step that something else delayed does not count.
            double step = _seconds.Order().ElementAt(Steps / 2) * _recipe.Batch / _samples;
            json.WriteNumber("samples", _samples);
            json.WriteNumber("seconds", step * _stage.Experiment.StepsPerEpoch);
            json.WriteString("step", Amount.Seconds(step));
            json.WriteString("epoch", Amount.Seconds(step * _stage.Experiment.StepsPerEpoch));
            json.WriteString("all", Amount.Seconds(step * _stage.Experiment.StepsPerEpoch * _recipe.Epochs));
            json.WriteNumber("epochs", _recipe.Epochs);
        }

        json.WriteEndObject();
    }

    private void Step()
    {
        if (_network is null)
            Prepare();
        long started = Stopwatch.GetTimestamp();
        _optimizer!.ZeroGrad();
        Tensor cost = _loss!.Call(_network!.Call(_batch.Inputs), _batch.Targets);
        cost.Backward();
        _optimizer.Step();
        // Reading it waits for the device.
        cost.Item<float>();
        if (_warm++ >= WarmUp)
            _seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private void Prepare()
    {
        _batch = _stage.Batch(_stage.Data.Train[.._samples]);
        _loss = RecipeCatalog.BuildLoss(_recipe);
        var network = RecipeCatalog.BuildNetwork(_recipe, _stage.NetworkInput, _stage.Classes,
            new Rng(_recipe.Seed).Split("measured"));
        network.To(_stage.Network.Device);
        // The rate does not change how long a step takes, and with a small one nothing runs away.
        _optimizer = RecipeCatalog.BuildOptimizer(
            _recipe with { Optimizer = _recipe.Optimizer.With("lr", 1e-9) }, network.Parameters());
        _network = network;
    }
}
