namespace Madaline.Data;

/// <summary>Transforms one after the other, each with a random stream of its own.</summary>
public sealed class Chain : Transform
{
    private readonly Transform[] _steps;

    /// <summary>The steps in order; none leaves batches as they are.</summary>
    public Chain(params ReadOnlySpan<Transform> steps) => _steps = steps.ToArray();

    /// <inheritdoc/>
    public override Tensor Apply(Tensor inputs, Rng? rng = null)
    {
        for (int i = 0; i < _steps.Length; i++)
            inputs = _steps[i].Apply(inputs, rng?.Split(i));
        return inputs;
    }

    /// <inheritdoc/>
    public override Batch Apply(Batch batch, Rng? rng = null)
    {
        for (int i = 0; i < _steps.Length; i++)
            batch = _steps[i].Apply(batch, rng?.Split(i));
        return batch;
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape inputShape)
    {
        foreach (Transform step in _steps)
            inputShape = step.OutputShape(inputShape);
        return inputShape;
    }
}
