namespace Madaline.Data;

/// <summary>Transforms one after the other, each with a random stream of its own.</summary>
public sealed class Compose : Transform
{
    private readonly Transform[] _steps;

    /// <summary>The steps in order; none leaves batches as they are.</summary>
    public Compose(params ReadOnlySpan<Transform> steps) => _steps = steps.ToArray();

    /// <summary>The steps in order; those of a step that is made of steps in its place.</summary>
    internal IEnumerable<Transform> Steps =>
        _steps.SelectMany(step => step is Compose several ? several.Steps : [step]);

    /// <summary>The steps.</summary>
    public override string ToString() => $"Compose({string.Join(", ", (IEnumerable<Transform>)_steps)})";

    /// <inheritdoc/>
    public override Transform? InEvaluation
    {
        get
        {
            var left = new List<Transform>();
            foreach (Transform step in _steps)
            {
                if (step.InEvaluation is { } stays)
                    left.Add(stays);
            }

            return left.Count == 0 ? null : new Compose([.. left]);
        }
    }

    /// <inheritdoc/>
    public override Tensor Apply(Tensor inputs, Rng? rng = null)
    {
        bool ours = false;
        for (int i = 0; i < _steps.Length; i++)
        {
            Tensor before = inputs;
            inputs = _steps[i].Apply(before, rng?.Split(i));
            ours = Release(before, inputs, ours, _steps[i]);
        }

        return inputs;
    }

    /// <inheritdoc/>
    public override Batch Apply(Batch batch, Rng? rng = null) => ApplyFrom(0, batch, rng, ours: false);

    internal override bool IsPixelwise => _steps.Length > 0 && PixelwiseSteps == _steps.Length;

    internal override int PixelwiseSteps
    {
        get
        {
            int steps = 0;
            while (steps < _steps.Length && _steps[steps].IsPixelwise)
                steps++;
            return steps;
        }
    }

    internal override Tensor ApplyPixelwise(Tensor inputs)
    {
        for (int i = 0; i < PixelwiseSteps; i++)
            inputs = _steps[i].Apply(inputs);
        return inputs;
    }

    internal override Batch ApplyRest(Batch batch, Rng? rng) => ApplyFrom(PixelwiseSteps, batch, rng, ours: true);

    private Batch ApplyFrom(int first, Batch batch, Rng? rng, bool ours)
    {
        for (int i = first; i < _steps.Length; i++)
        {
            Tensor before = batch.Inputs;
            batch = _steps[i].Apply(batch, rng?.Split(i));
            ours = Release(before, batch.Inputs, ours, _steps[i]);
        }

        return batch;
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape inputShape)
    {
        foreach (Transform step in _steps)
            inputShape = step.OutputShape(inputShape);
        return inputShape;
    }

    /// <summary>
    /// What a step made only for the next one goes back to the pool at once, unless the next one is a user's, who may
    /// keep it. Says whether the new one is ours too.
    /// </summary>
    private static bool Release(Tensor before, Tensor after, bool ours, Transform step)
    {
        if (ReferenceEquals(before, after))
            return ours;
        if (ours && step.MakesItsOwn && !before.RequiresGrad)
            before.Release();
        return step.MakesItsOwn;
    }
}
