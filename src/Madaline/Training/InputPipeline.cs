using Madaline.Data;

namespace Madaline.Training;

/// <summary>A recipe's transforms, fitted on the training part, in order.</summary>
public sealed class InputPipeline
{
    private readonly Transform[] _steps;
    private readonly Chain _chain;

    private InputPipeline(Transform[] steps)
    {
        _steps = steps;
        _chain = new Chain(steps);
    }

    /// <summary>All steps as one transform.</summary>
    public Transform Transform => _chain;

    /// <summary>
    /// Builds the transforms and fits the scalers, each on what the steps before it make of the training inputs.
    /// </summary>
    /// <param name="specs">The recipe's transforms.</param>
    /// <param name="training">The training part's inputs [n, …].</param>
    public static InputPipeline Fit(IReadOnlyList<Spec> specs, Tensor training)
    {
        var steps = Build(specs);
        Tensor x = training;
        for (int i = 0; i < steps.Length; i++)
        {
            if (steps[i] is Scaler scaler)
                scaler.Fit(x);
            if (Array.FindIndex(steps, i + 1, step => step is Scaler) >= 0)
                x = steps[i].Apply(x);
        }

        return new InputPipeline(steps);
    }

    /// <summary>Builds the transforms and gives the scalers what was saved.</summary>
    /// <exception cref="TensorException">The state does not belong to these transforms.</exception>
    public static InputPipeline Load(IReadOnlyList<Spec> specs, IReadOnlyDictionary<string, Tensor> state)
    {
        var steps = Build(specs);
        int taken = 0;
        for (int i = 0; i < steps.Length; i++)
        {
            if (steps[i] is not Scaler scaler)
                continue;
            var own = NamePrefix.Under(state, $"{i}.");
            scaler.LoadStateDict(own);
            taken += own.Count;
        }

        if (taken != state.Count)
            throw new TensorException("transforms", $"there is state of other scalers. "
                + $"It holds {string.Join(", ", state.Keys)}; expected {taken} of them.");
        return new InputPipeline(steps);
    }

    /// <summary>What the scalers learned: <c>INDEX.NAME</c>.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> StateDict()
    {
        for (int i = 0; i < _steps.Length; i++)
        {
            if (_steps[i] is not Scaler scaler)
                continue;
            foreach (var (name, tensor) in scaler.StateDict())
                yield return new($"{i}.{name}", tensor);
        }
    }

    private static Transform[] Build(IReadOnlyList<Spec> specs) => [.. specs.Select(spec => (Transform)(spec.Type switch
    {
        "to-float" => new ToFloat(),
        "normalize" => new Normalize(spec.Number("mean", 0), spec.Number("std", 1)),
        "z-score" => new ZScoreScaler(),
        _ => new MinMaxScaler(),
    }))];
}
